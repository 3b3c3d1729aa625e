#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "sim/model/frame.h"

namespace vitrine {

/// A row of frames that can be read one by one: a file, or the recorded past of a live run.
class Trajectory {
 public:
  virtual ~Trajectory() = default;
  virtual std::size_t size() const = 0;
  /// Frame i, 0 <= i < size(). Throws FileError or InputError.
  virtual FramePtr read(std::size_t i) = 0;
  virtual TopologyPtr topology() const = 0;
  virtual std::string name() const = 0;  ///< what a title bar shows
  /// What the user should know about how the file was understood; empty when nothing was assumed.
  virtual std::string notice() const { return {}; }
};

}  // namespace vitrine
