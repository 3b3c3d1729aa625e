#include <algorithm>

#include "analysis/frame_sequence.h"
#include "analysis/statistics.h"
#include "sim/model/imidazole_rings.h"

namespace vitrine::analysis {
namespace {

class Rings final : public Analysis {
 public:
  explicit Rings(const Parameters& parameters) : parameters_(parameters) {}

  void add(const Frame& frame) override {
    sequence_.check(frame);
    const std::vector<ImidazoleRing> found = find_imidazole_rings(frame);
    if (times_.empty()) learn(*frame.topology, found);
    const auto closed = std::count_if(first_.begin(), first_.end(),
                                      [&](const ImidazoleRing& r) { return is_closed(r, frame); });
    times_.push_back(frame.time);
    counts_.push_back(static_cast<double>(found.size()));
    broken_.push_back(static_cast<double>(first_.size()) - static_cast<double>(closed));
    sequence_.count(frame);
  }

  /// count: mean over the frames. expected: as many rings of 3 C and 2 N as the composition has
  /// atoms for. broken: rings of the first frame that are open in the last one.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    result.scalars = {
        {"count", "1", mean(counts_), block_error(counts_)},
        {"expected", "1", static_cast<double>(expected_)},
    };
    // A frame by itself has nothing that it could have broken from.
    if (broken_.size() > 1) result.scalars.push_back({"broken", "1", broken_.back()});
    result.datasets = {
        {"rings",
         Dataset::Kind::series,
         {{"time", "ps", times_}, {"count", "1", counts_}, {"broken", "1", broken_}}}};
    return result;
  }

 private:
  void learn(const Topology& topology, const std::vector<ImidazoleRing>& found) {
    first_ = found;
    expected_ = std::min(atoms_of(topology, element::C).size() / 3,
                         atoms_of(topology, element::N).size() / 2);
  }

  Parameters parameters_;
  FrameSequence sequence_{"rings"};
  std::vector<ImidazoleRing> first_;
  std::size_t expected_ = 0;
  std::vector<double> times_, counts_, broken_;  // of each frame
};

}  // namespace

AnalysisInfo describe_rings() {
  return {"rings",     "Imidazole rings",
          "Structure", "Du et al., Natl Sci Rev 11 (2024) nwae023",
          {},          [](const Parameters& p) { return std::make_unique<Rings>(p); }};
}

}  // namespace vitrine::analysis
