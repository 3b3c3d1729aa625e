#include <algorithm>
#include <optional>

#include "analysis/frame_sequence.h"
#include "analysis/pair_distribution.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {
namespace {

/// Centre of mass of the part of the highest peak below `limit` that stands above half its height:
/// steadier than the highest bin of a single frame. Empty when nothing is there.
std::optional<double> first_peak(const Bins& bins, const std::vector<double>& g, double limit) {
  const int end = bins.contains(limit) ? bins.index(limit) : bins.count();
  const auto top = std::max_element(g.begin(), g.begin() + end);
  if (top == g.begin() + end || *top <= 0) return std::nullopt;
  const int peak = static_cast<int>(top - g.begin());
  int first = peak, last = peak;
  while (first > 0 && g[first - 1] > *top / 2) --first;
  while (last + 1 < end && g[last + 1] > *top / 2) ++last;
  double weight = 0, moment = 0;
  for (int bin = first; bin <= last; ++bin) {
    weight += g[bin];
    moment += g[bin] * bins.centre(bin);
  }
  return moment / weight;
}

class Rdf final : public Analysis {
 public:
  explicit Rdf(const Parameters& parameters)
      : parameters_(parameters),
        distribution_(parameters.at("r_max"), whole("rdf", parameters, "bins")) {}

  void add(const Frame& frame) override {
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    distribution_.add(frame);
    sequence_.count(frame);
  }

  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    Dataset g{"g", Dataset::Kind::series, {{"r", "A", distribution_.bins().centres()}}};
    g.columns.push_back({"total", "1", distribution_.total()});
    const auto& species = distribution_.species();
    for (std::size_t a = 0; a < species.size(); ++a)
      for (std::size_t b = a; b < species.size(); ++b) {
        g.columns.push_back({species[a] + "-" + species[b], "1", distribution_.partial(a, b)});
        if (g.columns.back().name != "N-Zn") continue;
        const auto peak =
            first_peak(distribution_.bins(), g.columns.back().values, zinc_nitrogen_bond);
        if (peak) result.scalars.push_back({"zn_n.first_peak", "A", *peak});
      }
    result.datasets.push_back(std::move(g));
    return result;
  }

 private:
  Parameters parameters_;
  FrameSequence sequence_{"rdf"};
  PairDistribution distribution_;
};

}  // namespace

/// Columns are named by the symbols in alphabetical order: the Zn-N function is "N-Zn".
AnalysisInfo describe_rdf() {
  return {"rdf",
          "Pair distribution functions",
          "Structure",
          "Allen and Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), section 2.6",
          {{"r_max", "Largest distance", "A", 10, 1, 50}, {"bins", "Bins", "1", 500, 1, 100000}},
          [](const Parameters& p) { return std::make_unique<Rdf>(p); }};
}

}  // namespace vitrine::analysis
