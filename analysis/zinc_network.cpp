#include "analysis/zinc_network.h"

#include <cmath>

namespace vitrine::analysis {
namespace {

/// A Zn at one of the N of a ring.
struct RingEnd {
  int node, nitrogen;
  Vec3 position;  ///< of this image of the Zn, in the coordinates of the ring's corners
};

/// The nodes bonded to each N, and the vectors from the N to them.
class ZincOfNitrogen {
 public:
  ZincOfNitrogen(const std::vector<ZincSite>& sites, std::size_t atoms) : starts_(atoms + 1, 0) {
    for (const ZincSite& site : sites)
      for (const int nitrogen : site.nitrogens) ++starts_[nitrogen + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    bonds_.resize(starts_.back());
    std::vector<std::size_t> next = starts_;
    for (std::size_t node = 0; node < sites.size(); ++node)
      for (std::size_t n = 0; n < sites[node].nitrogens.size(); ++n)
        bonds_[next[sites[node].nitrogens[n]]++] = {static_cast<int>(node), -sites[node].bonds[n]};
  }
  struct Bond {
    int node;
    Vec3 vector;  ///< angstrom
  };
  std::span<const Bond> of(int nitrogen) const {
    return std::span(bonds_).subspan(starts_[nitrogen], starts_[nitrogen + 1] - starts_[nitrogen]);
  }

 private:
  std::vector<std::size_t> starts_;
  std::vector<Bond> bonds_;
};

std::vector<RingEnd> ends_of(const ImidazoleRing& ring, const RingGeometry& geometry,
                             const ZincOfNitrogen& zinc) {
  std::vector<RingEnd> ends;
  for (std::size_t k = 0; k < ring.atoms.size(); ++k)
    for (const auto& [node, vector] : zinc.of(ring.atoms[k]))
      ends.push_back({node, ring.atoms[k], geometry.corners[k] + vector});
  return ends;
}

}  // namespace

ZincNetwork::ZincNetwork(std::vector<std::vector<NetworkBond>> bonds) : bonds_(std::move(bonds)) {
  for (const std::vector<NetworkBond>& of_node : bonds_) links_ += of_node.size();
  links_ /= 2;
}

ZincNetwork::ZincNetwork(const Frame& frame, const std::vector<ZincSite>& sites,
                         const std::vector<ImidazoleRing>& rings,
                         const std::vector<RingGeometry>& geometries)
    : bonds_(sites.size()) {
  const ZincOfNitrogen zinc(sites, frame.size());
  const auto position = [&](int node) -> const Vec3& { return frame.positions[sites[node].zinc]; };
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const std::vector<RingEnd> ends = ends_of(rings[r], geometries[r], zinc);
    // A third Zn that shares an N, a bare N, or one Zn at both N, makes no bridge between two Zn.
    if (ends.size() != 2 || ends[0].nitrogen == ends[1].nitrogen) continue;
    const Vec3 vector = ends[1].position - ends[0].position;
    const Vec3 beyond = vector - (position(ends[1].node) - position(ends[0].node));
    std::array<int, 3> shift = {0, 0, 0}, back = {0, 0, 0};
    if (frame.cell.is_periodic()) {
      const Vec3 steps = frame.cell.fractional(frame.cell.origin() + beyond);
      for (int d = 0; d < 3; ++d) {
        shift[d] = static_cast<int>(std::lround(steps[d]));
        back[d] = -shift[d];
      }
    }
    if (ends[0].node == ends[1].node && shift == std::array{0, 0, 0}) continue;
    const int ring = static_cast<int>(r);
    bonds_[ends[0].node].push_back({ends[1].node, shift, vector, ring});
    bonds_[ends[1].node].push_back({ends[0].node, back, -vector, ring});
    ++links_;
  }
}

}  // namespace vitrine::analysis
