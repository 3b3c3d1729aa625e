#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analysis/arrhenius.h"
#include "analysis/frame_sequence.h"
#include "analysis/row_temperature.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr int most_neighbours = 8;  // what has more is counted here
constexpr std::array<const char*, 5> names_from_two = {"two", "three", "four", "five", "six"};

class Coordination final : public Analysis {
 public:
  explicit Coordination(const Parameters& parameters) : parameters_(parameters) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    const std::vector<ZincSite>& sites = shared.zinc_sites(parameters_.at("cutoff"));
    if (sites.empty()) throw InputError("coordination: the frame has no Zn");
    if (counted(atoms_of(*frame.topology, element::Zn)).empty())
      throw InputError("coordination: no Zn is selected");
    std::array<double, most_neighbours + 1> folds = {};
    double bonds = 0;
    zinc_.clear();
    for (const ZincSite& site : sites) {
      if (!counts(site.zinc)) continue;
      const std::size_t neighbours = site.bonds.size(), own = zinc_.size();
      ++folds[std::min<std::size_t>(neighbours, most_neighbours)];
      bonds += static_cast<double>(neighbours);
      zinc_.push_back(site.zinc);
      if (sums_.size() <= own) sums_.push_back(0);
      sums_[own] += static_cast<double>(neighbours);
    }
    const double zincs = static_cast<double>(zinc_.size());
    for (int n = 0; n <= most_neighbours; ++n) fractions_[n].push_back(folds[n] / zincs);
    means_.push_back(bonds / zincs);
    defects_.push_back(zincs - folds[4]);
    times_.push_back(frame.time);
    temperatures_.push_back(
        frame_temperature(frame).value_or(std::numeric_limits<double>::quiet_NaN()));
    sequence_.count(frame);
  }

  /// defects: Zn that are not four-fold, per frame; their table has the temperature beside them
  /// where frames have one (NaN elsewhere). arrhenius.energy: of defects = prefactor
  /// exp(-energy/RT) over a run whose temperature changes, with the table of its points.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    for (std::size_t n = 0; n < names_from_two.size(); ++n)
      result.scalars.push_back({fmt::format("fractions.{}", names_from_two[n]), "1",
                                mean(fractions_[n + 2]), block_error(fractions_[n + 2])});
    result.scalars.push_back({"mean", "1", mean(means_), block_error(means_)});
    result.scalars.push_back({"defects", "1", mean(defects_), block_error(defects_)});
    result.datasets = {fraction_table(),
                       zinc_table(),
                       {"defects",
                        Dataset::Kind::series,
                        {{"time", "ps", times_},
                         {"temperature", "K", temperatures_},
                         {"defects", "1", defects_}}}};
    add_arrhenius(result);
    return result;
  }

 private:
  void add_arrhenius(Result& result) const {
    const std::vector<RatePoint> points =
        points_of_run(temperatures_, defects_, parameters_.at("temperature_step"));
    if (points.empty()) return;
    const ArrheniusFit fit = fit_arrhenius(points);
    result.scalars.push_back({"arrhenius.energy", "kJ/mol", fit.energy / units::kj_per_mol_in_ev,
                              fit.energy_error / units::kj_per_mol_in_ev});
    result.scalars.push_back(
        {"arrhenius.log_prefactor", "1", fit.log_prefactor, fit.log_prefactor_error});
    Column temperature{"temperature", "K", {}}, found{"defects", "1", {}}, fitted{"fit", "1", {}};
    for (const RatePoint& point : points) {
      temperature.values.push_back(point.temperature);
      found.values.push_back(point.value);
      fitted.values.push_back(
          std::exp(fit.log_prefactor - fit.energy / (units::boltzmann * point.temperature)));
    }
    result.datasets.push_back({"arrhenius", Dataset::Kind::series, {temperature, found, fitted}});
  }

  Dataset fraction_table() const {
    Column neighbours{"neighbours", "1", {}}, fraction{"fraction", "1", {}};
    for (int n = 0; n <= most_neighbours; ++n) {
      neighbours.values.push_back(n);
      fraction.values.push_back(mean(fractions_[n]));
    }
    return {"fractions", Dataset::Kind::table, {neighbours, fraction}};
  }

  /// Of each Zn, averaged over the frames.
  Dataset zinc_table() const {
    Column atom{"atom", "1", {zinc_.begin(), zinc_.end()}}, neighbours{"neighbours", "1", sums_};
    for (double& value : neighbours.values) value /= static_cast<double>(sequence_.frames());
    return {"zinc", Dataset::Kind::per_atom, {std::move(atom), std::move(neighbours)}};
  }

  Parameters parameters_;
  FrameSequence sequence_{"coordination"};
  std::vector<int> zinc_;
  std::vector<double> sums_;  // neighbours of each Zn, over frames
  std::array<std::vector<double>, most_neighbours + 1> fractions_;  // of each frame
  std::vector<double> means_, defects_, times_, temperatures_;      // of each frame
};

}  // namespace

AnalysisInfo describe_coordination() {
  return {"coordination",
          "Coordination of Zn",
          "Structure",
          "Du et al., Natl Sci Rev 11 (2024) nwae023",
          of_chosen("selected Zn; every N is a neighbour"),
          {{"cutoff", "Longest Zn-N bond", "A", zinc_nitrogen_bond, 1, 10},
           {"temperature_step", "Width of a temperature interval", "K", 50, 1, 1000}},
          [](const Parameters& p) { return std::make_unique<Coordination>(p); },
          Sampling::frame,
          {{.property = "coordination",
            .dataset = "zinc",
            .column = "neighbours",
            .title = "Coordination of Zn",
            .unit = "1",
            .categories = {{2, "2-fold or less"},
                           {3, "3-fold"},
                           {4, "4-fold"},
                           {5, "5-fold"},
                           {6, "6-fold or more"}}}}};
}

}  // namespace vitrine::analysis
