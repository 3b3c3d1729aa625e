#pragma once
#include <filesystem>
#include <string>

#include "sim/io/run_origin.h"
#include "sim/model/frame.h"

namespace vitrine::app {

/// A moment that another run starts from.
struct BranchPoint {
  FramePtr start;
  io::ParentRun parent;
};

/// The FILE of such a text.
std::string record_of(const std::string& text);
/// The frame of such a text as it was recorded. FileError or InputError when there is none.
FramePtr recorded_moment(const std::string& text);
/// FILE, FILE@FRAME (negative: from the end), FILE@step=N or FILE@checkpoint; FILE alone is its
/// last frame. Any trajectory with velocities will do, checkpoints are in run records alone.
/// InputError when there is no such frame or when it has no velocities. Masses that the run had
/// repartitioned are those of the elements again.
BranchPoint branch_point(const std::string& text);
/// The same for a frame of `file` that is at hand.
BranchPoint branch_point(FramePtr frame, const std::filesystem::path& file);

}  // namespace vitrine::app
