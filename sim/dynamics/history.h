#pragma once
#include <mutex>
#include <vector>

#include "sim/model/trajectory.h"

namespace vitrine::dynamics {

/// The recorded past of a run in memory. One thread adds, any thread reads. Over the limit every
/// second frame goes, and from then on only every second one that comes is kept, so the frames stay
/// evenly spaced over the whole run.
class History : public Trajectory {
 public:
  static constexpr std::size_t default_limit = std::size_t{1} << 30;

  History(TopologyPtr topology, std::string name, std::size_t limit_bytes = default_limit);

  void add(FramePtr frame);

  std::size_t size() const override;
  /// An index past the end gives the newest frame: thinning may come between size() and read().
  /// InputError while there is no frame at all.
  FramePtr read(std::size_t i) override;
  TopologyPtr topology() const override { return topology_; }
  std::string name() const override { return name_; }

 private:
  void thin();

  const TopologyPtr topology_;
  const std::string name_;
  const std::size_t limit_bytes_;
  mutable std::mutex mutex_;
  std::vector<FramePtr> frames_;
  std::size_t stride_ = 1, added_ = 0;
};

}  // namespace vitrine::dynamics
