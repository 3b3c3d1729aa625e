#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/first_peak.h"
#include "analysis/frame_sequence.h"
#include "analysis/pair_distribution.h"
#include "analysis/row_temperature.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {
namespace {

constexpr double r_max = 8;  // angstrom: holds the second neighbours, whose rise ends the barrier

/// ln(g_max1/g_min): the first peak over the lowest point between it and the second peak. Empty
/// where nothing was ever seen on the way: the barrier is then higher than the row can tell.
std::optional<double> barrier_of(const Bins& bins, const std::vector<double>& g) {
  const auto peak = find_first_peak(bins, g, zinc_nitrogen_bond);
  if (!peak) return std::nullopt;
  const int first = bins.index(peak->position);
  const auto second = std::max_element(g.begin() + bins.index(1.5 * peak->position), g.end());
  const double lowest = *std::min_element(g.begin() + first, second);
  if (!(lowest > 0)) return std::nullopt;
  return std::log(peak->height / lowest);
}

class MeanForce final : public Analysis {
 public:
  explicit MeanForce(const Parameters& parameters)
      : parameters_(parameters),
        distribution_(r_max, whole("mean_force", parameters, "bins")),
        temperature_(parameters.at("temperature")) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    for (const Element element : {element::Zn, element::N})
      if (atoms_of(*frame.topology, element).empty())
        throw InputError("mean_force: the frame needs Zn and N");
    if (counted(atoms_of(*frame.topology, element::Zn)).empty() &&
        counted(atoms_of(*frame.topology, element::N)).empty())
      throw InputError("mean_force: neither Zn nor N is selected");
    distribution_.add(shared, chosen());
    temperature_.add(frame);
    sequence_.count(frame);
  }

  /// bonds: N within a bond, per Zn. reduced.barrier in units of k_B T; barrier in eV where the
  /// temperature is known. Neither is there before some frame has a Zn-N pair at every distance on
  /// the way.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    const Bins& bins = distribution_.bins();
    const std::size_t n = *distribution_.index_of("N"), zn = *distribution_.index_of("Zn");
    const std::vector<double> g = distribution_.partial(n, zn);
    const auto temperature = temperature_.mean();
    const double kt =
        temperature ? units::boltzmann * *temperature : std::numeric_limits<double>::quiet_NaN();
    const auto compute = [&](const std::vector<double>& of_g) { return barrier_of(bins, of_g); };
    if (const auto density = distribution_.density_about(zn, n))
      result.scalars.push_back(
          {"bonds", "1", coordination_number(bins, g, *density, zinc_nitrogen_bond)});
    if (temperature) result.scalars.push_back({"temperature", "K", *temperature});
    if (const auto barrier = compute(g)) {
      const auto error = distribution_.error_of(n, zn, compute);
      result.scalars.push_back({"reduced.barrier", "1", *barrier, error});
      if (temperature)
        result.scalars.push_back(
            {"barrier", "eV", kt * *barrier, error ? std::optional(kt * *error) : std::nullopt});
    }
    Column reduced{"reduced", "1", {}}, energy{"energy", "eV", {}};
    for (const double value : g) {
      reduced.values.push_back(value > 0 ? -std::log(value)
                                         : std::numeric_limits<double>::quiet_NaN());
      energy.values.push_back(kt * reduced.values.back());
    }
    result.datasets = {
        {"mean_force", Dataset::Kind::series, {{"r", "A", bins.centres()}, reduced, energy}}};
    return result;
  }

 private:
  Parameters parameters_;
  FrameSequence sequence_{"mean_force"};
  PairDistribution distribution_;
  RowTemperature temperature_;
};

}  // namespace

/// F(r) = -k_B T ln g_ZnN(r), zero where g is 1; NaN where no pair was ever seen.
AnalysisInfo describe_mean_force() {
  return {
      "mean_force",
      "Potential of mean force of Zn-N",
      "Thermodynamics",
      "Chandler, Introduction to Modern Statistical Mechanics (1987), chapter 7; Du et al., Natl "
      "Sci Rev 11 (2024) nwae023",
      of_chosen("Zn-N pairs with a selected atom at the centre; every Zn and N is a neighbour"),
      {{"temperature", "Temperature (0: that of the frames)", "K", 0, 0, 1e5},
       {"bins", "Bins", "1", 160, 8, 10000}},
      [](const Parameters& p) { return std::make_unique<MeanForce>(p); },
      Sampling::average};
}

}  // namespace vitrine::analysis
