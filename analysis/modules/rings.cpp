#include <algorithm>

#include "analysis/frame_sequence.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/share_out.h"

namespace vitrine::analysis {
namespace {

class Rings final : public Analysis {
 public:
  explicit Rings(const Parameters& parameters) : parameters_(parameters) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    const std::vector<ImidazoleRing> found = counted(shared.rings());
    if (times_.empty() && chosen() && found.empty())
      throw InputError("rings: no linker is selected whole, with the five atoms of its ring");
    if (times_.empty()) learn(*frame.topology, found);
    times_.push_back(frame.time);
    counts_.push_back(static_cast<double>(found.size()));
    follow(frame, shared.team());
    sequence_.count(frame);
  }

  /// count: mean over the frames. expected: as many rings of 3 C and 2 N as the composition has
  /// atoms for. broken: rings of the first frame that are open in the last one. events: when a
  /// ring of the first frame broke (1) or closed again (0), with its first atom.
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
         {{"time", "ps", times_}, {"count", "1", counts_}, {"broken", "1", broken_}}},
        {"events", Dataset::Kind::table, events_}};
    return result;
  }

 private:
  void learn(const Topology& topology, const std::vector<ImidazoleRing>& found) {
    first_ = found;
    open_.assign(first_.size(), false);
    expected_ = std::min(counted(atoms_of(topology, element::C)).size() / 3,
                         counted(atoms_of(topology, element::N)).size() / 2);
  }

  /// Which rings of the first frame are open, and which of them were not, or were, the frame
  /// before.
  void follow(const Frame& frame, ThreadTeam* team) {
    std::vector<char> closed(first_.size());  // each its own byte: threads write them
    share_evenly(team, first_.size(), [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t r = first; r < last; ++r) closed[r] = is_closed(first_[r], frame);
    });
    double broken = 0;
    for (std::size_t r = 0; r < first_.size(); ++r) {
      const bool open = !closed[r];
      broken += open;
      if (open == open_[r]) continue;
      open_[r] = open;
      const double row[] = {frame.time, static_cast<double>(r),
                            static_cast<double>(first_[r].atoms[0]), open ? 1.0 : 0.0};
      for (std::size_t c = 0; c < events_.size(); ++c) events_[c].values.push_back(row[c]);
    }
    broken_.push_back(broken);
  }

  Parameters parameters_;
  FrameSequence sequence_{"rings"};
  std::vector<ImidazoleRing> first_;
  std::size_t expected_ = 0;
  std::vector<bool> open_;                       // of each ring of the first frame
  std::vector<double> times_, counts_, broken_;  // of each frame
  std::vector<Column> events_ = {
      {"time", "ps", {}}, {"ring", "1", {}}, {"atom", "1", {}}, {"broken", "1", {}}};
};

}  // namespace

AnalysisInfo describe_rings() {
  return {"rings",
          "Imidazole rings",
          "Structure",
          "Du et al., Natl Sci Rev 11 (2024) nwae023",
          of_chosen("linkers whose five ring atoms are all selected"),
          {},
          [](const Parameters& p) { return std::make_unique<Rings>(p); }};
}

}  // namespace vitrine::analysis
