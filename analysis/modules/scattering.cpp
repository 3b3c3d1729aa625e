#include <cmath>

#include "analysis/frame_sequence.h"
#include "analysis/pair_distribution.h"
#include "analysis/peak_fit.h"
#include "analysis/radial_transform.h"
#include "analysis/scatterers.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double bin_width = 0.02;  // angstrom
constexpr double q_step = 0.02;     // 1/angstrom
constexpr double fm2_in_barn = 0.01;
constexpr double first_peak_low = 0.8, first_peak_high = 2.0, first_peak_reach = 0.3;  // 1/angstrom

class Scattering final : public Analysis {
 public:
  explicit Scattering(const Parameters& parameters)
      : parameters_(parameters),
        distribution_(parameters.at("r_max"),
                      static_cast<int>(std::lround(parameters.at("r_max") / bin_width))) {
    for (double q = q_step; q < parameters.at("q_max") + q_step / 2; q += q_step) q_.push_back(q);
  }

  void add(const SharedFrame& shared) override {
    sequence_.check(shared.frame());
    sequence_.check_periodic(shared.frame());
    if (sequence_.frames() == 0)
      scatterers_ = Scatterers("scattering", species_of(*shared.frame().topology),
                               parameters_.at("deuteration"));
    distribution_.add(shared);
    sequence_.count(shared.frame());
  }

  /// fsdp.*: the first sharp diffraction peak, a Lorentzian fitted about the highest point between
  /// 0.8 and 2 1/A; not there where none fits.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    const RadialTransform transform(distribution_.bins(), q_,
                                    whole("scattering", parameters_, "lorch") == 1);
    Dataset partials{"partials", Dataset::Kind::series, {{"Q", "1/A", q_}}};
    const auto& species = distribution_.species();
    for (std::size_t a = 0; a < species.size(); ++a)
      for (std::size_t b = a; b < species.size(); ++b)
        partials.columns.push_back({species[a] + "-" + species[b], "1",
                                    transform(distribution_.partial(a, b), density())});
    Dataset totals = total_structure_factors(partials);
    for (const char* kind : {"neutron", "xray"}) add_first_peak(result, kind, totals);
    result.scalars.push_back({"density", "1/A3", density()});
    result.datasets = {totals, real_space(totals)};
    for (std::size_t c = 1; c < partials.columns.size(); ++c)
      for (double& value : partials.columns[c].values) value += 1;
    result.datasets.push_back(std::move(partials));
    return result;
  }

 private:
  double density() const { return distribution_.total_atoms() / distribution_.mean_volume(); }

  /// partials holds Q and A - 1 of each pair, in the order of Scatterers::pair_index().
  Dataset total_structure_factors(const Dataset& partials) const {
    Column neutron{"neutron", "1", {}}, xray{"xray", "1", {}};
    const double square = std::pow(scatterers_.mean(scatterers_.neutron()), 2);
    for (std::size_t i = 0; i < q_.size(); ++i) {
      Scatterers::PairValues values;
      for (std::size_t c = 1; c < partials.columns.size(); ++c)
        values.push_back(partials.columns[c].values[i]);
      neutron.values.push_back(1 +
                               scatterers_.weighted_sum(scatterers_.neutron(), values) / square);
      const std::vector<double> factors = scatterers_.xray(q_[i]);
      xray.values.push_back(scatterers_.weighted_sum(factors, values) /
                            scatterers_.mean_square(factors));
    }
    return {"structure_factor", Dataset::Kind::series, {{"Q", "1/A", q_}, neutron, xray}};
  }

  Dataset real_space(const Dataset& totals) const {
    const std::vector<double> r = distribution_.bins().centres();
    Column g{"G", "barn", {}}, d{"D", "barn/A2", {}}, t{"T", "barn/A2", {}};
    std::vector<std::vector<double>> partials(scatterers_.pairs());
    for (std::size_t a = 0; a < scatterers_.size(); ++a)
      for (std::size_t b = a; b < scatterers_.size(); ++b)
        partials[scatterers_.pair_index(a, b)] = distribution_.partial(a, b);
    const double mean = scatterers_.mean(scatterers_.neutron());
    for (std::size_t bin = 0; bin < r.size(); ++bin) {
      Scatterers::PairValues values;
      for (const std::vector<double>& partial : partials) values.push_back(partial[bin] - 1);
      const double shell = 4 * units::pi * r[bin] * density();
      g.values.push_back(fm2_in_barn * scatterers_.weighted_sum(scatterers_.neutron(), values));
      d.values.push_back(shell * g.values.back());
      t.values.push_back(d.values.back() + shell * fm2_in_barn * mean * mean);
    }
    Column xray{"D.xray", "1/A2", sine_transform(q_, totals.column("xray").values, r)};
    return {"real_space", Dataset::Kind::series, {{"r", "A", r}, g, d, t, xray}};
  }

  void add_first_peak(Result& result, const std::string& kind, const Dataset& totals) const {
    const auto peak =
        fit_peak(q_, totals.column(kind).values, first_peak_low, first_peak_high, first_peak_reach);
    if (!peak) return;
    result.scalars.push_back({kind + ".fsdp.position", "1/A", peak->position});
    result.scalars.push_back({kind + ".fsdp.width", "1/A", peak->width});
  }

  Parameters parameters_;
  FrameSequence sequence_{"scattering"};
  PairDistribution distribution_;
  Scatterers scatterers_;
  std::vector<double> q_;  // 1/A
};

}  // namespace

/// structure_factor: S_N(Q) = 1 + Sum c c b b (A - 1)/<b>^2 and the X-ray F(Q) = Sum c c f f
/// (A - 1)/<f^2>. real_space: the neutron G(r), D(r) = 4 pi r rho G and T(r) = D + 4 pi r rho
/// <b>^2 of Keen's paper, from g(r) itself, and the X-ray D(r) as an experiment makes it, from
/// F(Q) up to q_max.
AnalysisInfo describe_scattering() {
  return {
      "scattering",
      "Neutron and X-ray scattering from g(r)",
      "Scattering",
      "Faber and Ziman, Phil Mag 11 (1965) 153; Keen, J Appl Cryst 34 (2001) 172; Lorch, J Phys "
      "C 2 (1969) 229",
      of_all_only("all atoms scatter together"),
      {{"r_max", "Largest distance", "A", 15, 2, 50},
       {"q_max", "Largest wave number", "1/A", 24, 2, 50},
       {"lorch", "Lorch's window (0 or 1)", "1", 1, 0, 1},
       {"deuteration", "Part of H that is D", "1", 0, 0, 1}},
      [](const Parameters& p) { return std::make_unique<Scattering>(p); },
      Sampling::average};
}

}  // namespace vitrine::analysis
