#include "analysis/distance_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analysis/distance_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace vitrine::analysis::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void bin(const double* HWY_RESTRICT squares, std::size_t size, double per_bin, int count,
         std::int32_t* HWY_RESTRICT bins) {
  const hn::CappedTag<double, spare_distances> d;
  const hn::Rebind<std::int32_t, decltype(d)> narrow;
  const auto scale = hn::Set(d, per_bin);
  const auto last = hn::Set(narrow, count - 1);
  for (std::size_t n = 0; n < size; n += hn::Lanes(d)) {
    const auto place = hn::Mul(hn::Sqrt(hn::LoadU(d, squares + n)), scale);
    hn::StoreU(hn::Min(hn::DemoteTo(narrow, place), last), narrow, bins + n);
  }
}

BinDistances bin_distances_here() {
  return &bin;
}

}  // namespace vitrine::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::analysis {

HWY_EXPORT(bin_distances_here);

BinDistances bin_distances() {
  static const BinDistances chosen = HWY_DYNAMIC_DISPATCH(bin_distances_here)();
  return chosen;
}

}  // namespace vitrine::analysis
#endif
