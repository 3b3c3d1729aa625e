#pragma once
#include <stop_token>
#include <string>
#include <vector>

namespace vitrine::widgets {

/// Where a shipped crystal lies on the entropy-ROI map.
struct ReferenceCrystal {
  std::string name;     ///< "zif-zni"
  double entropy, roi;  ///< mean over Zn (k_B), mean over the planes
};

/// The shipped structures (resources/structures), each analysed as the run is. They are relaxed
/// at 0 K: without thermal motion their entropies lie below those of the same crystal at 300 K
/// and their ROI above. Structures that cannot be analysed are left out.
std::vector<ReferenceCrystal> reference_crystals(std::stop_token stop);

}  // namespace vitrine::widgets
