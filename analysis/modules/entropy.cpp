#include <algorithm>

#include "analysis/frame_sequence.h"
#include "analysis/histogram.h"
#include "analysis/local_entropy.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

class Entropy final : public Analysis {
 public:
  explicit Entropy(const Parameters& parameters)
      : parameters_(parameters),
        kernel_(
            parameters.at("sigma"), parameters.at("r_max"),
            whole("entropy", parameters, "local_density") ? parameters.at("density_radius") : 0) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    if (zinc_.empty()) find_zinc(*frame.topology);
    const std::vector<double> entropies = entropies_of(shared);
    sums_.resize(zinc_.size());
    for (std::size_t n = 0; n < zinc_.size(); ++n) sums_[n] += entropies[n];
    all_.insert(all_.end(), entropies.begin(), entropies.end());
    frame_means_.push_back(mean(entropies));
    sequence_.count(frame);
  }

  /// mean: over Zn and frames, with the block error over frames; sd: spread of the Zn, each
  /// averaged over the frames.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    std::vector<double> atoms(zinc_.begin(), zinc_.end()), averages = sums_;
    for (double& value : averages) value /= static_cast<double>(sequence_.frames());
    result.scalars = {{"mean", "k_B", mean(frame_means_), block_error(frame_means_)},
                      {"sd", "k_B", standard_deviation(averages)}};
    result.datasets = {{"zinc",
                        Dataset::Kind::per_atom,
                        {{"atom", "1", std::move(atoms)}, {"entropy", "k_B", std::move(averages)}}},
                       distribution()};
    return result;
  }

 private:
  void find_zinc(const Topology& topology) {
    const std::vector<int> all = atoms_of(topology, element::Zn);
    if (all.empty()) throw InputError("entropy: the frame has no Zn");
    zinc_ = counted(all);
    if (zinc_.empty()) throw InputError("entropy: no Zn is selected");
  }

  std::vector<double> entropies_of(const SharedFrame& shared) const {
    const auto compute = [&] { return kernel_.of(shared, zinc_); };
    return chosen() ? compute() : shared.once("entropy", parameters_, compute);
  }

  /// Of single Zn in single frames, with the integral 1: over the range that occurs.
  Dataset distribution() const {
    const auto [least, most] = std::minmax_element(all_.begin(), all_.end());
    constexpr double margin = 1e-6;  // a crystal at rest has one value
    Histogram histogram(Bins(*least - margin, *most + margin, distribution_bins));
    for (const float value : all_) histogram.add(value);
    Column density{"density", "1/k_B", histogram.weights()};
    for (double& value : density.values) value /= histogram.sum() * histogram.bins().width();
    return {"distribution",
            Dataset::Kind::series,
            {{"entropy", "k_B", histogram.bins().centres()}, std::move(density)}};
  }

  static constexpr int distribution_bins = 50;
  Parameters parameters_;
  FrameSequence sequence_{"entropy"};
  LocalEntropy kernel_;
  std::vector<int> zinc_;
  std::vector<double> sums_;         // of each Zn, over frames
  std::vector<float> all_;           // of each Zn in each frame
  std::vector<double> frame_means_;  // over Zn, of each frame
};

}  // namespace

AnalysisInfo describe_entropy() {
  return {"entropy",
          "Local entropy of Zn",
          "Disorder",
          "Piaggi and Parrinello, J Chem Phys 147 (2017) 114112",
          of_chosen("selected Zn; every atom is a neighbour"),
          {{"sigma", "Width of the Gaussians", "A", 0.15, 0.01, 2},
           {"r_max", "Largest distance", "A", 6, 1, 30},
           {"local_density", "Use the density around each atom (0 or 1)", "1", 0, 0, 1},
           {"density_radius", "Radius of that density", "A", 12, 1, 30}},
          [](const Parameters& p) { return std::make_unique<Entropy>(p); },
          Sampling::frame,
          {{.property = "entropy",
            .dataset = "zinc",
            .column = "entropy",
            .title = "Entropy of Zn",
            .unit = "k_B",
            .needs_cell = true}}};
}

}  // namespace vitrine::analysis
