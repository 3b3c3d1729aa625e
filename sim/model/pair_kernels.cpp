#include "sim/model/pair_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/model/pair_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace vitrine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, spare_points>;
using Words = hn::Rebind<std::uint64_t, Doubles>;
using Labels = hn::Rebind<std::uint32_t, Doubles>;

std::size_t collect(const PointArrays& points, std::span<const PointRun> runs, const double* centre,
                    double reach2, std::int32_t* HWY_RESTRICT labels, double* HWY_RESTRICT squares,
                    std::size_t count) {
  const Doubles d;
  const Words words;
  const Labels narrow;
  const std::size_t lanes = hn::Lanes(d);
  const auto* const names = reinterpret_cast<const std::uint32_t*>(points.labels);
  auto* const found = reinterpret_cast<std::uint32_t*>(labels);
  const auto cx = hn::Set(d, centre[0]), cy = hn::Set(d, centre[1]), cz = hn::Set(d, centre[2]);
  const auto limit = hn::Set(d, reach2);
  for (const PointRun& run : runs)
    for (std::size_t k = run.first; k < run.last; k += lanes) {
      const auto x = hn::Sub(hn::LoadU(d, points.x + k), cx);
      const auto y = hn::Sub(hn::LoadU(d, points.y + k), cy);
      const auto z = hn::Sub(hn::LoadU(d, points.z + k), cz);
      const auto square = hn::MulAdd(z, z, hn::MulAdd(y, y, hn::Mul(x, x)));
      auto near = hn::Le(square, limit);
      if (k + lanes > run.last) near = hn::And(near, hn::FirstN(d, run.last - k));
      const auto label = hn::PromoteTo(words, hn::LoadU(narrow, names + k));
      hn::StoreU(hn::TruncateTo(narrow, hn::Compress(label, hn::RebindMask(words, near))), narrow,
                 found + count);
      count += hn::CompressStore(square, near, d, squares + count);
    }
  return count;
}

CollectNear collect_near_here() {
  return &collect;
}

}  // namespace vitrine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine {

HWY_EXPORT(collect_near_here);

CollectNear collect_near() {
  static const CollectNear chosen = HWY_DYNAMIC_DISPATCH(collect_near_here)();
  return chosen;
}

}  // namespace vitrine
#endif
