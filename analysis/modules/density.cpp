#include <fmt/format.h>

#include <Eigen/LU>

#include <array>
#include <optional>

#include "analysis/frame_sequence.h"
#include "analysis/row_temperature.h"
#include "analysis/statistics.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

/// K = k_B T < V > / (< V^2 > - < V >^2), in GPa, from { < V >, < V^2 > } in A^3 and A^6; empty
/// where the volume does not fluctuate.
std::optional<double> bulk_modulus(double temperature, const std::vector<double>& moments) {
  const double variance = moments[1] - moments[0] * moments[0];
  if (!(variance > 1e-12 * moments[1])) return std::nullopt;
  return units::boltzmann * temperature * moments[0] / variance * units::ev_per_a3_in_gpa;
}

class Density final : public Analysis {
 public:
  explicit Density(const Parameters& parameters)
      : parameters_(parameters), temperature_(parameters.at("temperature")) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    sequence_.check_masses(frame);
    if (sequence_.frames() == 0) start_ = frame.cell.rows();
    const Vec3 lengths = frame.cell.lengths(), angles = frame.cell.angles();
    const Mat3 e = strain(frame.cell.rows());
    const double row[] = {frame.time,
                          mass_density(frame),
                          frame.cell.volume(),
                          lengths[0],
                          lengths[1],
                          lengths[2],
                          angles[0],
                          angles[1],
                          angles[2],
                          e(0, 0),
                          e(1, 1),
                          e(2, 2),
                          e(1, 2),
                          e(0, 2),
                          e(0, 1)};
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].values.push_back(row[c]);
    const double volume = frame.cell.volume();
    volumes_.add(std::array{volume, volume * volume});
    temperature_.add(frame);
    sequence_.count(frame);
  }

  /// strain: against the first frame. bulk_modulus: right only for a row at constant pressure that
  /// has come to rest; there where the temperature is known and the volume varies.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    for (std::size_t c = 1; c < columns_.size(); ++c)
      result.scalars.push_back({columns_[c].name, columns_[c].unit, mean(columns_[c].values),
                                block_error(columns_[c].values)});
    if (const auto temperature = temperature_.mean()) {
      const auto compute = [&](const std::vector<double>& m) {
        return bulk_modulus(*temperature, m);
      };
      if (const auto modulus = compute(volumes_.mean()))
        result.scalars.push_back({"bulk_modulus", "GPa", *modulus, volumes_.error_of(compute)});
    }
    result.datasets = {{"cell", Dataset::Kind::series, columns_}};
    return result;
  }

 private:
  /// 1/2 (h0^-1 h h^T h0^-T - 1), h and h0 with the cell vectors as rows.
  Mat3 strain(const Mat3& rows) const {
    const Mat3 deformation = start_.inverse() * rows;
    return 0.5 * (deformation * deformation.transpose() - Mat3::Identity());
  }

  Parameters parameters_;
  FrameSequence sequence_{"density"};
  Mat3 start_ = Mat3::Identity();
  RowTemperature temperature_;
  BlockedCurve volumes_{2};  // V, V^2
  std::vector<Column> columns_ = {
      {"time", "ps", {}},     {"density", "g/cm3", {}}, {"volume", "A3", {}},
      {"a", "A", {}},         {"b", "A", {}},           {"c", "A", {}},
      {"alpha", "deg", {}},   {"beta", "deg", {}},      {"gamma", "deg", {}},
      {"strain.xx", "1", {}}, {"strain.yy", "1", {}},   {"strain.zz", "1", {}},
      {"strain.yz", "1", {}}, {"strain.xz", "1", {}},   {"strain.xy", "1", {}}};
};

}  // namespace

AnalysisInfo describe_density() {
  return {
      "density",
      "Density and cell",
      "Thermodynamics",
      "Density: mass of all atoms over the volume of the cell; strain: Parrinello and Rahman, J "
      "Appl Phys 52 (1981) 7182; bulk modulus: Allen and Tildesley, Computer Simulation of "
      "Liquids, 2nd ed. (2017), section 2.5",
      of_all_only("the cell is that of all atoms"),
      {{"temperature", "Temperature (0: that of the frames)", "K", 0, 0, 1e5}},
      [](const Parameters& p) { return std::make_unique<Density>(p); }};
}

}  // namespace vitrine::analysis
