#include <fmt/format.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/frame_sequence.h"
#include "analysis/histogram.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {
namespace {

constexpr int most_neighbours = 8;  // what has more is counted here
constexpr std::array<const char*, 5> names_from_two = {"two", "three", "four", "five", "six"};

double angle_degrees(const Vec3& a, const Vec3& b) {
  // atan2 keeps its precision near 0 and 180 degrees, where acos of the cosine loses half of it.
  return std::atan2(a.cross(b).norm(), a.dot(b)) * 180 / units::pi;
}

class Coordination final : public Analysis {
 public:
  explicit Coordination(const Parameters& parameters)
      : parameters_(parameters),
        angles_(Bins(0, 180, whole("coordination", parameters, "angle_bins"))) {}

  void add(const Frame& frame) override {
    sequence_.check(frame);
    const std::vector<ZincSite> sites = find_zinc_sites(frame, parameters_.at("cutoff"));
    if (sites.empty()) throw InputError("coordination: the frame has no Zn");
    std::array<double, most_neighbours + 1> counts = {};
    double bonds = 0;
    for (const ZincSite& site : sites) {
      ++counts[std::min<std::size_t>(site.bonds.size(), most_neighbours)];
      bonds += static_cast<double>(site.bonds.size());
      count_angles(site);
    }
    const double zincs = static_cast<double>(sites.size());
    for (int n = 0; n <= most_neighbours; ++n) fractions_[n].push_back(counts[n] / zincs);
    means_.push_back(bonds / zincs);
    defects_.push_back(zincs - counts[4]);
    sequence_.count(frame);
  }

  /// defects: Zn that are not four-fold, per frame. The angles are those of all pairs of N about a
  /// Zn; with fewer than two N anywhere there is none and no number for it.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    for (std::size_t n = 0; n < names_from_two.size(); ++n)
      result.scalars.push_back({fmt::format("fractions.{}", names_from_two[n]), "1",
                                mean(fractions_[n + 2]), block_error(fractions_[n + 2])});
    result.scalars.push_back({"mean", "1", mean(means_), block_error(means_)});
    result.scalars.push_back({"defects", "1", mean(defects_), block_error(defects_)});
    if (angle_count_ > 0) {
      const double centre = angle_sum_ / angle_count_;
      const double variance = angle_squares_ / angle_count_ - centre * centre;
      result.scalars.push_back({"angle.mean", "deg", centre});
      result.scalars.push_back({"angle.sd", "deg", std::sqrt(std::max(variance, 0.0))});
    }
    result.datasets = {fraction_table(), angle_distribution()};
    return result;
  }

 private:
  void count_angles(const ZincSite& site) {
    for (std::size_t i = 0; i < site.bonds.size(); ++i)
      for (std::size_t j = i + 1; j < site.bonds.size(); ++j) {
        const double angle = angle_degrees(site.bonds[i], site.bonds[j]);
        angles_.add(angle);
        angle_sum_ += angle;
        angle_squares_ += angle * angle;
        ++angle_count_;
      }
  }

  Dataset fraction_table() const {
    Column neighbours{"neighbours", "1", {}}, fraction{"fraction", "1", {}};
    for (int n = 0; n <= most_neighbours; ++n) {
      neighbours.values.push_back(n);
      fraction.values.push_back(mean(fractions_[n]));
    }
    return {"fractions", Dataset::Kind::table, {neighbours, fraction}};
  }

  Dataset angle_distribution() const {
    Column density{"density", "1/deg", angles_.weights()};
    const double area = std::max(angle_count_, 1.0) * angles_.bins().width();
    for (double& value : density.values) value /= area;
    return {"angles", Dataset::Kind::series, {{"angle", "deg", angles_.bins().centres()}, density}};
  }

  Parameters parameters_;
  FrameSequence sequence_{"coordination"};
  std::array<std::vector<double>, most_neighbours + 1> fractions_;  // of each frame
  std::vector<double> means_, defects_;                             // of each frame
  Histogram angles_;
  double angle_sum_ = 0, angle_squares_ = 0, angle_count_ = 0;
};

}  // namespace

AnalysisInfo describe_coordination() {
  return {"coordination",
          "Coordination of Zn",
          "Structure",
          "Du et al., Natl Sci Rev 11 (2024) nwae023",
          {{"cutoff", "Longest Zn-N bond", "A", zinc_nitrogen_bond, 1, 10},
           {"angle_bins", "Bins of the N-Zn-N angle", "1", 180, 1, 10000}},
          [](const Parameters& p) { return std::make_unique<Coordination>(p); }};
}

}  // namespace vitrine::analysis
