#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/cell.h"
#include "sim/model/point_grid.h"
#include "sim/model/thread_team.h"
#include "sim/model/vector.h"

namespace vitrine {

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
