#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/autocorrelation.h"
#include "analysis/frame_sequence.h"
#include "analysis/row_temperature.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

/// Density of states of a normalised autocorrelation C(t) at lags 0, dt, ...:
///   g(f) = 4 Int_0 C(t) w(t) cos(2 pi f t) dt  with the Hann window w = cos^2(pi t / 2 t_max),
/// trapezoid rule; f from 0 to the highest frequency that dt resolves. Its integral over f is 1.
std::vector<double> density_of_states(const std::vector<double>& correlation, double dt) {
  const std::size_t lags = correlation.size();
  std::vector<double> density;
  for (std::size_t f = 0; f < lags; ++f) {
    double sum = 0;
    for (std::size_t t = 0; t < lags; ++t) {
      const double window = std::pow(
          std::cos(units::pi * static_cast<double>(t) / (2 * static_cast<double>(lags))), 2);
      const double phase = units::pi * static_cast<double>(f * t) / static_cast<double>(lags);
      sum += (t == 0 ? 0.5 : 1) * correlation[t] * window * std::cos(phase);
    }
    density.push_back(4 * sum * dt);
  }
  return density;
}

class Vibrations final : public Analysis {
 public:
  explicit Vibrations(const Parameters& parameters)
      : parameters_(parameters), correlation_(1, {}), temperature_(0) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_velocities(frame);
    sequence_.check_masses(frame);
    sequence_.check_even_times(frame);
    if (sequence_.frames() == 0) learn(*frame.topology);
    correlation_.add(weighted(frame));
    temperature_.add(frame);
    sequence_.count(frame);
  }

  Result result() const override {
    Result result = sequence_.begin_result(parameters_, 3);
    const double dt = sequence_.spacing();
    const auto lags = static_cast<double>(correlation_.lags());
    result.scalars = {{"frequency.highest", "THz", 1 / (2 * dt)},
                      {"frequency.resolution", "THz", 1 / (lags * dt)}};
    if (const auto temperature = temperature_.mean())
      result.scalars.push_back({"temperature", "K", *temperature});
    Dataset correlation{"correlation", Dataset::Kind::series, {{"time", "ps", {}}}};
    Dataset density{"density", Dataset::Kind::series, {{"frequency", "THz", {}}}};
    for (std::size_t lag = 0; lag < correlation_.lags(); ++lag) {
      correlation.columns[0].values.push_back(static_cast<double>(lag) * dt);
      density.columns[0].values.push_back(static_cast<double>(lag) / (2 * lags * dt));
    }
    add_curve(correlation, density, "total", total());
    for (std::size_t part = 0; part < symbols_.size(); ++part)
      add_curve(correlation, density, symbols_[part], correlation_.curve(part));
    result.datasets = {correlation, density};
    return result;
  }

 private:
  void learn(const Topology& topology) {
    std::map<std::string, std::vector<int>> atoms;
    for (std::size_t i = 0; i < topology.size(); ++i)
      if (counts(static_cast<int>(i)))
        atoms[element_data(topology.elements[i]).symbol].push_back(static_cast<int>(i));
    std::vector<std::size_t> ends;
    for (const auto& [symbol, members] : atoms) {
      symbols_.push_back(symbol);
      order_.insert(order_.end(), members.begin(), members.end());
      ends.push_back(3 * order_.size());
    }
    correlation_ = Autocorrelation(whole("vibrations", parameters_, "lags"), ends);
  }

  /// sqrt(m) v, element by element: the product of two is the mass-weighted one.
  std::vector<float> weighted(const Frame& frame) const {
    std::vector<float> row;
    for (const int atom : order_) {
      const double weight = std::sqrt(frame.topology->masses[atom]);
      for (int d = 0; d < 3; ++d)
        row.push_back(static_cast<float>(weight * (*frame.velocities)[atom][d]));
    }
    return row;
  }

  std::vector<double> total() const {
    std::vector<double> sum(correlation_.lags(), 0.0);
    for (std::size_t part = 0; part < symbols_.size(); ++part) {
      const std::vector<double> curve = correlation_.curve(part);
      for (std::size_t lag = 0; lag < sum.size(); ++lag) sum[lag] += curve[lag];
    }
    return sum;
  }

  void add_curve(Dataset& correlation, Dataset& density, const std::string& name,
                 std::vector<double> curve) const {
    const double start = curve[0];
    if (!(start > 0)) return;  // atoms at rest have no spectrum
    for (double& value : curve) value /= start;
    density.columns.push_back({name, "1/THz", density_of_states(curve, sequence_.spacing())});
    correlation.columns.push_back({name, "1", std::move(curve)});
  }

  Parameters parameters_;
  FrameSequence sequence_{"vibrations"};
  Autocorrelation correlation_;
  RowTemperature temperature_;
  std::vector<std::string> symbols_;
  std::vector<int> order_;  // atoms, element by element
};

}  // namespace

/// Mass-weighted velocity autocorrelation, 1 at time 0, and its spectrum: of all atoms, and of each
/// element. The frames must be dense in time: 1/(2 dt) is the highest frequency seen.
AnalysisInfo describe_vibrations() {
  return {"vibrations",
          "Velocity autocorrelation and vibrational density of states",
          "Dynamics",
          "Dickey and Paskin, Phys Rev 188 (1969) 1407",
          of_chosen("selected atoms"),
          {{"lags", "Frames the correlation reaches over", "1", 400, 2, 100000}},
          [](const Parameters& p) { return std::make_unique<Vibrations>(p); },
          Sampling::row};
}

}  // namespace vitrine::analysis
