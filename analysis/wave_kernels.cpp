#include "analysis/wave_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analysis/wave_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace vitrine::analysis::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, wave_tile>;

/// exp(2 pi i (h x + k y)) of the block.
HWY_INLINE void multiply(const WavePowers& x, const WavePowers& y, const WaveRow& row,
                         float* HWY_RESTRICT real, float* HWY_RESTRICT imag) {
  const Floats d;
  const auto sign = hn::Set(d, row.k_is_negative ? -1.0f : 1.0f);
  for (std::size_t j = 0; j < wave_atoms; j += hn::Lanes(d)) {
    const auto xr = hn::Load(d, x.real + row.h * wave_atoms + j);
    const auto xi = hn::Load(d, x.imag + row.h * wave_atoms + j);
    const auto yr = hn::Load(d, y.real + row.k * wave_atoms + j);
    const auto yi = hn::Mul(sign, hn::Load(d, y.imag + row.k * wave_atoms + j));
    hn::Store(hn::NegMulAdd(xi, yi, hn::Mul(xr, yr)), d, real + j);
    hn::Store(hn::MulAdd(xi, yr, hn::Mul(xr, yi)), d, imag + j);
  }
}

void add(const WavePowers& x, const WavePowers& y, const WavePowers& z, const WaveRow& first,
         const WaveRow& second) {
  const Floats d;
  HWY_ALIGN float ar[wave_atoms], ai[wave_atoms], br[wave_atoms], bi[wave_atoms];
  multiply(x, y, first, ar, ai);
  multiply(x, y, second, br, bi);
  const std::size_t tiles = std::max(first.tiles, second.tiles);
  for (std::size_t tile = 0; tile < tiles; ++tile)
    for (std::size_t lane = 0; lane < wave_tile; lane += hn::Lanes(d)) {
      const float* HWY_RESTRICT zr = z.real + tile * wave_atoms * wave_tile + lane;
      const float* HWY_RESTRICT zi = z.imag + tile * wave_atoms * wave_tile + lane;
      auto a_rr = hn::Zero(d), a_ii = a_rr, a_ri = a_rr, a_ir = a_rr;
      auto b_rr = a_rr, b_ii = a_rr, b_ri = a_rr, b_ir = a_rr;
      for (std::size_t j = 0; j < wave_atoms; ++j) {
        const auto r = hn::Load(d, zr + j * wave_tile), i = hn::Load(d, zi + j * wave_tile);
        const auto a_r = hn::Set(d, ar[j]), a_i = hn::Set(d, ai[j]);
        a_rr = hn::MulAdd(a_r, r, a_rr);
        a_ii = hn::MulAdd(a_i, i, a_ii);
        a_ri = hn::MulAdd(a_r, i, a_ri);
        a_ir = hn::MulAdd(a_i, r, a_ir);
        const auto b_r = hn::Set(d, br[j]), b_i = hn::Set(d, bi[j]);
        b_rr = hn::MulAdd(b_r, r, b_rr);
        b_ii = hn::MulAdd(b_i, i, b_ii);
        b_ri = hn::MulAdd(b_r, i, b_ri);
        b_ir = hn::MulAdd(b_i, r, b_ir);
      }
      const auto keep = [&](auto sum, float* place) {
        hn::Store(hn::Add(sum, hn::Load(d, place)), d, place);
      };
      float* const a = first.sums + tile * 4 * wave_tile + lane;
      float* const b = second.sums + tile * 4 * wave_tile + lane;
      keep(a_rr, a);
      keep(a_ii, a + wave_tile);
      keep(a_ri, a + 2 * wave_tile);
      keep(a_ir, a + 3 * wave_tile);
      keep(b_rr, b);
      keep(b_ii, b + wave_tile);
      keep(b_ri, b + 2 * wave_tile);
      keep(b_ir, b + 3 * wave_tile);
    }
}

AddWaves add_waves_here() {
  return &add;
}

}  // namespace vitrine::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::analysis {

HWY_EXPORT(add_waves_here);

AddWaves add_waves() {
  static const AddWaves chosen = HWY_DYNAMIC_DISPATCH(add_waves_here)();
  return chosen;
}

}  // namespace vitrine::analysis
#endif
