#pragma once
#include <QElapsedTimer>
#include <filesystem>
#include <memory>
#include <vector>

#include "sim/model/trajectory.h"
#include "widgets/background_job.h"
#include "widgets/work_pace.h"

namespace vitrine::widgets {

/// A Zn-N bond or an imidazolate ring that broke or formed, as the analyses "bonds" and "rings" see
/// it.
struct StructureEvent {
  enum class Kind { bond_broken, bond_formed, ring_broken, ring_closed };
  Kind kind;
  double time;             ///< ps, of the first frame that shows it
  std::size_t frame;       ///< index of that frame at the time of reading
  std::vector<int> atoms;  ///< indices from 0: Zn and N, or those of the ring
};

/// Looks for events in every recorded frame of a run or a file, in the background and a slice at a
/// time, so that a run that goes on loses next to nothing. GUI thread only.
class EventLane {
 public:
  /// More of them say nothing that one could see on a timeline.
  static constexpr std::size_t most_events = 100'000;

  /// The recorded past of a run, which may grow.
  void follow(std::shared_ptr<Trajectory> history);
  void read(const std::filesystem::path& file);
  void grew();  ///< the file has more frames
  void stop();
  /// Takes up what was found and goes on looking; `run_goes_on`: sparingly. True: events() has
  /// more, or others.
  bool poll(bool run_goes_on);
  const std::vector<StructureEvent>& events() const { return events_; }

 private:
  class Finder;
  struct Slice {
    std::vector<StructureEvent> events;
    double seconds;  ///< of a processor
    bool at_end;     ///< nothing is left to read, for now
  };
  void begin(std::shared_ptr<Finder> finder);
  bool has_more() const;

  std::shared_ptr<Finder> finder_;  ///< the job's while it runs
  BackgroundJob<Slice> job_;
  std::vector<StructureEvent> events_;
  bool changed_ = false, at_end_ = false, has_grown_ = false;
  QElapsedTimer since_end_;
  WorkPace beside_run_{0.004}, alone_{0.25};
};

}  // namespace vitrine::widgets
