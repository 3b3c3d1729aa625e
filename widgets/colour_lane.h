#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "analysis/atom_properties.h"
#include "render/drawn_structure.h"
#include "sim/model/latest.h"

namespace vitrine::widgets {

/// A frame to be coloured by a property of its atoms and to be arranged for the view.
struct ColourJob {
  std::uint64_t serial = 0;  ///< later jobs have greater ones
  FramePtr frame = {};
  std::size_t index = 0;  ///< of the frame in its file
  std::string property = {};
  analysis::ReferencePtr reference = {};  ///< may be none
  render::Placement placement = render::Placement::molecules;
};

/// The numbers that belong to that frame.
struct FrameColours {
  ColourJob job;
  std::vector<analysis::AtomProperty> properties;  ///< all of them; some with an obstacle
  std::vector<double> values;  ///< one per atom; empty: the property has none, see `failure`
  std::string failure;
  std::shared_ptr<const render::DrawnStructure> arranged;  ///< the frame, for the view

  const analysis::AtomProperty* property() const;  ///< the one asked for; nullptr: no such
};

/// A thread that colours one frame after another, the newest first; older ones that it has not
/// begun are dropped.
class ColourLane {
 public:
  ColourLane();
  ~ColourLane();
  void put(ColourJob job);
  std::optional<FrameColours> take() { return colours_.take(); }
  /// Processor time since it was asked last, seconds.
  double take_seconds();

 private:
  void run(std::stop_token stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<ColourJob> next_;
  double seconds_ = 0;
  Latest<FrameColours> colours_;
  std::jthread thread_;  // last: it ends before what it uses
};

/// All of it on this thread.
FrameColours colour_now(ColourJob job, std::stop_token stop = {});

}  // namespace vitrine::widgets
