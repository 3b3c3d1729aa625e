#include "analysis/entropy_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analysis/entropy_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace vitrine::analysis::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, 4>;

/// exp(-m^2/2) for m = -3 ... 3, and nothing.
alignas(32) constexpr double tail[8] = {
    0.011108996538242306, 0.1353352832366127, 0.6065306597126334,   1.0,
    0.6065306597126334,   0.1353352832366127, 0.011108996538242306, 0.0};

// exp(-(f - m)^2/2) = exp(-f^2/2) exp(f)^m exp(-m^2/2) needs two exponentials instead of seven.
void smear(const double* HWY_RESTRICT squares, std::size_t size, const EntropyGrid& grid,
           double* HWY_RESTRICT sums) {
  const Doubles d;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  const hn::Rebind<std::int32_t, Doubles> narrow;
  const auto per_sigma = hn::Set(d, 1 / grid.sigma), last = hn::Set(d, grid.points - 1.0);
  const auto limit = hn::Set(d, grid.r_max * grid.r_max), half = hn::Set(d, -0.5);
  for (std::size_t n = 0; n < size; n += lanes) {
    const auto square = hn::LoadU(d, squares + n);
    auto counts = hn::Lt(square, limit);
    if (n + lanes > size) counts = hn::And(counts, hn::FirstN(d, size - n));
    const auto place = hn::Mul(hn::Sqrt(hn::IfThenElseZero(counts, square)), per_sigma);
    const auto below = hn::Min(hn::Floor(place), last);
    const auto fraction = hn::Sub(place, below);
    const auto step = hn::Exp(d, fraction), step2 = hn::Mul(step, step);
    const auto step3 = hn::Mul(step2, step);
    const auto own = hn::Exp(d, hn::Mul(half, hn::Mul(fraction, fraction)));
    const auto term = hn::IfThenElseZero(counts, hn::Div(own, step3));
    HWY_ALIGN double terms[4 * lanes];
    HWY_ALIGN double fourth[lanes];
    std::int32_t first[lanes];
    hn::StoreInterleaved4(term, hn::Mul(term, step), hn::Mul(term, step2), hn::Mul(term, step3), d,
                          terms);
    hn::Store(hn::Mul(step2, step2), d, fourth);
    hn::StoreU(hn::DemoteTo(narrow, below), narrow, first);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double* const points = sums + first[lane];
      const auto factor = hn::Set(d, fourth[lane]);
      for (std::size_t m = 0; m < 4; m += lanes) {
        const auto powers = hn::Load(d, terms + 4 * lane + m);
        hn::StoreU(hn::MulAdd(powers, hn::Load(d, tail + m), hn::LoadU(d, points + m)), d,
                   points + m);
        hn::StoreU(hn::MulAdd(hn::Mul(powers, factor), hn::Load(d, tail + 4 + m),
                              hn::LoadU(d, points + 4 + m)),
                   d, points + 4 + m);
      }
    }
  }
}

double integral(const double* HWY_RESTRICT sums, const EntropyGrid& grid, double norm) {
  const Doubles d;
  constexpr int lanes = static_cast<int>(hn::MaxLanes(d));
  const auto one = hn::Set(d, 1.0), end = hn::Set(d, grid.points - 0.5);
  auto all = hn::Zero(d);
  // The integrand holds r^2: nothing comes from the first point, r = 0.
  for (int k = 1; k < grid.points; k += lanes) {
    const auto number = hn::Add(hn::Iota(d, 0.0), hn::Set(d, k));
    const auto r = hn::Mul(number, hn::Set(d, grid.sigma)), r2 = hn::Mul(r, r);
    const auto sum = hn::LoadU(d, sums + entropy_reach + k);
    const auto g = hn::Div(hn::Mul(hn::Set(d, norm), sum), r2);
    const auto is_there = hn::Gt(g, hn::Set(d, 1e-10));
    const auto ln = hn::Log(d, hn::IfThenElse(is_there, g, one));
    const auto value = hn::Add(hn::Mul(g, hn::Sub(ln, one)), one);
    const auto integrand = hn::Mul(hn::IfThenElse(is_there, value, one), r2);
    const auto halved = hn::IfThenElse(hn::Gt(number, hn::Set(d, grid.points - 1.5)),
                                       hn::Mul(integrand, hn::Set(d, 0.5)), integrand);
    all = hn::Add(all, hn::IfThenElseZero(hn::Lt(number, end), halved));
  }
  return grid.sigma * hn::GetLane(hn::SumOfLanes(d, all));
}

EntropyKernels entropy_kernels_here() {
  return {&smear, &integral};
}

}  // namespace vitrine::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::analysis {

HWY_EXPORT(entropy_kernels_here);

const EntropyKernels& entropy_kernels() {
  static const EntropyKernels chosen = HWY_DYNAMIC_DISPATCH(entropy_kernels_here)();
  return chosen;
}

}  // namespace vitrine::analysis
#endif
