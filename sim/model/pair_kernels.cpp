#include "sim/model/pair_kernels.h"

#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/model/pair_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef VITRINE_PAIR_KERNELS_TABLES
#define VITRINE_PAIR_KERNELS_TABLES
namespace vitrine {

// How the lanes of four that a mask of four bits keeps move to the front, where no instruction does
// it. Never by Highway's Compress, whose tables g++ 12 copies to the stack each time.
struct LanesToFront {
  alignas(32) std::array<std::uint32_t, 16 * 8> of_doubles{};  // halves of the doubles
  alignas(16) std::array<std::uint8_t, 16 * 16> of_labels{};   // bytes of the labels
};

constexpr LanesToFront lanes_to_front() {
  LanesToFront tables;
  for (std::uint32_t mask = 0; mask < 16; ++mask) {
    std::uint32_t to = 0;
    for (std::uint32_t lane = 0; lane < 4; ++lane) {
      if ((mask >> lane & 1) == 0) continue;
      for (std::uint32_t half = 0; half < 2; ++half)
        tables.of_doubles[8 * mask + 2 * to + half] = 2 * lane + half;
      for (std::uint32_t byte = 0; byte < 4; ++byte)
        tables.of_labels[16 * mask + 4 * to + byte] = static_cast<std::uint8_t>(4 * lane + byte);
      ++to;
    }
  }
  return tables;
}
constexpr LanesToFront to_front = lanes_to_front();

}  // namespace vitrine
#endif

HWY_BEFORE_NAMESPACE();
namespace vitrine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, HWY_TARGET <= HWY_AVX3 ? 8 : 4>;
using Labels = hn::Rebind<std::int32_t, Doubles>;
using Rows = hn::CappedTag<double, 4>;

/// Writes those of the points whose bit is set, and rubbish behind them.
template <class V>
HWY_INLINE void store_kept(V square, const std::int32_t* HWY_RESTRICT labels, std::uint8_t bits,
                           std::int32_t* HWY_RESTRICT kept_labels, double* HWY_RESTRICT kept) {
  const Doubles d;
#if HWY_TARGET <= HWY_AVX3
  _mm512_storeu_pd(kept, _mm512_maskz_compress_pd(bits, square.raw));
  const __m256i label = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(labels));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(kept_labels),
                      _mm256_maskz_compress_epi32(bits, label));
#else
  if constexpr (hn::MaxLanes(d) == 4) {
    const hn::Repartition<std::uint32_t, Doubles> words;
    const hn::Repartition<std::uint8_t, Labels> bytes;
    const Labels narrow;
    const auto order = hn::IndicesFromVec(words, hn::Load(words, &to_front.of_doubles[8 * bits]));
    hn::StoreU(hn::BitCast(d, hn::TableLookupLanes(hn::BitCast(words, square), order)), d, kept);
    const auto label_order = hn::Load(bytes, &to_front.of_labels[16 * bits]);
    const auto label = hn::BitCast(bytes, hn::LoadU(narrow, labels));
    hn::StoreU(hn::BitCast(narrow, hn::TableLookupBytes(label, label_order)), narrow, kept_labels);
  } else {
    HWY_ALIGN double squares[hn::MaxLanes(d)];
    hn::Store(square, d, squares);
    std::size_t count = 0;
    for (std::size_t lane = 0; lane < hn::MaxLanes(d); ++lane) {
      kept_labels[count] = labels[lane];
      kept[count] = squares[lane];
      count += bits >> lane & 1;  // without a branch: half of the points are out of reach
    }
  }
#endif
}

struct Found {
  std::int32_t* HWY_RESTRICT labels;
  double* HWY_RESTRICT squares;
  std::size_t count;
};

/// Points from `begin` up to, not including, `end`.
HWY_INLINE void collect_run(const BinnedPoints& points, std::size_t begin, std::size_t end,
                            const double* centre, double reach2, Found& found) {
  const Doubles d;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  const auto cx = hn::Set(d, centre[0]), cy = hn::Set(d, centre[1]), cz = hn::Set(d, centre[2]);
  const auto limit = hn::Set(d, reach2);
  for (std::size_t k = begin; k < end; k += lanes) {
    const auto x = hn::Sub(hn::LoadU(d, points.x + k), cx);
    const auto y = hn::Sub(hn::LoadU(d, points.y + k), cy);
    const auto z = hn::Sub(hn::LoadU(d, points.z + k), cz);
    const auto square = hn::MulAdd(z, z, hn::MulAdd(y, y, hn::Mul(x, x)));
    std::uint8_t bits[8];
    hn::StoreMaskBits(d, hn::Le(square, limit), bits);
    if (k + lanes > end) bits[0] &= static_cast<std::uint8_t>((1U << (end - k)) - 1);
    store_kept(square, points.labels + k, bits[0], found.labels + found.count,
               found.squares + found.count);
    found.count += hwy::PopCount(bits[0]);
  }
}

// As many rows of bins as a vector has lanes are cut at once to the sphere of the reach. Where it
// ends beyond the grid the outermost bin is looked at in vain.
std::size_t collect(const BinnedPoints& points, BinRange rows, BinRange planes, std::size_t first,
                    const double* centre, double reach, std::int32_t* labels, double* squares,
                    std::size_t count) {
  const Rows d;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  const hn::Rebind<std::int32_t, Rows> bins;
  const auto zero = hn::Zero(d), edge = hn::Set(d, points.bins[0] - 1.0);
  const auto width_y = hn::Set(d, points.width[1]), per_x = hn::Set(d, points.per_width[0]);
  const auto from_corner = hn::Set(d, centre[0] - points.corner[0]);
  Found found{labels, squares, count};
  for (int plane = planes.first; plane <= planes.last; ++plane) {
    const double from_z = centre[2] - points.corner[2] - plane * points.width[2];
    const double dz = HWY_MAX(HWY_MAX(0.0, -from_z), from_z - points.width[2]);
    const auto left_z = hn::Set(d, reach * reach - dz * dz);
    for (int row = rows.first; row <= rows.last; row += static_cast<int>(lanes)) {
      const auto numbers = hn::Add(hn::Iota(d, 0.0), hn::Set(d, row));
      const auto from_y = hn::NegMulAdd(numbers, width_y, hn::Set(d, centre[1] - points.corner[1]));
      const auto dy = hn::Max(zero, hn::Max(hn::Neg(from_y), hn::Sub(from_y, width_y)));
      const auto left = hn::NegMulAdd(dy, dy, left_z);
      const auto half = hn::Sqrt(hn::Max(left, zero));
      const auto bin_of = [&](auto x) {
        return hn::DemoteTo(bins, hn::Min(hn::Max(hn::Mul(x, per_x), zero), edge));
      };
      std::int32_t from[4], to[4];
      hn::StoreU(bin_of(hn::Sub(from_corner, half)), bins, from);
      hn::StoreU(bin_of(hn::Add(from_corner, half)), bins, to);
      std::uint8_t within[8];
      hn::StoreMaskBits(d, hn::Ge(left, zero), within);
      for (int lane = 0; lane < static_cast<int>(lanes) && row + lane <= rows.last; ++lane) {
        if ((within[0] >> lane & 1) == 0) continue;
        const std::int32_t* const starts =
            points.starts + points.bins[0] * (row + lane + points.bins[1] * plane);
        const std::size_t begin = HWY_MAX(static_cast<std::size_t>(starts[from[lane]]), first);
        collect_run(points, begin, static_cast<std::size_t>(starts[to[lane] + 1]), centre,
                    reach * reach, found);
      }
    }
  }
  return found.count;
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
