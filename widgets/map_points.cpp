#include "widgets/map_points.h"

#include <algorithm>

#include "analysis/analysis.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"

namespace vitrine::widgets {
namespace {

constexpr std::size_t last_frames = 10;

}  // namespace

MapPoint map_point(const std::string& name, const std::vector<FramePtr>& frames, MapSymbol symbol) {
  const auto entropy = analysis::make_analysis("entropy");
  const auto orientation = analysis::make_analysis("orientation");
  for (const FramePtr& frame : frames) {
    const analysis::SharedFrame shared(*frame);
    entropy->add(shared);
    orientation->add(shared);
  }
  return {name, entropy->result().scalar("mean"), orientation->result().scalar("roi.mean"), symbol};
}

MapPoint map_point(const std::filesystem::path& file, MapSymbol symbol, std::stop_token stop) {
  const auto trajectory = io::open_trajectory(file, {}, stop);
  std::vector<FramePtr> frames;
  const std::size_t count = std::min(last_frames, trajectory->size());
  for (std::size_t i = trajectory->size() - count; i < trajectory->size(); ++i)
    frames.push_back(trajectory->read(i));
  return map_point(file.stem().string(), frames, symbol);
}

std::vector<MapPoint> reference_crystals(std::stop_token stop) {
  std::vector<MapPoint> crystals;
  for (const std::string& file : resource_names("structures")) {
    if (stop.stop_requested()) break;
    try {
      const auto structure = io::read_extended_xyz(resource_text(file), file);
      crystals.push_back(map_point(std::filesystem::path(file).stem().string(),
                                   {structure->read(0)}, MapSymbol::crystal));
    } catch (const Error&) {
      continue;
    }
  }
  return crystals;
}

}  // namespace vitrine::widgets
