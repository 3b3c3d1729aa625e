#include "sim/dlff/files/pickle.h"

#include <fmt/format.h>

#include <bit>
#include <map>

#include "sim/dlff/files/wire_format.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

constexpr std::size_t most_values =
    1000000;  // a model of two hundred types has some hundred thousand
using Kind = PickleValue::Kind;

/// The stack machine of the format: opcodes and their meaning after Python's pickletools.
class Unpickler {
 public:
  Unpickler(std::span<const std::byte> bytes, const std::string& what, const std::string& file)
      : rest_(bytes), what_(what), file_(file) {}

  Pickle run() {
    while (!finished_) step(static_cast<char>(take(1).front()));
    return std::move(pickle_);
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw FileError(file_, what_ + " " + reason);
  }
  std::span<const std::byte> take(std::uint64_t size) {
    if (size > rest_.size()) fail("is cut short");
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::string text(std::uint64_t size) {
    const auto bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string line() {
    std::string found;
    for (char c = 0; (c = static_cast<char>(take(1).front())) != '\n';) found += c;
    return found;
  }
  std::uint64_t number(std::size_t size) { return little_endian(take(size)); }

  void push(PickleValue value) {
    if (pickle_.values.size() >= most_values)
      fail(fmt::format("holds more than {} values", most_values));
    stack_.push_back(pickle_.values.size());
    pickle_.values.push_back(std::move(value));
  }
  void push_integer(std::int64_t integer) { push({Kind::integer, integer, 0, {}, {}}); }
  void push_text(std::uint64_t size) { push({Kind::text, 0, 0, text(size), {}}); }
  void push_list(Kind kind, std::vector<std::size_t> items) {
    push({kind, 0, 0, {}, std::move(items)});
  }
  std::size_t pop() {
    if (stack_.empty()) fail("takes more values than it gave");
    const std::size_t top = stack_.back();
    stack_.pop_back();
    return top;
  }
  std::vector<std::size_t> pop_several(std::size_t count) {
    if (count > stack_.size()) fail("takes more values than it gave");
    const std::vector<std::size_t> items(stack_.end() - static_cast<std::ptrdiff_t>(count),
                                         stack_.end());
    stack_.resize(stack_.size() - count);
    return items;
  }
  std::vector<std::size_t> pop_to_mark() {
    std::size_t count = 0;
    while (count < stack_.size() &&
           pickle_.values[stack_[stack_.size() - 1 - count]].kind != Kind::mark)
      ++count;
    std::vector<std::size_t> items = pop_several(count);
    pop();
    return items;
  }
  // What a list, a dictionary or an object gets; one item may stand for many through the memo, but
  // each costs a byte of the file.
  void append(const std::vector<std::size_t>& items) {
    if (stack_.empty()) fail("takes more values than it gave");
    std::vector<std::size_t>& to = pickle_.values[stack_.back()].items;
    to.insert(to.end(), items.begin(), items.end());
  }
  void remember(std::uint64_t place) {
    if (stack_.empty()) fail("takes more values than it gave");
    memo_[place] = stack_.back();
  }
  void recall(std::uint64_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) fail("refers to a value it does not have");
    stack_.push_back(found->second);
  }
  void push_long() {
    const std::uint64_t size = number(1);
    if (size > 8) fail("holds a number of more than 64 bits");
    std::uint64_t bits = number(size);
    if (size > 0 && size < 8 && bits >> (8 * size - 1)) bits |= ~std::uint64_t{0} << (8 * size);
    push_integer(static_cast<std::int64_t>(bits));
  }
  void push_real() {  // big-endian
    std::uint64_t bits = 0;
    for (std::byte byte : take(8)) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
    push({Kind::real, 0, std::bit_cast<double>(bits), {}, {}});
  }

  void step(char opcode);
  bool push_number(char opcode);
  bool push_plain(char opcode);
  bool gather(char opcode);

  std::span<const std::byte> rest_;
  const std::string& what_;
  const std::string& file_;
  Pickle pickle_;
  std::vector<std::size_t> stack_;
  std::map<std::uint64_t, std::size_t> memo_;
  bool finished_ = false;
};

// Opcodes that put nothing, a truth value or a number on the stack.
bool Unpickler::push_number(char opcode) {
  switch (opcode) {
    case 'N':
      push({});
      return true;
    case '\x88':
    case '\x89':
      push({Kind::boolean, opcode == '\x88', 0, {}, {}});
      return true;
    case 'J':
      push_integer(static_cast<std::int32_t>(number(4)));
      return true;
    case 'K':
      push_integer(static_cast<std::int64_t>(number(1)));
      return true;
    case 'M':
      push_integer(static_cast<std::int64_t>(number(2)));
      return true;
    case '\x8a':
      push_long();
      return true;
    case 'G':
      push_real();
      return true;
    default:
      return false;
  }
}

// Opcodes that put a text, a name or an empty collection there.
bool Unpickler::push_plain(char opcode) {
  switch (opcode) {
    case 'X':
    case 'T':
      push_text(number(4));
      return true;
    case 'U':
    case '\x8c':
      push_text(number(1));
      return true;
    case 'c': {
      const std::string module = line();
      push({Kind::name, 0, 0, module + " " + line(), {}});
      return true;
    }
    case '(':
      push({Kind::mark, 0, 0, {}, {}});
      return true;
    case ')':
      push_list(Kind::tuple, {});
      return true;
    case ']':
      push_list(Kind::list, {});
      return true;
    case '}':
      push_list(Kind::dictionary, {});
      return true;
    default:
      return false;
  }
}

// Opcodes that make one value of several.
bool Unpickler::gather(char opcode) {
  switch (opcode) {
    case 't':
      push_list(Kind::tuple, pop_to_mark());
      return true;
    case '\x85':
    case '\x86':
    case '\x87':
      push_list(Kind::tuple, pop_several(static_cast<std::size_t>(opcode - '\x84')));
      return true;
    case 'R':
    case '\x81':
      push_list(Kind::call, pop_several(2));
      return true;
    case 'Q':
      push_list(Kind::storage, pop_several(1));
      return true;
    case 'a':
    case 'b':
      append(pop_several(1));
      return true;
    case 's':
      append(pop_several(2));
      return true;
    case 'e':
    case 'u':
      append(pop_to_mark());
      return true;
    default:
      return false;
  }
}

void Unpickler::step(char opcode) {
  if (push_number(opcode) || push_plain(opcode) || gather(opcode)) return;
  switch (opcode) {
    case '\x80':
      if (number(1) > 4) fail("is of a newer protocol than 4");
      return;
    case 'q':
      return remember(number(1));
    case 'r':
      return remember(number(4));
    case 'h':
      return recall(number(1));
    case 'j':
      return recall(number(4));
    case '0':
      pop();
      return;
    case '.':
      pickle_.root = pop();
      finished_ = true;
      return;
    default:
      fail(fmt::format("uses the operation {:#04x}, which PyTorch does not write",
                       static_cast<unsigned char>(opcode)));
  }
}

}  // namespace

Pickle read_pickle(std::span<const std::byte> bytes, const std::string& what,
                   const std::string& file) {
  return Unpickler(bytes, what, file).run();
}

}  // namespace vitrine::dlff
