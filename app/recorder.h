#pragma once
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

#include "sim/dynamics/simulation.h"
#include "sim/io/h5md.h"
#include "sim/model/bounded_queue.h"

namespace vitrine::app {

/// Writes a run record on a thread of its own, which is the only one that touches the file.
/// record() waits when the disk is slower than the simulation, or full, so no frame is lost.
class Recorder {
 public:
  /// Makes, or opens to go on, the record; called on the recorder's thread.
  using Open = std::function<std::unique_ptr<io::H5mdWriter>()>;

  /// Throws what `open` throws.
  explicit Recorder(Open open);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// From the simulation's thread. Both throw what writing threw, so that the run stops with a
  /// reason.
  void record(FramePtr frame, const dynamics::Sample& sample);
  void keep_checkpoint(std::vector<double> numbers);
  /// Why the record waits, and the run with it ("No space left on device"); empty: it does not.
  std::string waits_for() const;
  /// Waits no longer for a full disk: writing fails then, and with it the run. The record keeps
  /// what it has.
  void stop_waiting();
  /// Writes what is left and closes the file; throws what writing threw.
  void finish();

 private:
  struct RecordedFrame {
    FramePtr frame;
    dynamics::Sample sample;
  };
  using Entry = std::variant<RecordedFrame, std::vector<double>>;
  void push(Entry entry);
  void write(const Open& open, std::function<void()> opened);
  void write(io::H5mdWriter& writer, Entry entry);
  void wait_for_room(io::H5mdWriter& writer);

  BoundedQueue<Entry> queue_{16};
  std::exception_ptr failure_;  // written before queue_ is closed by the writer, read after
  mutable std::mutex waiting_mutex_;
  std::condition_variable waiting_changed_;
  std::string waits_for_;
  bool may_wait_ = true;
  std::jthread writer_;
};

/// The columns that a run record keeps of a sample.
std::vector<io::Observable> observables(const dynamics::Sample& sample);

}  // namespace vitrine::app
