#include "analysis/pair_distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/distance_kernels.h"
#include "analysis/species.h"
#include "sim/model/share_out.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr std::size_t block_of_atoms = 128;  // that a thread takes at a time

}  // namespace

PairDistribution::PairDistribution(double r_max, int bins) : bins_(0, r_max, bins), r_max_(r_max) {}

void PairDistribution::learn_species(const Topology& topology, const ChosenPtr& chosen) {
  restricted_ = chosen != nullptr;
  const Species species = species_of(topology);
  symbols_ = species.symbols;
  species_of_.resize(topology.size());
  first_bin_of_.resize(topology.size());
  for (std::size_t a = 0; a < species.size(); ++a) {
    atoms_.push_back(static_cast<double>(species.members[a].size()));
    centres_.push_back(0);
    for (const int atom : species.members[a]) {
      species_of_[atom] = static_cast<std::int32_t>(a);
      first_bin_of_[atom] = static_cast<std::int32_t>(a) * bins_.count();
      centres_.back() += !chosen || chosen->contains(atom);
    }
  }
  const std::size_t slots = symbols_.size() * symbols_.size();
  sums_ = BlockedCurve(slots * bins_.count());
  totals_ = BlockedCurve(bins_.count());
}

std::vector<std::uint32_t> PairDistribution::count_pairs(const SharedFrame& frame,
                                                         const ChosenPtr& chosen) const {
  const PairStream& pairs = frame.pairs(r_max_, PairStream::Count::once);
  const std::size_t parts = parts_of(frame.team()), all = sums_.points();
  std::vector<std::uint32_t> counts(parts * all, 0);
  share_out(frame.team(), pairs.size(), block_of_atoms,
            [&](std::size_t part, std::size_t first, std::size_t last) {
              count_pairs_of(pairs, first, last, chosen.get(), counts.data() + part * all);
            });
  for (std::size_t part = 1; part < parts; ++part)
    for (std::size_t n = 0; n < all; ++n) counts[n] += counts[part * all + n];
  counts.resize(all);
  return counts;
}

void PairDistribution::count_pairs_of(const PairStream& pairs, std::size_t first, std::size_t last,
                                      const ChosenAtoms* chosen, std::uint32_t* counts) const {
  const BinDistances bin = bin_distances();
  const int bins = bins_.count();
  std::vector<std::int32_t> places;
  pairs.for_each_in(first, last, [&](int i, auto partners, auto squares) {
    if (places.size() < squares.size() + spare_distances)
      places.resize(2 * squares.size() + spare_distances);
    bin(squares.data(), squares.size(), 1 / bins_.width(), bins, places.data());
    std::uint32_t* const row = counts + slot(species_of_[i], 0) * bins;
    if (!chosen) {
      for (std::size_t n = 0; n < partners.size(); ++n)
        ++row[first_bin_of_[partners[n]] + places[n]];
      return;
    }
    // A pair counts once for each end that is chosen.
    const std::uint32_t own = chosen->contains(i);
    for (std::size_t n = 0; n < partners.size(); ++n)
      row[first_bin_of_[partners[n]] + places[n]] += own + chosen->contains(partners[n]);
  });
}

void PairDistribution::add(const SharedFrame& frame, const ChosenPtr& chosen) {
  if (symbols_.empty()) learn_species(*frame.frame().topology, chosen);
  const std::string whose =
      chosen ? fmt::format("pair_distribution of {}", chosen->serial()) : "pair_distribution";
  const std::vector<std::uint32_t>& counts =
      frame.once(whose, {{"r_max", r_max_}, {"bins", bins_.count()}},
                 [&] { return count_pairs(frame, chosen); });
  const double volume = frame.frame().cell.volume();
  volumes_ += volume;
  std::vector<double> pairs(counts.size(), 0.0), total(bins_.count(), 0.0);
  for (std::size_t a = 0; a < symbols_.size(); ++a)
    for (std::size_t b = a; b < symbols_.size(); ++b) {
      const std::uint32_t* const ab = counts.data() + slot(a, b) * bins_.count();
      const std::uint32_t* const ba = counts.data() + slot(b, a) * bins_.count();
      double* const sum = pairs.data() + slot(a, b) * bins_.count();
      // Each unordered pair was counted once: a-b or b-a, and a-a stands for two ordered pairs.
      for (int bin = 0; bin < bins_.count(); ++bin) {
        sum[bin] = volume * (static_cast<double>(ab[bin]) + ba[bin]);
        total[bin] += (a == b ? 1 : 2) * sum[bin];
      }
    }
  sums_.add(pairs);
  totals_.add(total);
}

