#include "sim/dlff/fast/packed_matrix.h"

#include <algorithm>

#include "sim/dlff/fast/kernels.h"

namespace vitrine::dlff {

std::size_t whole_panels(std::size_t rows) {
  const std::size_t panel = fast_kernels().panel;
  return (rows + panel - 1) / panel * panel;
}

PackedMatrix::PackedMatrix(std::size_t ins, std::size_t outs, const std::vector<double>& from)
    : inputs(ins), outputs(outs), pitch(whole_panels(ins)), rows(whole_panels(outs)) {
  const std::size_t panel = fast_kernels().panel;
  float* to = weights.reserve(rows * pitch);
  std::fill_n(to, rows * pitch, 0.0f);
  for (std::size_t in = 0; in < inputs; ++in)
    for (std::size_t out = 0; out < outputs; ++out)
      to[out / panel * panel * pitch + in * panel + out % panel] =
          static_cast<float>(from[in * outputs + out]);
}

}  // namespace vitrine::dlff
