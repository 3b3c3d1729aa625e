#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/model/pair_kernels.h"
#include "sim/model/thread_team.h"
#include "sim/model/vector.h"

namespace vitrine {

/// What a search has found. Made anew, its memory is not touched before it is needed.
struct PairBuffer {
  explicit PairBuffer(std::size_t points)
      : labels(std::make_unique_for_overwrite<std::int32_t[]>(points + spare_points)),
        squares(std::make_unique_for_overwrite<double[]>(points + spare_points)) {}
  std::span<const std::int32_t> labels_of(std::size_t count) const { return {labels.get(), count}; }
  std::span<const double> squares_of(std::size_t count) const { return {squares.get(), count}; }

  std::unique_ptr<std::int32_t[]> labels;
  std::unique_ptr<double[]> squares;  ///< A^2
};

/// Of the bins of a grid that is searched for points within `cutoff` angstrom.
Vec3 bin_widths(double cutoff);

/// Points in the order of the bins of a Cartesian grid, x fastest, one array per coordinate: the
/// bins that a search reads lie one behind the other in memory.
class PointGrid {
 public:
  PointGrid() = default;
  /// `labels` belong to the points; bins are about `bin_widths` angstrom wide. The same for any
  /// team; none: one thread.
  PointGrid(const std::vector<Vec3>& points, const std::vector<std::int32_t>& labels,
            const Vec3& bin_widths, ThreadTeam* team);

  std::size_t size() const { return size_; }
  std::int32_t label(std::size_t k) const { return label_[k]; }
  Vec3 point(std::size_t k) const { return {x_[k], y_[k], z_[k]}; }
  /// Appends the points `first` <= k < size() within `reach` angstrom of the centre to what the
  /// buffer holds, which has room for all of them; gives the new count.
  std::size_t collect(const Vec3& centre, double reach, std::size_t first, PairBuffer& buffer,
                      std::size_t count) const;

 private:
  void lay_out(const std::vector<Vec3>& points, ThreadTeam* team);
  void sort(const std::vector<Vec3>& points, const std::vector<std::int32_t>& labels,
            ThreadTeam* team);
  BinRange bin_range(int axis, double centre, double reach) const;
  int bin_of(int axis, double coordinate) const;

  Vec3 corner_ = Vec3::Zero();
  Vec3 width_ = Vec3::Ones(), per_width_ = Vec3::Ones();  // angstrom
  std::array<int, 3> bins_ = {0, 0, 0};
  std::size_t size_ = 0;
  std::vector<std::int32_t> starts_;     // per bin, and one more
  std::unique_ptr<double[]> x_, y_, z_;  // with spare_points, as the labels
  std::unique_ptr<std::int32_t[]> label_;
};

}  // namespace vitrine
