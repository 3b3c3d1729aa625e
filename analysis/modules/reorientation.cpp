#include <Eigen/Geometry>

#include <cmath>
#include <optional>

#include "analysis/autocorrelation.h"
#include "analysis/frame_sequence.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

/// The normal on the side from which the ring's atoms go round counter-clockwise: it follows the
/// ring, where the sign of a fitted plane is an accident of each frame.
Vec3 oriented_normal(const RingGeometry& geometry) {
  Vec3 area = Vec3::Zero();
  for (std::size_t k = 0; k < 5; ++k)
    area += (geometry.corners[k] - geometry.centre)
                .cross(geometry.corners[(k + 1) % 5] - geometry.centre);
  return geometry.normal.dot(area) < 0 ? Vec3(-geometry.normal) : geometry.normal;
}

class Reorientation final : public Analysis {
 public:
  explicit Reorientation(const Parameters& parameters)
      : parameters_(parameters), vectors_(1, {}), tensors_(1, {}) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_even_times(frame);
    if (sequence_.frames() == 0) find_rings(shared);
    std::vector<float> vectors, tensors;
    for (std::size_t r = 0; r < rings_.size(); ++r) {
      const Vec3 n = oriented_normal(ring_geometry(rings_[r], frame));
      for (int a = 0; a < 3; ++a) {
        vectors.push_back(static_cast<float>(n[a]));
        for (int b = 0; b < 3; ++b) tensors.push_back(static_cast<float>(n[a] * n[b]));
      }
    }
    vectors_.add(std::move(vectors));
    tensors_.add(std::move(tensors));
    sequence_.count(frame);
  }

  /// p1.time, p2.time: when the correlation has first fallen to 1/e; not there while it has not.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_, 2);
    const double rings = static_cast<double>(rings_.size());
    std::vector<double> times, p1 = vectors_.curve(0), p2 = tensors_.curve(0);
    for (std::size_t lag = 0; lag < p1.size(); ++lag) {
      times.push_back(static_cast<double>(lag) * sequence_.spacing());
      p1[lag] /= rings;
      // (n(0).n(t))^2 is the product of the tensors n n.
      p2[lag] = 1.5 * p2[lag] / rings - 0.5;
    }
    result.scalars = {
        {"rings", "1", rings}, {"p1.last", "1", p1.back()}, {"p2.last", "1", p2.back()}};
    if (const auto time = decay_time(times, p1)) result.scalars.push_back({"p1.time", "ps", *time});
    if (const auto time = decay_time(times, p2)) result.scalars.push_back({"p2.time", "ps", *time});
    result.datasets = {{"correlation",
                        Dataset::Kind::series,
                        {{"time", "ps", times}, {"P1", "1", p1}, {"P2", "1", p2}}}};
    return result;
  }

 private:
  void find_rings(const SharedFrame& shared) {
    if (shared.rings().empty()) throw InputError("reorientation: the frame has no imidazole ring");
    rings_ = counted(shared.rings());
    if (rings_.empty())
      throw InputError(
          "reorientation: no linker is selected whole, with the five atoms of its ring");
    const auto lags = static_cast<std::size_t>(whole("reorientation", parameters_, "lags"));
    vectors_ = Autocorrelation(lags, {3 * rings_.size()});
    tensors_ = Autocorrelation(lags, {9 * rings_.size()});
  }

  static std::optional<double> decay_time(const std::vector<double>& times,
                                          const std::vector<double>& values) {
    const double level = std::exp(-1.0);
    for (std::size_t t = 1; t < values.size(); ++t)
      if (values[t] <= level) {
        const double part = (values[t - 1] - level) / (values[t - 1] - values[t]);
        return times[t - 1] + part * (times[t] - times[t - 1]);
      }
    return std::nullopt;
  }

  Parameters parameters_;
  FrameSequence sequence_{"reorientation"};
  std::vector<ImidazoleRing> rings_;
  Autocorrelation vectors_, tensors_;
};

}  // namespace

/// P_l(t) = < P_l(n(s) . n(s + t)) > of the ring normals, l = 1 and 2, over rings and time origins.
AnalysisInfo describe_reorientation() {
  return {"reorientation",
          "Reorientation of the linkers",
          "Dynamics",
          "Allen and Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), section 2.7",
          of_chosen("linkers whose five ring atoms are all selected"),
          {{"lags", "Frames the correlation reaches over", "1", 400, 2, 100000}},
          [](const Parameters& p) { return std::make_unique<Reorientation>(p); },
          Sampling::row};
}

}  // namespace vitrine::analysis
