#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analysis/chosen_atoms.h"
#include "analysis/histogram.h"
#include "analysis/shared_frame.h"
#include "analysis/statistics.h"

namespace vitrine::analysis {

/// Pair distribution functions of all pairs of species, averaged over frames:
///   g_ab(r) = < V n_ab(r) > / (N_a N_b 4/3 pi (r2^3 - r1^3)),
/// n_ab ordered pairs in the shell r1..r2, images beyond half the cell included. Where a and b are
/// the same species N_b is N_a - 1 (an atom is no partner of its own): then g = 1 in the ideal gas,
/// and it is what LAMMPS compute rdf does. A species of one atom, whose only partners are its own
/// images, keeps N_b = 1.
///
/// Of chosen atoms: pairs with one of them at the centre; all atoms are their neighbours. Then n_ab
/// counts a-b pairs about chosen a and chosen b, out of C_a N_b + C_b N_a, C of them chosen. Split
/// any set of atoms in parts: the functions of the parts, each times its C_a N_b + C_b N_a, add up
/// to that of the set.
class PairDistribution {
 public:
  /// Up to r_max angstrom.
  PairDistribution(double r_max, int bins);

  /// A frame of the same atoms each time, with a cell that repeats in all directions.
  /// `chosen` too is the same each time; nullptr: all atoms.
  void add(const SharedFrame& frame, const ChosenPtr& chosen = {});

  const Bins& bins() const { return bins_; }
  /// Symbols of the species present, in alphabetical order.
  const std::vector<std::string>& species() const { return symbols_; }
  /// The index of a symbol in species(); empty: the frames have none.
  std::optional<std::size_t> index_of(const std::string& symbol) const;
  double atoms(std::size_t a) const { return atoms_[a]; }  ///< of species a
  /// Whether there is a pair of them, with a chosen atom.
  bool has(std::size_t a, std::size_t b) const { return ordered_pairs(a, b) > 0; }
  /// Atoms of b per A^3 beside an atom of a, which turn g_ab into the number of b about one
  /// (chosen) a. None where none of a is chosen, or g_ab mixes surroundings of both species
  /// unevenly.
  std::optional<double> density_about(std::size_t a, std::size_t b) const;
  double total_atoms() const;
  double mean_volume() const { return volumes_ / static_cast<double>(frames()); }  ///< A^3
  std::vector<double> total() const;
  /// Standard errors of total() and partial(), over blocks of frames; empty with too few frames.
  std::optional<std::vector<double>> total_errors() const;
  std::optional<std::vector<double>> partial_errors(std::size_t a, std::size_t b) const;
  /// Of the species a and b, indices into species().
  std::vector<double> partial(std::size_t a, std::size_t b) const;
  /// The error of a number that `compute` makes of g_ab; empty with too few frames.
  template <class F>
  std::optional<double> error_of(std::size_t a, std::size_t b, F&& compute) const {
    return sums_.error_of(first_of(a, b), static_cast<std::size_t>(bins_.count()),
                          [&](const std::vector<double>& sums) {
                            return compute(normalised(sums, ordered_pairs(a, b)));
                          });
  }
  std::size_t frames() const { return sums_.frames(); }

 private:
  void learn_species(const Topology& topology, const ChosenPtr& chosen);
  /// Of one frame: (a, b, bin), both orders apart.
  std::vector<std::uint32_t> count_pairs(const SharedFrame& frame, const ChosenPtr& chosen) const;
  void count_pairs_of(const PairStream& pairs, std::size_t first, std::size_t last,
                      const ChosenAtoms* chosen, std::uint32_t* counts) const;
  std::vector<double> part(const std::vector<double>& sums, std::size_t a, std::size_t b) const;
  std::vector<double> normalised(const std::vector<double>& sums, double ordered_pairs) const;
  double ordered_pairs(std::size_t a, std::size_t b) const;
  double all_ordered_pairs() const;
  std::size_t slot(std::size_t a, std::size_t b) const { return a * symbols_.size() + b; }
  /// Of the points of a and b, in sums_.
  std::size_t first_of(std::size_t a, std::size_t b) const {
    return slot(std::min(a, b), std::max(a, b)) * static_cast<std::size_t>(bins_.count());
  }

  Bins bins_;
  double r_max_, volumes_ = 0;
  std::vector<std::string> symbols_;
  std::vector<double> atoms_;    // of each species
  std::vector<double> centres_;  // those of them that are chosen
  bool restricted_ = false;
  std::vector<std::int32_t> species_of_;    // of each atom, index into symbols_
  std::vector<std::int32_t> first_bin_of_;  // of each atom, times the bins
  BlockedCurve totals_;                     // V times ordered pairs of all species, of each bin
  BlockedCurve sums_;                       // V times ordered pairs: (a, b, bin), zero for a > b
};

}  // namespace vitrine::analysis
