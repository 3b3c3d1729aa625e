#pragma once
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/zinc_network.h"
#include "sim/model/frame.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/pair_stream.h"
#include "sim/model/thread_team.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {

/// A frame, and what several analyses look for in it: found by the first that asks, kept for the
/// rest. One thread at a time, and no longer than the frame lives; an analysis may share its work
/// out to the team (share_out()), whose threads then only read.
class SharedFrame {
 public:
  // Implicit: a frame shared by one analysis on one thread.
  SharedFrame(const Frame& frame, ThreadTeam* team = nullptr) : frame_(frame), team_(team) {}
  SharedFrame(const SharedFrame&) = delete;
  SharedFrame& operator=(const SharedFrame&) = delete;

  const Frame& frame() const { return frame_; }
  ThreadTeam* team() const { return team_; }  ///< none: one thread
  /// cutoff in angstrom.
  const PairStream& pairs(double cutoff, PairStream::Count count) const;
  /// As find_zinc_sites().
  const std::vector<ZincSite>& zinc_sites(double cutoff) const;
  /// As find_imidazole_rings(), and the geometry of each.
  const std::vector<ImidazoleRing>& rings() const;
  const std::vector<RingGeometry>& ring_geometries() const;
  /// Zn linked through imidazolates whose N lie within `cutoff` angstrom.
  const ZincNetwork& network(double cutoff) const;

 private:
  const Frame& frame_;
  ThreadTeam* team_;
  mutable std::map<std::pair<double, PairStream::Count>, PairStream> pairs_;
  mutable std::map<double, std::vector<ZincSite>> sites_;
  mutable std::optional<std::vector<ImidazoleRing>> rings_;
  mutable std::optional<std::vector<RingGeometry>> geometries_;
  mutable std::map<double, ZincNetwork> networks_;
};

}  // namespace vitrine::analysis
