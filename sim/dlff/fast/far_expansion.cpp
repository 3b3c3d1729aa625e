#include "sim/dlff/fast/far_expansion.h"

#include <algorithm>

namespace vitrine::dlff {
namespace {

std::vector<std::size_t> offsets_of(const std::vector<std::optional<FarSeries>>& series) {
  std::vector<std::size_t> offsets{0};
  for (const auto& one : series) offsets.push_back(offsets.back() + (one ? one->terms : 0));
  return offsets;
}

PackedMatrix matrix_of(const std::vector<std::optional<FarSeries>>& series, std::size_t width,
                       double factor) {
  std::vector<double> weights;
  for (const auto& one : series)
    if (one)
      for (double c : one->coefficients) weights.push_back(factor * c);
  return {weights.size() / width, width, weights};
}

// Whole vectors, and room for the far_terms that the last type with a series is given.
std::size_t stride_of(const std::vector<std::optional<FarSeries>>& series,
                      const std::vector<std::size_t>& offsets) {
  std::size_t needed = 0;
  for (std::size_t u = 0; u < series.size(); ++u)
    if (series[u]) needed = offsets[u] + far_terms;
  return (needed + far_terms - 1) / far_terms * far_terms;
}

}  // namespace

FarExpansion::FarExpansion(std::vector<std::optional<FarSeries>> series, std::size_t width,
                           double factor)
    : series_(std::move(series)),
      offsets_(offsets_of(series_)),
      matrix_(matrix_of(series_, width, factor)),
      no_bias_(matrix_.rows, 0.0f),
      stride_(stride_of(series_, offsets_)) {}

void FarExpansion::reserve(FarBuffers& buffers) const {
  const std::size_t lanes = fast_kernels().lanes;
  buffers.sums.reserve(lanes * 4 * stride_);
  buffers.sum_rows.reserve(lanes * 4 * stride_);
  buffers.t.reserve(matrix_.rows * lanes);
  buffers.gradients.reserve(4 * matrix_.pitch * lanes);
}

void FarExpansion::expand(FarBuffers& buffers, std::size_t t_stride, float* t) const {
  const FastKernels& kernels = fast_kernels();
  kernels.transpose(kernels.lanes, 4 * stride_, 1, buffers.sums.data(), buffers.sum_rows.data());
  for (std::size_t c = 0; c < 4; ++c) {
    kernels.multiply(matrix_.rows, matrix_.inputs, matrix_.pitch, matrix_.weights.data(),
                     no_bias_.data(), buffers.sum_rows.data() + c * stride_ * kernels.lanes,
                     buffers.t.data());
    kernels.add(matrix_.outputs, buffers.t.data(), t + c * t_stride * kernels.lanes);
  }
}

void FarExpansion::differentiate(std::size_t t_stride, const float* t_gradient,
                                 FarBuffers& buffers) const {
  const FastKernels& kernels = fast_kernels();
  for (std::size_t c = 0; c < 4; ++c)
    kernels.multiply_back(matrix_.rows, matrix_.pitch, matrix_.pitch, matrix_.weights.data(),
                          t_gradient + c * t_stride * kernels.lanes,
                          buffers.gradients.data() + c * matrix_.pitch * kernels.lanes);
}

const float* FarExpansion::gradient(std::size_t neighbour, const FarBuffers& buffers) const {
  return buffers.gradients.data() + offsets_[neighbour] * fast_kernels().lanes;
}

}  // namespace vitrine::dlff
