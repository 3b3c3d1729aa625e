#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/first_peak.h"
#include "analysis/frame_sequence.h"
#include "analysis/pair_distribution.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {
namespace {

class Rdf final : public Analysis {
 public:
  explicit Rdf(const Parameters& parameters)
      : parameters_(parameters),
        distribution_(parameters.at("r_max"), whole("rdf", parameters, "bins")) {}

  void add(const SharedFrame& shared) override {
    sequence_.check(shared.frame());
    sequence_.check_periodic(shared.frame());
    distribution_.add(shared, chosen());
    sequence_.count(shared.frame());
  }

  /// PAIR.position, .width, .neighbours: of the first peak of each pair of species, errors by the
  /// jackknife over blocks of frames. neighbours: of the second species about one atom of the
  /// first, up to the first minimum; of restricted functions, about one that is selected.
  /// N-Zn.lindemann: width over position. g.errors: of every point of g, once there are enough
  /// frames.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    Dataset g{"g", Dataset::Kind::series, {{"r", "A", distribution_.bins().centres()}}};
    g.columns.push_back({"total", "1", distribution_.total()});
    Dataset errors{"g.errors", Dataset::Kind::series, {g.columns[0]}};
    const auto total_errors = distribution_.total_errors();
    if (total_errors) errors.columns.push_back({"total", "1", *total_errors});
    const auto& species = distribution_.species();
    for (std::size_t a = 0; a < species.size(); ++a)
      for (std::size_t b = a; b < species.size(); ++b) {
        if (!distribution_.has(a, b)) continue;
        g.columns.push_back({species[a] + "-" + species[b], "1", distribution_.partial(a, b)});
        if (total_errors)
          errors.columns.push_back(
              {g.columns.back().name, "1", *distribution_.partial_errors(a, b)});
        add_peak(result, g.columns.back().name, a, b);
      }
    result.datasets.push_back(std::move(g));
    if (total_errors) result.datasets.push_back(std::move(errors));
    return result;
  }

 private:
  /// The first peak is sought where no second one is: of Zn-N within a bond, of the rest within
  /// the parameter.
  std::optional<FirstPeak> peak(const std::string& pair, const std::vector<double>& g) const {
    const double limit = pair == "N-Zn" ? zinc_nitrogen_bond : parameters_.at("peak_limit");
    return find_first_peak(distribution_.bins(), g, limit);
  }

  void add_peak(Result& result, const std::string& pair, std::size_t a, std::size_t b) const {
    const auto add_number = [&](const std::string& name, const char* unit, auto&& of_peak) {
      const auto compute = [&](const std::vector<double>& g) -> std::optional<double> {
        const auto found = peak(pair, g);
        if (!found) return std::nullopt;
        return of_peak(g, *found);
      };
      if (const auto value = compute(distribution_.partial(a, b)))
        result.scalars.push_back({name, unit, *value, distribution_.error_of(a, b, compute)});
    };
    add_number(pair + ".position", "A", [](const auto&, const FirstPeak& p) { return p.position; });
    add_number(pair + ".width", "A", [](const auto&, const FirstPeak& p) { return p.width; });
    const bool turned = !distribution_.density_about(a, b);  // only of the second some are selected
    const auto& species = distribution_.species();
    const std::string about = turned ? species[b] + "-" + species[a] : pair;
    if (const auto density =
            turned ? distribution_.density_about(b, a) : distribution_.density_about(a, b))
      add_number(about + ".neighbours", "1", [&](const auto& g, const FirstPeak& p) {
        return coordination_number(distribution_.bins(), g, *density, p.end);
      });
    if (pair == "N-Zn")
      add_number(pair + ".lindemann", "1",
                 [](const auto&, const FirstPeak& p) { return p.width / p.position; });
  }

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
          "Allen and Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), section 2.6; "
          "Lindemann ratio: Du et al., Natl Sci Rev 11 (2024) nwae023",
          of_chosen("pairs with a selected atom at the centre; every atom is a neighbour"),
          {{"r_max", "Largest distance", "A", 10, 1, 50},
           {"bins", "Bins", "1", 500, 1, 100000},
           {"peak_limit", "First peaks are sought up to", "A", 7, 0.5, 50}},
          [](const Parameters& p) { return std::make_unique<Rdf>(p); }};
}

}  // namespace vitrine::analysis
