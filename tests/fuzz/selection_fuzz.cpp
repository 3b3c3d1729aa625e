// Any text as an expression: it selects atoms of a small frame, or is refused with an Error that
// points into the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/selection_expression.h"
#include "tests/small_framework.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  static const FramePtr frame = test::small_framework();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const analysis::SelectionExpression expression(text);
    for (const int atom : expression.select(*frame, nullptr))
      if (atom < 0 || static_cast<std::size_t>(atom) >= frame->size()) __builtin_trap();
  } catch (const analysis::ExpressionError& error) {
    if (error.position() > size) __builtin_trap();
  }
  return 0;
}
