#include "analysis/frame_sequence.h"
#include "analysis/statistics.h"
#include "sim/model/thermodynamics.h"

namespace vitrine::analysis {
namespace {

class Density final : public Analysis {
 public:
  explicit Density(const Parameters& parameters) : parameters_(parameters) {}

  void add(const Frame& frame) override {
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    const Vec3 lengths = frame.cell.lengths(), angles = frame.cell.angles();
    const double row[] = {frame.time, mass_density(frame), frame.cell.volume(),
                          lengths[0], lengths[1],          lengths[2],
                          angles[0],  angles[1],           angles[2]};
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].values.push_back(row[c]);
    sequence_.count(frame);
  }

  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    for (std::size_t c = 1; c < columns_.size(); ++c)
      result.scalars.push_back({columns_[c].name, columns_[c].unit, mean(columns_[c].values),
                                block_error(columns_[c].values)});
    result.datasets = {{"cell", Dataset::Kind::series, columns_}};
    return result;
  }

 private:
  Parameters parameters_;
  FrameSequence sequence_{"density"};
  std::vector<Column> columns_ = {
      {"time", "ps", {}},   {"density", "g/cm3", {}}, {"volume", "A3", {}},
      {"a", "A", {}},       {"b", "A", {}},           {"c", "A", {}},
      {"alpha", "deg", {}}, {"beta", "deg", {}},      {"gamma", "deg", {}}};
};

}  // namespace

AnalysisInfo describe_density() {
  return {"density",
          "Density and cell",
          "Thermodynamics",
          "Mass of all atoms over the volume of the cell",
          {},
          [](const Parameters& p) { return std::make_unique<Density>(p); }};
}

}  // namespace vitrine::analysis
