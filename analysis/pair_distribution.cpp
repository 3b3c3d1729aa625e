#include "analysis/pair_distribution.h"

#include <algorithm>
#include <cmath>

#include "sim/model/pair_stream.h"
#include "sim/model/units.h"

namespace vitrine::analysis {

PairDistribution::PairDistribution(double r_max, int bins) : bins_(0, r_max, bins), r_max_(r_max) {}

void PairDistribution::learn_species(const Topology& topology) {
  std::vector<std::string> of_atom;
  of_atom.reserve(topology.size());
  for (const Element element : topology.elements) of_atom.push_back(element_data(element).symbol);
  symbols_ = of_atom;
  std::sort(symbols_.begin(), symbols_.end());
  symbols_.erase(std::unique(symbols_.begin(), symbols_.end()), symbols_.end());
  atoms_.assign(symbols_.size(), 0);
  for (const std::string& symbol : of_atom) {
    const auto place = std::lower_bound(symbols_.begin(), symbols_.end(), symbol);
    species_of_.push_back(static_cast<std::int32_t>(place - symbols_.begin()));
    ++atoms_[species_of_.back()];
  }
  const std::size_t slots = symbols_.size() * symbols_.size();
  counts_.resize(slots * bins_.count());
  sums_.assign(slots, std::vector<double>(bins_.count(), 0.0));
}

void PairDistribution::count_pairs(const Frame& frame) {
  std::fill(counts_.begin(), counts_.end(), 0);
  const PairStream pairs(frame.positions, frame.cell, r_max_, PairStream::Count::once);
  const int bins = bins_.count();
  pairs.for_each([&](int i, auto partners, auto squares) {
    std::uint32_t* const row = counts_.data() + slot(species_of_[i], 0) * bins;
    for (std::size_t n = 0; n < partners.size(); ++n)
      ++row[species_of_[partners[n]] * bins + bins_.index(std::sqrt(squares[n]))];
  });
}

void PairDistribution::add(const Frame& frame) {
  if (symbols_.empty()) learn_species(*frame.topology);
  count_pairs(frame);
  const double volume = frame.cell.volume();
  for (std::size_t a = 0; a < symbols_.size(); ++a)
    for (std::size_t b = a; b < symbols_.size(); ++b) {
      const std::uint32_t* const ab = counts_.data() + slot(a, b) * bins_.count();
      const std::uint32_t* const ba = counts_.data() + slot(b, a) * bins_.count();
      // Each unordered pair was counted once: a-b or b-a, and a-a stands for two ordered pairs.
      for (int bin = 0; bin < bins_.count(); ++bin)
        sums_[slot(a, b)][bin] += volume * (static_cast<double>(ab[bin]) + ba[bin]);
    }
  ++frames_;
}

double PairDistribution::ordered_pairs(std::size_t a, std::size_t b) const {
  if (a != b) return atoms_[a] * atoms_[b];
  return atoms_[a] * std::max(atoms_[a] - 1, 1.0);
}

std::vector<double> PairDistribution::normalised(const std::vector<double>& sums,
                                                 double pairs) const {
  std::vector<double> g(sums.size());
  for (int bin = 0; bin < bins_.count(); ++bin) {
    const double r1 = bins_.low_edge(bin), r2 = bins_.low_edge(bin + 1);
    const double shell = 4.0 / 3.0 * units::pi * (r2 * r2 * r2 - r1 * r1 * r1);
    g[bin] = sums[bin] / (static_cast<double>(frames_) * pairs * shell);
  }
  return g;
}

std::vector<double> PairDistribution::partial(std::size_t a, std::size_t b) const {
  return normalised(sums_[slot(a, b)], ordered_pairs(a, b));
}

std::vector<double> PairDistribution::total() const {
  std::vector<double> sums(bins_.count(), 0.0);
  double all = 0;
  for (const double n : atoms_) all += n;
  for (std::size_t a = 0; a < symbols_.size(); ++a)
    for (std::size_t b = a; b < symbols_.size(); ++b) {
      const double both_orders = a == b ? 1 : 2;
      for (int bin = 0; bin < bins_.count(); ++bin)
        sums[bin] += both_orders * sums_[slot(a, b)][bin];
    }
  return normalised(sums, all * std::max(all - 1, 1.0));
}

}  // namespace vitrine::analysis
