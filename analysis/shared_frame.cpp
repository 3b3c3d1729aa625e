#include "analysis/shared_frame.h"

#include "sim/model/share_out.h"

namespace vitrine::analysis {

void SharedFrame::advance(double part) const {
  if (work_.stop.stop_requested()) throw Stopped();
  if (!work_.progress) return;
  const std::lock_guard lock(telling_);
  work_.progress(part);
}

SharedFrame::Slot& SharedFrame::slot(const std::string& id,
                                     const std::map<std::string, double>& parameters) const {
  const std::lock_guard lock(searching_);
  return slots_[{id, parameters}];
}

const PairStream& SharedFrame::pairs(double cutoff, PairStream::Count count) const {
  const std::lock_guard lock(searching_);
  const auto found = pairs_.find({cutoff, count});
  if (found != pairs_.end()) return found->second;
  return pairs_
      .emplace(std::pair(cutoff, count),
               PairStream(frame_.positions, frame_.cell, cutoff, count, team()))
      .first->second;
}

const std::vector<ZincSite>& SharedFrame::zinc_sites(double cutoff) const {
  const std::lock_guard lock(searching_);
  const auto found = sites_.find(cutoff);
  if (found != sites_.end()) return found->second;
  return sites_.emplace(cutoff, find_zinc_sites(frame_, cutoff, team())).first->second;
}

const std::vector<ImidazoleRing>& SharedFrame::rings() const {
  const std::lock_guard lock(searching_);
  if (!rings_) rings_ = find_imidazole_rings(frame_, team());
  return *rings_;
}

const std::vector<RingGeometry>& SharedFrame::ring_geometries() const {
  const std::lock_guard lock(searching_);
  if (!geometries_) {
    const std::vector<ImidazoleRing>& found = rings();
    std::vector<RingGeometry> geometries(found.size());
    share_evenly(team(), found.size(), [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t r = first; r < last; ++r) geometries[r] = ring_geometry(found[r], frame_);
    });
    geometries_ = std::move(geometries);
  }
  return *geometries_;
}

const ZincNetwork& SharedFrame::network(double cutoff) const {
  const std::lock_guard lock(searching_);
  const auto found = networks_.find(cutoff);
  if (found != networks_.end()) return found->second;
  return networks_
      .emplace(cutoff, ZincNetwork(frame_, zinc_sites(cutoff), rings(), ring_geometries()))
      .first->second;
}

}  // namespace vitrine::analysis
