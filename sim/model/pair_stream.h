#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/model/cell.h"
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

/// Every pair of atoms within a cutoff, streamed instead of stored, for analyses that look at each
/// pair once and far out: 2,176 atoms have 300,000 pairs within 10 A. Any cell: sheared, smaller
/// than the cutoff, partly periodic or absent; images of an atom, its own too, are pairs.
class PairStream {
 public:
  /// once: each unordered pair one time. both: i sees j and j sees i, for of().
  enum class Count { once, both };
  /// cutoff in angstrom. InputError unless it is positive, every position finite, and the cell
  /// large enough to count its images. A team shares the work of sorting the atoms; the stream is
  /// the same for any.
  PairStream(const std::vector<Vec3>& positions, const Cell& cell, double cutoff, Count count,
             ThreadTeam* team = nullptr);

  /// f(i, labels, squares): atom i, partners of i and their squared distances in A^2 (equal
  /// lengths, in no particular order); with Count::once each pair is seen from one side only.
  template <class F>
  void for_each(F&& f) const {
    for_each_in(0, size(), f);
  }
  /// The same for the atoms `first` <= k < `last` <= size(), in an order of the stream's own: parts
  /// of the whole, for several threads.
  template <class F>
  void for_each_in(std::size_t first, std::size_t last, F&& f) const {
    PairBuffer found = buffer();
    for (std::size_t k = first; k < last; ++k) visit(k, found, f);
  }
  std::size_t size() const { return atoms_.size(); }  ///< atoms
  /// f(n, labels, squares): the atoms about any places within the cell; Count::both. An atom that
  /// stands there is among them.
  template <class F>
  void for_each_about(std::span<const Vec3> places, F&& f) const {
    PairBuffer found = buffer();
    for (std::size_t n = 0; n < places.size(); ++n) {
      const std::size_t near = atoms_.collect(places[n], cutoff_, 0, found, 0);
      const std::size_t count = images_.collect(places[n], cutoff_, 0, found, near);
      f(n, found.labels_of(count), found.squares_of(count));
    }
  }
  /// The same for some atoms; Count::both.
  template <class F>
  void for_each_of(std::span<const int> atoms, F&& f) const {
    PairBuffer found = buffer();
    for (const int i : atoms) visit(static_cast<std::size_t>(place_[i]), found, f);
  }

 private:
  PairBuffer buffer() const { return PairBuffer(atoms_.size() + images_.size()); }
  std::size_t gather(std::size_t k, PairBuffer& buffer) const;
  template <class F>
  void visit(std::size_t k, PairBuffer& buffer, F&& f) const {
    const std::size_t count = gather(k, buffer);
    f(static_cast<int>(atoms_.label(k)), buffer.labels_of(count), buffer.squares_of(count));
  }

  double cutoff_;
  Count count_;
  PointGrid atoms_, images_;
  std::vector<std::int32_t> place_;  // atom -> position in atoms_
};

}  // namespace vitrine
