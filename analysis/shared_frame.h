#pragma once
#include <any>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "analysis/zinc_network.h"
#include "sim/model/errors.h"
#include "sim/model/frame.h"
#include "sim/model/imidazole_rings.h"
#include "sim/model/pair_stream.h"
#include "sim/model/thread_team.h"
#include "sim/model/zinc_sites.h"

namespace vitrine::analysis {

/// What an analysis throws that was asked to stop.
class Stopped : public Error {
 public:
  Stopped() : Error("stopped") {}
};

/// How an analysis may work on a frame.
struct Work {
  ThreadTeam* team = nullptr;  ///< whom to share the work with (share_out()); none: one thread
  std::stop_token stop = {};   ///< what takes long looks at it
  /// Hears which part of what takes long is done, 0 to 1; from any thread, one at a time.
  std::function<void(double)> progress = {};
};

/// A frame, and what several analyses look for in it: found by the first that asks, kept for the
/// rest. No longer than the frame lives; several threads may ask, one of which searches.
class SharedFrame {
 public:
  // Implicit: a frame for one analysis on one thread.
  SharedFrame(const Frame& frame, Work work = {}) : frame_(frame), work_(std::move(work)) {}
  SharedFrame(const SharedFrame&) = delete;
  SharedFrame& operator=(const SharedFrame&) = delete;

  const Frame& frame() const { return frame_; }
  ThreadTeam* team() const { return work_.team; }  ///< none: one thread
  /// To call now and then with the part of the work that is done. Stopped when it is asked for.
  void advance(double part) const;
  /// cutoff in angstrom.
  const PairStream& pairs(double cutoff, PairStream::Count count) const;
  /// As find_zinc_sites().
  const std::vector<ZincSite>& zinc_sites(double cutoff) const;
  /// As find_imidazole_rings(), and the geometry of each.
  const std::vector<ImidazoleRing>& rings() const;
  const std::vector<RingGeometry>& ring_geometries() const;
  /// Zn linked through imidazolates whose N lie within `cutoff` angstrom.
  const ZincNetwork& network(double cutoff) const;

  /// What `compute` makes of the frame for an analysis with these parameters: worked out for the
  /// first who asks and kept, so that the frame by itself and the whole row share it. It throws on
  /// what `compute` throws, and is asked again then.
  template <class F>
  const auto& once(const std::string& id, const std::map<std::string, double>& parameters,
                   F&& compute) const {
    using Found = std::invoke_result_t<F>;
    Slot& slot = this->slot(id, parameters);
    const std::lock_guard lock(slot.computing);
    if (!slot.found.has_value()) slot.found = compute();
    return *std::any_cast<Found>(&slot.found);
  }

 private:
  struct Slot {
    std::mutex computing;
    std::any found;
  };
  Slot& slot(const std::string& id, const std::map<std::string, double>& parameters) const;

  const Frame& frame_;
  Work work_;
  mutable std::mutex telling_;
  mutable std::recursive_mutex searching_;  // recursive: one search asks for another's result
  mutable std::map<std::pair<double, PairStream::Count>, PairStream> pairs_;
  mutable std::map<double, std::vector<ZincSite>> sites_;
  mutable std::optional<std::vector<ImidazoleRing>> rings_;
  mutable std::optional<std::vector<RingGeometry>> geometries_;
  mutable std::map<double, ZincNetwork> networks_;
  mutable std::map<std::pair<std::string, std::map<std::string, double>>, Slot> slots_;
};

}  // namespace vitrine::analysis