std::optional<std::size_t> PairDistribution::index_of(const std::string& symbol) const {
  const auto found = std::find(symbols_.begin(), symbols_.end(), symbol);
  if (found == symbols_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - symbols_.begin());
}

double PairDistribution::total_atoms() const {
  double all = 0;
  for (const double n : atoms_) all += n;
  return all;
}

/// The number that sums_ are normalised by. Chosen pairs count for either end: twice as many.
double PairDistribution::ordered_pairs(std::size_t a, std::size_t b) const {
  if (a != b)
    return restricted_ ? centres_[a] * atoms_[b] + centres_[b] * atoms_[a] : atoms_[a] * atoms_[b];
  return (restricted_ ? 2 : 1) * centres_[a] * std::max(atoms_[a] - 1, 1.0);
}

double PairDistribution::all_ordered_pairs() const {
  double centres = 0;
  for (const double n : centres_) centres += n;
  return (restricted_ ? 2 : 1) * centres * std::max(total_atoms() - 1, 1.0);
}

std::optional<double> PairDistribution::density_about(std::size_t a, std::size_t b) const {
  const bool even = centres_[a] == atoms_[a] && centres_[b] == atoms_[b];
  if (a != b && !even && (centres_[a] == 0 || centres_[b] > 0)) return std::nullopt;
  return (a == b ? atoms_[b] - 1 : atoms_[b]) / mean_volume();
}

std::vector<double> PairDistribution::part(const std::vector<double>& sums, std::size_t a,
                                           std::size_t b) const {
  const auto first = sums.begin() + static_cast<std::ptrdiff_t>(first_of(a, b));
  return {first, first + bins_.count()};
}

std::vector<double> PairDistribution::normalised(const std::vector<double>& sums,
                                                 double pairs) const {
  std::vector<double> g(sums.size());
  for (int bin = 0; bin < bins_.count(); ++bin) {
    const double r1 = bins_.low_edge(bin), r2 = bins_.low_edge(bin + 1);
    const double shell = 4.0 / 3.0 * units::pi * (r2 * r2 * r2 - r1 * r1 * r1);
    g[bin] = sums[bin] / (pairs * shell);
  }
  return g;
}

std::vector<double> PairDistribution::partial(std::size_t a, std::size_t b) const {
  return normalised(part(sums_.mean(), a, b), ordered_pairs(a, b));
}

std::optional<std::vector<double>> PairDistribution::partial_errors(std::size_t a,
                                                                    std::size_t b) const {
  const auto errors = sums_.errors(first_of(a, b), bins_.count());
  if (!errors) return std::nullopt;
  return normalised(*errors, ordered_pairs(a, b));
}

std::optional<std::vector<double>> PairDistribution::total_errors() const {
  const auto errors = totals_.errors();
  if (!errors) return std::nullopt;
  return normalised(*errors, all_ordered_pairs());
}

std::vector<double> PairDistribution::total() const {
  const std::vector<double> means = sums_.mean();
  std::vector<double> sums(bins_.count(), 0.0);
  for (std::size_t a = 0; a < symbols_.size(); ++a)
    for (std::size_t b = a; b < symbols_.size(); ++b) {
      const double both_orders = a == b ? 1 : 2;
      const std::vector<double> pairs = part(means, a, b);
      for (int bin = 0; bin < bins_.count(); ++bin) sums[bin] += both_orders * pairs[bin];
    }
  return normalised(sums, all_ordered_pairs());
}

}  // namespace vitrine::analysis
