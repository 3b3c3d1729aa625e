#include "analysis/frame_sequence.h"
#include "analysis/mean_square.h"
#include "analysis/unwrapped.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

constexpr double a2_per_ps_in_cm2_per_s = 1e-4;

/// Zn, and the centres of the linkers' five-rings, as they were in the first frame.
class Diffusion final : public Analysis {
 public:
  explicit Diffusion(const Parameters& parameters) : parameters_(parameters) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_masses(frame);
    sequence_.check_even_times(frame);
    if (sequence_.frames() == 0) find_particles(shared);
    unwrapped_.add(frame);
    const std::vector<Vec3> moved = unwrapped_.displacements(frame.topology->masses);
    std::vector<Vec3> zinc, linkers;
    for (const int atom : zinc_) zinc.push_back(moved[atom]);
    for (const ImidazoleRing& ring : rings_) {
      Vec3 centre = Vec3::Zero();
      for (const int atom : ring.atoms) centre += moved[atom] / 5;
      linkers.push_back(centre);
    }
    zinc_squares_.add(std::move(zinc));
    linker_squares_.add(std::move(linkers));
    sequence_.count(frame);
  }

  Result result() const override {
    Result result = sequence_.begin_result(parameters_, 3);
    if (!zinc_.empty()) add_curve(result, "zinc", zinc_squares_.curve());
    if (!rings_.empty()) add_curve(result, "linkers", linker_squares_.curve());
    return result;
  }

 private:
  void find_particles(const SharedFrame& shared) {
    zinc_ = counted(atoms_of(*shared.frame().topology, element::Zn));
    rings_ = counted(shared.rings());
    if (zinc_.empty() && rings_.empty())
      throw InputError(chosen() ? "diffusion: neither Zn nor a whole linker is selected"
                                : "diffusion: the frame has neither Zn nor imidazole rings");
  }

  void add_curve(Result& result, const std::string& name, const MeanSquare::Curve& curve) const {
    const double scale = a2_per_ps_in_cm2_per_s / sequence_.spacing();
    result.scalars.push_back(
        {name + ".diffusion", "cm2/s", scale * curve.diffusion,
         curve.diffusion_error ? std::optional(scale * *curve.diffusion_error) : std::nullopt});
    Column time{"time", "ps", {}};
    for (const double lag : curve.lags) time.values.push_back(lag * sequence_.spacing());
    result.datasets.push_back({name,
                               Dataset::Kind::series,
                               {time, {"msd", "A2", curve.values}, {"error", "A2", curve.errors}}});
  }

  Parameters parameters_;
  FrameSequence sequence_{"diffusion"};
  std::vector<int> zinc_;
  std::vector<ImidazoleRing> rings_;
  Unwrapped unwrapped_;
  MeanSquare zinc_squares_, linker_squares_;
};

}  // namespace

AnalysisInfo describe_diffusion() {
  return {"diffusion",
          "Diffusion of Zn and linkers",
          "Dynamics",
          "Allen and Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), section 2.7; "
          "unwrapping: von Buelow et al., J Chem Phys 153 (2020) 021101",
          of_chosen("selected Zn, and linkers whose five ring atoms are selected"),
          {},
          [](const Parameters& p) { return std::make_unique<Diffusion>(p); },
          Sampling::row};
}

}  // namespace vitrine::analysis
