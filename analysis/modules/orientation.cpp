#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "analysis/frame_sequence.h"
#include "analysis/pole_figure.h"
#include "analysis/ring_orientation.h"
#include "sim/model/errors.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/share_out.h"

namespace vitrine::analysis {
namespace {

/// The pole figures and the ring orientation index of a window of frames: all frames added make
/// one average. Rings are found in the first frame and followed; one that is open in a frame is
/// left out of that frame and counted as broken.
class Orientation final : public Analysis {
 public:
  explicit Orientation(const Parameters& parameters)
      : parameters_(parameters),
        bins_(whole("orientation", parameters, "bins")),
        theta_(0, bins_) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    if (rings_.empty()) find_rings(shared);
    normals_.resize(rings_.size());
    share_evenly(shared.team(), rings_.size(),
                 [&](std::size_t, std::size_t first, std::size_t last) {
                   for (std::size_t r = first; r < last; ++r)
                     normals_[r] = is_closed(rings_[r], frame)
                                       ? ring_geometry(rings_[r], frame).normal
                                       : Vec3::Constant(std::numeric_limits<double>::quiet_NaN());
                 });
    for (std::size_t r = 0; r < rings_.size(); ++r) {
      if (normals_[r].hasNaN())
        ++open_;
      else
        add_normal(r, normals_[r]);
    }
    sequence_.count(frame);
  }

  /// rings: those that gave normals. broken: mean number per frame. floor, roi.error: see
  /// RingOrientation; roi.error is that of roi.mean. linkers: the atoms of each ring and its normal
  /// in the newest frame, NaN where it is open there.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    add_index(result);
    for (const int l : {2, 4, 6})
      result.scalars.push_back({fmt::format("q.{}", l), "1", order_.order(l)});
    result.scalars.push_back({"rings", "1", static_cast<double>(theta_.rings())});
    if (sequence_.frames() > 1)  // a frame by itself has nothing that it could have broken from
      result.scalars.push_back({"broken", "1", open_ / static_cast<double>(sequence_.frames())});
    result.datasets.push_back(theta_distributions());
    for (std::size_t p = 0; p < pole_planes.size(); ++p) result.datasets.push_back(pole_figure(p));
    result.datasets.push_back(linkers());
    return result;
  }

 private:
  void find_rings(const SharedFrame& shared) {
    if (shared.rings().empty()) throw InputError("orientation: the frame has no imidazole ring");
    rings_ = counted(shared.rings());
    if (rings_.empty())
      throw InputError("orientation: no linker is selected whole, with the five atoms of its ring");
    theta_ = RingOrientation(rings_.size(), bins_);
  }

  void add_normal(std::size_t ring, const Vec3& normal) {
    theta_.add(ring, normal);
    order_.add(normal);
    for (std::size_t p = 0; p < pole_planes.size(); ++p) {
      const PolePlane& plane = pole_planes[p];
      poles_[p].add(normal[plane.a], normal[plane.b], normal[plane.pole]);
    }
  }

  void add_index(Result& result) const {
    const std::array<double, 4> errors = theta_.roughness_errors();
    const auto add_planes = [&](const std::string& name, const PlaneValues& values,
                                bool with_error) {
      const auto error = [&](std::size_t n) {
        return with_error ? std::optional<double>(errors[n]) : std::nullopt;
      };
      for (std::size_t p = 0; p < pole_planes.size(); ++p)
        result.scalars.push_back(
            {name + "." + pole_planes[p].name, "1", values.planes[p], error(p)});
      result.scalars.push_back({name + ".mean", "1", values.mean(), error(3)});
    };
    add_planes("roi", theta_.roughness(), true);
    result.scalars.push_back({"roi.error", "1", errors[3]});
    add_planes("roi_pv", theta_.peak_to_valley(), false);
    result.scalars.push_back({"floor", "1", theta_.noise_floor()});
    add_planes("roi_corrected", theta_.corrected_roughness(), false);
  }

  Dataset theta_distributions() const {
    Dataset theta{"theta", Dataset::Kind::series, {{"theta", "deg", theta_.bins().centres()}}};
    for (std::size_t p = 0; p < pole_planes.size(); ++p)
      theta.columns.push_back({pole_planes[p].name, "1", theta_.distribution(static_cast<int>(p))});
    return theta;
  }

  Dataset pole_figure(std::size_t p) const {
    Column x{"X", "1", {}}, y{"Y", "1", {}};
    for (int j = 0; j < pole_grid; ++j)
      for (int i = 0; i < pole_grid; ++i) {
        x.values.push_back(pole_grid_coordinate(i));
        y.values.push_back(pole_grid_coordinate(j));
      }
    return {std::string("pole.") + pole_planes[p].name,
            Dataset::Kind::table,
            {std::move(x), std::move(y), {"density", "1", poles_[p].density()}}};
  }

  Dataset linkers() const {
    Dataset table{"linkers", Dataset::Kind::table, {}};
    for (std::size_t k = 0; k < 5; ++k) {
      Column atom{fmt::format("atom.{}", k + 1), "1", {}};
      for (const ImidazoleRing& ring : rings_) atom.values.push_back(ring.atoms[k]);
      table.columns.push_back(std::move(atom));
    }
    for (int axis = 0; axis < 3; ++axis) {
      Column component{fmt::format("n.{}", "xyz"[axis]), "1", {}};
      for (const Vec3& normal : normals_) component.values.push_back(normal[axis]);
      table.columns.push_back(std::move(component));
    }
    return table;
  }

  Parameters parameters_;
  FrameSequence sequence_{"orientation"};
  int bins_;
  std::vector<ImidazoleRing> rings_;
  std::vector<Vec3> normals_;  // of each ring, in the newest frame
  RingOrientation theta_;
  PolarOrder order_;
  std::array<PoleFigure, 3> poles_;
  double open_ = 0;  // rings found open, over all frames
};

}  // namespace

AnalysisInfo describe_orientation() {
  return {"orientation",
          "Orientation of the linkers",
          "Disorder",
          "Du et al., Natl Sci Rev 11 (2024) nwae023; index and floor as defined by Vitrine",
          of_chosen("linkers whose five ring atoms are all selected"),
          {{"bins", "Bins of theta", "1", 36, 2, 3600}},
          [](const Parameters& p) { return std::make_unique<Orientation>(p); }};
}

}  // namespace vitrine::analysis
