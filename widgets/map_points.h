#pragma once
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "sim/model/frame.h"

namespace vitrine::widgets {

/// What a point of the entropy-ROI map stands for; each has its symbol, as in Du et al. (2024).
enum class MapSymbol {
  state,   ///< a temperature and pressure: sphere
  glass,   ///< cross
  crystal  ///< diamond
};

/// Where something lies on the entropy-ROI map.
struct MapPoint {
  std::string name;     ///< "zif-zni"
  double entropy, roi;  ///< mean over Zn (k_B), mean over the planes
  MapSymbol symbol;
  bool operator==(const MapPoint&) const = default;
};

/// The mean of some frames. Throws what the analyses throw.
MapPoint map_point(const std::string& name, const std::vector<FramePtr>& frames, MapSymbol symbol);
/// Of the last frames of a file, as many as stand behind a result in replay. Throws Error.
MapPoint map_point(const std::filesystem::path& file, MapSymbol symbol, std::stop_token stop);

/// The shipped structures (resources/structures), each analysed as the run is. They are relaxed
/// at 0 K: without thermal motion their entropies lie below those of the same crystal at 300 K
/// and their ROI above. Structures that cannot be analysed are left out.
std::vector<MapPoint> reference_crystals(std::stop_token stop);

}  // namespace vitrine::widgets
