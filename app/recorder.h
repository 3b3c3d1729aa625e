#pragma once
#include <exception>
#include <filesystem>
#include <future>
#include <thread>

#include "sim/dynamics/simulation.h"
#include "sim/io/h5md.h"
#include "sim/model/bounded_queue.h"

namespace vitrine::app {

/// Writes a run record on a thread of its own, which is the only one that touches the file.
/// record() waits when the disk is slower than the simulation, so no frame is lost.
class Recorder {
 public:
  /// Creates the file; FileError when that fails.
  Recorder(std::filesystem::path file, TopologyPtr topology, io::RunOrigin origin);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// From the simulation's thread. Throws what writing threw, so that the run stops with a reason.
  void record(FramePtr frame, const dynamics::Sample& sample);
  /// Writes what is left and closes the file; throws what writing threw.
  void finish();

 private:
  struct Entry {
    FramePtr frame;
    dynamics::Sample sample;
  };
  void write(const std::filesystem::path& file, const TopologyPtr& topology,
             const io::RunOrigin& origin, std::promise<void>& opened);

  BoundedQueue<Entry> queue_{16};
  std::exception_ptr failure_;  // written before queue_ is closed by the writer, read after
  std::jthread writer_;
};

/// The columns that a run record keeps of a sample.
std::vector<io::Observable> observables(const dynamics::Sample& sample);

}  // namespace vitrine::app
