#include "widgets/event_lane.h"

#include <algorithm>

#include "analysis/analysis.h"
#include "sim/io/read.h"
#include "sim/model/imidazole_rings.h"
#include "widgets/frame_near.h"
#include "widgets/processor_time.h"

namespace vitrine::widgets {
namespace {

constexpr int look_again = 500;  // ms, at the end of a run that may go on
constexpr double slice_alone = 0.1, slice_beside_run = 0.01;  // seconds of a processor

using Kind = StructureEvent::Kind;

}  // namespace

/// What has been read so far, and with what result. One thread at a time.
class EventLane::Finder {
 public:
  explicit Finder(std::shared_ptr<Trajectory> source) : source_(std::move(source)) {}
  explicit Finder(std::filesystem::path file) : file_(std::move(file)) {}

  void reopen() {
    if (!file_.empty()) source_.reset();
  }
  bool is_file() const { return !file_.empty(); }

  /// Reads on for about so many seconds; what it found that was not there before.
  Slice read_on(double seconds, const std::stop_token& stop) {
    const double begin = processor_seconds();
    if (!source_) source_ = io::open_trajectory(file_, {}, stop);
    std::size_t i = next_frame();
    for (; i < source_->size() && looks(); ++i) {
      if (stop.stop_requested() || processor_seconds() - begin > seconds) break;
      add(*source_->read(i), i);
    }
    const bool at_end = i >= source_->size() || !looks();
    return {found(), processor_seconds() - begin, at_end};
  }

 private:
  /// A history is thinned now and then: its frames are told by their times.
  std::size_t next_frame() const {
    if (frames_.empty()) return 0;
    if (is_file()) return frames_.back().index + 1;
    std::size_t i = frame_near(*source_, frames_.back().time);
    while (i < source_->size() && source_->read(i)->time <= frames_.back().time) ++i;
    return i;
  }

  bool looks() const { return bonds_ || rings_; }

  void add(const Frame& frame, std::size_t index) {
    if (frames_.empty()) rings_of_start_ = find_imidazole_rings(frame);
    if (!frames_.empty() && frame.time <= frames_.back().time) {  // a file that tells no times
      bonds_.reset();
      rings_.reset();
      return;
    }
    frames_.push_back({frame.time, index});
    const analysis::SharedFrame shared(frame);
    for (auto* analysis : {&bonds_, &rings_}) add(shared, *analysis);
  }

  static void add(const analysis::SharedFrame& frame, std::unique_ptr<analysis::Analysis>& to) {
    try {
      if (to) to->add(frame);
    } catch (const std::exception&) {
      to.reset();  // a file without Zn has no such bonds
    }
  }

  std::vector<StructureEvent> found() {
    std::vector<StructureEvent> events;
    if (frames_.size() < 2) return events;
    if (bonds_) {
      const analysis::Result result = bonds_->result();
      const analysis::Dataset& table = result.dataset("events");
      const auto& zinc = table.column("zinc").values;
      const auto& nitrogen = table.column("nitrogen").values;
      const auto& formed = table.column("formed").values;
      const auto& times = table.column("time").values;
      for (std::size_t& i = bonds_told_; i < times.size(); ++i)
        events.push_back({formed[i] > 0 ? Kind::bond_formed : Kind::bond_broken,
                          times[i],
                          index_at(times[i]),
                          {static_cast<int>(zinc[i]), static_cast<int>(nitrogen[i])}});
    }
    if (rings_) {
      const analysis::Result result = rings_->result();
      const analysis::Dataset& table = result.dataset("events");
      const auto& ring = table.column("ring").values;
      const auto& broken = table.column("broken").values;
      const auto& times = table.column("time").values;
      for (std::size_t& i = rings_told_; i < times.size(); ++i) {
        const auto& atoms = rings_of_start_[static_cast<std::size_t>(ring[i])].atoms;
        events.push_back({broken[i] > 0 ? Kind::ring_broken : Kind::ring_closed,
                          times[i],
                          index_at(times[i]),
                          {atoms.begin(), atoms.end()}});
      }
    }
    return events;
  }

  std::size_t index_at(double time) const {
    const auto found = std::lower_bound(frames_.begin(), frames_.end(), time,
                                        [](const Seen& s, double t) { return s.time < t; });
    return found == frames_.end() ? 0 : found->index;
  }

  struct Seen {
    double time;
    std::size_t index;
  };
  std::shared_ptr<Trajectory> source_;
  std::filesystem::path file_;
  std::unique_ptr<analysis::Analysis> bonds_ = analysis::make_analysis("bonds", {}),
                                      rings_ = analysis::make_analysis("rings", {});
  std::vector<ImidazoleRing> rings_of_start_;
  std::vector<Seen> frames_;
  std::size_t bonds_told_ = 0, rings_told_ = 0;
};

void EventLane::begin(std::shared_ptr<Finder> finder) {
  job_.cancel();
  finder_ = std::move(finder);
  changed_ = !events_.empty();
  events_.clear();
  at_end_ = has_grown_ = false;
}

void EventLane::follow(std::shared_ptr<Trajectory> history) {
  begin(std::make_shared<Finder>(std::move(history)));
}

void EventLane::read(const std::filesystem::path& file) {
  begin(std::make_shared<Finder>(file));
}

void EventLane::stop() {
  begin(nullptr);
}

void EventLane::grew() {
  if (!finder_ || !finder_->is_file()) return;
  has_grown_ = true;
}

/// Or may have.
bool EventLane::has_more() const {
  if (!finder_) return false;
  if (!at_end_ || has_grown_) return true;
  return !finder_->is_file() && since_end_.elapsed() > look_again;
}

bool EventLane::poll(bool run_goes_on) {
  if (auto slice = job_.take()) {
    // A file that cannot be read is told of by who shows it.
    if (!slice->value) finder_.reset();
    const double seconds = slice->value ? slice->value->seconds : 0;
    beside_run_.worked(seconds);
    alone_.worked(seconds);
    if (slice->value) {
      at_end_ = slice->value->at_end;
      since_end_.start();
      const auto& found = slice->value->events;
      changed_ |= !found.empty();
      events_.insert(events_.end(), found.begin(), found.end());
      if (events_.size() >= most_events) finder_.reset();
    }
  }
  if (!job_.running() && has_more() && (run_goes_on ? beside_run_ : alone_).due())
    job_.start([finder = finder_, reopen = std::exchange(has_grown_, false),
                seconds = run_goes_on ? slice_beside_run : slice_alone](std::stop_token stop) {
      if (reopen) finder->reopen();
      return finder->read_on(seconds, stop);
    });
  return std::exchange(changed_, false);
}

}  // namespace vitrine::widgets
