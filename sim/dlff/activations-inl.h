// Included once per instruction set by the kernels of each engine, inside none of its namespaces: the guard
// toggles, as Highway's per-target headers do.
#if defined(VITRINE_DLFF_ACTIVATIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VITRINE_DLFF_ACTIVATIONS_INL
#undef VITRINE_DLFF_ACTIVATIONS_INL
#else
#define VITRINE_DLFF_ACTIVATIONS_INL
#endif

#include <hwy/highway.h>

#include "sim/dlff/plain_activation.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// What the number formats fix: how 2^n is made of n, and how far the series of e^x goes.
template <class T>
struct TanhConstants;

template <>
struct TanhConstants<double> {
  static constexpr double saturated = 22;  // 1 - tanh is below half a unit in the last place
  static constexpr double exponent_shift = 6755399441055744.0 + 1023;  // 1.5 * 2^52 + bias
  static constexpr int mantissa_bits = 52;
  static constexpr double ln2_high = 6.93147180369123816490e-01,
                          ln2_low = 1.90821492927058770002e-10;
  static constexpr int terms = 14;
};

template <>
struct TanhConstants<float> {
  static constexpr float saturated = 10;
  static constexpr float exponent_shift = 12582912.0f + 127;  // 1.5 * 2^23 + bias
  static constexpr int mantissa_bits = 23;
  static constexpr float ln2_high = 0.693359375f, ln2_low = -2.12194440e-4f;
  static constexpr int terms = 8;
};

constexpr double inverse_factorial[] = {1.0,
                                        1.0 / 2,
                                        1.0 / 6,
                                        1.0 / 24,
                                        1.0 / 120,
                                        1.0 / 720,
                                        1.0 / 5040,
                                        1.0 / 40320,
                                        1.0 / 362880,
                                        1.0 / 3628800,
                                        1.0 / 39916800,
                                        1.0 / 479001600,
                                        1.0 / 6227020800,
                                        1.0 / 87178291200};

// tanh |x| = m / (m + 2) with m = e^(2|x|) - 1 = 2^n p + (2^n - 1), p = e^r - 1, r = 2|x| - n ln 2,
// |r| <= ln 2 / 2: nothing cancels, so small x keep their relative accuracy. p is its Taylor
// series, cut where the rest is below the rounding.
template <class D, class V>
HWY_INLINE V tanh_of(D d, V x) {
  using T = hn::TFromD<D>;
  using C = TanhConstants<T>;
  const hn::RebindToUnsigned<D> du;
  const V size = hn::Min(hn::Abs(x), hn::Set(d, C::saturated));
  const V twice = hn::Add(size, size);
  const V shift = hn::Set(d, C::exponent_shift);
  const V biased = hn::MulAdd(twice, hn::Set(d, static_cast<T>(1.4426950408889634)), shift);
  const V n = hn::Sub(biased, shift);
  const V power = hn::BitCast(d, hn::ShiftLeft<C::mantissa_bits>(hn::BitCast(du, biased)));
  V r = hn::NegMulAdd(n, hn::Set(d, C::ln2_high), twice);
  r = hn::NegMulAdd(n, hn::Set(d, C::ln2_low), r);
  V p = hn::Set(d, static_cast<T>(inverse_factorial[C::terms - 1]));
  for (int k = C::terms - 2; k >= 0; --k)
    p = hn::MulAdd(p, r, hn::Set(d, static_cast<T>(inverse_factorial[k])));
  p = hn::Mul(p, r);
  const V m = hn::MulAdd(power, p, hn::Sub(power, hn::Set(d, T{1})));
  return hn::CopySign(hn::Div(m, hn::Add(m, hn::Set(d, T{2}))), x);
}

template <class T>
HWY_INLINE void activate_tanh(std::size_t rows, std::size_t stride, const T* HWY_RESTRICT bias,
                              const T* HWY_RESTRICT time_step, T* HWY_RESTRICT z,
                              T* HWY_RESTRICT slope) {
  const hn::CappedTag<T, 64 / sizeof(T)> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto one = hn::Set(d, T{1});
  for (std::size_t i = 0; i < rows; ++i, z += stride, slope += stride) {
    for (std::size_t j = 0; j < stride; j += lanes) {
      auto h = tanh_of(d, hn::Add(hn::Load(d, z + j), hn::Load(d, bias + j)));
      auto change = hn::Mul(hn::Load(d, slope + j), hn::NegMulAdd(h, h, one));
      if (time_step) {
        const auto step = hn::Load(d, time_step + j);
        h = hn::Mul(h, step);
        change = hn::Mul(change, step);
      }
      hn::Store(h, d, z + j);
      hn::Store(change, d, slope + j);
    }
  }
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
