#include "app/branch.h"

#include <fmt/format.h>

#include <charconv>

#include "app/open_file.h"
#include "sim/dynamics/hydrogen_mass.h"
#include "sim/dynamics/moment.h"
#include "sim/dynamics/protocol.h"
#include "sim/io/h5md.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

FramePtr frame_at_step(Trajectory& trajectory, std::int64_t step) {
  std::size_t low = 0, high = trajectory.size();  // steps ascend
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (trajectory.read(middle)->step <= step ? low : high) = middle;
  }
  FramePtr frame = trajectory.read(low);
  if (frame->step == step) return frame;
  throw InputError(fmt::format("{} has no frame of step {}; the nearest before it is step {}",
                               trajectory.name(), step, frame->step));
}

FramePtr frame_at_index(Trajectory& trajectory, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(trajectory.size());
  const std::int64_t i = index < 0 ? size + index : index;
  if (i < 0 || i >= size)
    throw InputError(
        fmt::format("there is no frame {} among {} of {}", index, size, trajectory.name()));
  return trajectory.read(static_cast<std::size_t>(i));
}

FramePtr recorded_frame(const std::string& file, const std::string& which) {
  const auto trajectory = open_file(file);
  if (which.starts_with("step=")) {
    if (const auto step = integer(which.substr(5))) return frame_at_step(*trajectory, *step);
  } else if (const auto index = integer(which)) {
    return frame_at_index(*trajectory, *index);
  }
  throw InputError(fmt::format(
      "\"{}\" is no moment of a run; expected FRAME, step=N or checkpoint after the @", which));
}

FramePtr checkpoint_frame(const std::string& file) {
  const io::Checkpoint checkpoint = io::read_checkpoint(file);
  return std::make_shared<const Frame>(
      dynamics::frame_of(dynamics::read_moment(checkpoint.numbers, io::read_topology(file))));
}

}  // namespace

std::string record_of(const std::string& text) {
  return text.substr(0, std::filesystem::exists(text) ? std::string::npos : text.rfind('@'));
}

FramePtr recorded_moment(const std::string& text) {
  const std::string file = record_of(text);
  const std::string which = file.size() == text.size() ? "-1" : text.substr(file.size() + 1);
  return which == "checkpoint" ? checkpoint_frame(file) : recorded_frame(file, which);
}

BranchPoint branch_point(const std::string& text) {
  return branch_point(recorded_moment(text), record_of(text));
}

BranchPoint branch_point(FramePtr frame, const std::filesystem::path& file) {
  if (!frame->velocities)
    throw InputError(fmt::format(
        "{} has no velocities at step {} to go on with; a run record has them in its checkpoint "
        "(@checkpoint), and in its frames when the protocol says record_velocities = true",
        file.string(), frame->step));
  const std::optional<io::RunOrigin> origin = io::find_origin(file);
  if (origin && dynamics::parse_protocol(origin->protocol, file.string()).hydrogen_mass)
    frame = dynamics::with_element_masses(frame);
  io::ParentRun parent{origin ? origin->id : "", std::filesystem::absolute(file).string(),
                       frame->step};
  return {std::move(frame), std::move(parent)};
}

}  // namespace vitrine::app
