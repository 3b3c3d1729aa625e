#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "analysis/frame_sequence.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A bond that formed or broke.
struct Event {
  double time;  ///< ps, of the first frame that shows it
  int zinc, nitrogen;
  bool formed;
  double age;  ///< ps, of a bond that broke; NaN where it stood already in the first frame
};

/// Zn-N bonds through time, with hysteresis: beyond cutoff + margin a bond is broken, within
/// cutoff - margin one is formed, and in between things stay as they were. So a bond that rattles
/// about the cutoff breaks once, not at each vibration. In the first frame the cutoff decides.
class Bonds final : public Analysis {
 public:
  explicit Bonds(const Parameters& parameters) : parameters_(parameters) {
    if (!(parameters.at("margin") < parameters.at("cutoff")))
      throw InputError("bonds: margin must be less than the cutoff");
  }

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_later(frame);
    const double cutoff = parameters_.at("cutoff"), margin = parameters_.at("margin");
    const std::vector<ZincSite>& sites = shared.zinc_sites(cutoff + margin);
    if (sites.empty()) throw InputError("bonds: the frame has no Zn");
    check_counted(*frame.topology);
    const bool first = sequence_.frames() == 0;
    const auto near = nearest_pairs(sites);
    if (!first) {
      bonded_time_ += static_cast<double>(formed_.size()) * (frame.time - last_time_);
      find_broken(near, frame.time);
    }
    for (const auto& [pair, distance] : near)
      if (distance < (first ? cutoff : cutoff - margin) && !formed_.contains(pair)) {
        formed_.emplace(pair, first ? unknown : frame.time);
        if (!first) events_.push_back({frame.time, pair.first, pair.second, true, unknown});
      }
    counts_.push_back(static_cast<double>(formed_.size()));
    last_time_ = frame.time;
    sequence_.count(frame);
  }

  /// bonds: mean number. lifetime: bonded time of all bonds over the number n that broke, which
  /// makes the likelihood rate^n exp(-rate * bonded time) of a constant rate largest; bonds that
  /// still stand count for their time. Its relative error is 1/sqrt(n).
  Result result() const override {
    Result result = sequence_.begin_result(parameters_, 2);
    const auto broken = static_cast<double>(
        std::count_if(events_.begin(), events_.end(), [](const Event& e) { return !e.formed; }));
    const double formed = static_cast<double>(events_.size()) - broken;
    result.scalars = {{"count", "1", mean(counts_), block_error(counts_)},
                      {"broken", "1", broken},
                      {"formed", "1", formed}};
    if (broken > 0)
      result.scalars.push_back(
          {"lifetime", "ps", bonded_time_ / broken, bonded_time_ / broken / std::sqrt(broken)});
    result.datasets = {event_table()};
    return result;
  }

 private:
  using Pair = std::pair<int, int>;  // Zn, N

  void check_counted(const Topology& topology) const {
    if (counted(atoms_of(topology, element::Zn)).empty() &&
        counted(atoms_of(topology, element::N)).empty())
      throw InputError("bonds: neither Zn nor N is selected");
  }

  /// The shortest image of each pair with an end that counts.
  std::map<Pair, double> nearest_pairs(const std::vector<ZincSite>& sites) const {
    std::map<Pair, double> near;
    for (const ZincSite& site : sites)
      for (std::size_t n = 0; n < site.bonds.size(); ++n)  // nearest first
        if (counts(site.zinc) || counts(site.nitrogens[n]))
          near.emplace(Pair(site.zinc, site.nitrogens[n]), site.bonds[n].norm());
    return near;
  }

  void find_broken(const std::map<Pair, double>& near, double time) {
    for (auto bond = formed_.begin(); bond != formed_.end();) {
      if (near.contains(bond->first)) {
        ++bond;
        continue;
      }
      const auto [zinc, nitrogen] = bond->first;
      events_.push_back({time, zinc, nitrogen, false, time - bond->second});
      bond = formed_.erase(bond);
    }
  }

  Dataset event_table() const {
    Dataset table{"events",
                  Dataset::Kind::table,
                  {{"time", "ps", {}},
                   {"zinc", "1", {}},
                   {"nitrogen", "1", {}},
                   {"formed", "1", {}},
                   {"age", "ps", {}}}};
    for (const Event& e : events_) {
      const double row[] = {e.time, 1.0 * e.zinc, 1.0 * e.nitrogen, e.formed ? 1.0 : 0.0, e.age};
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        table.columns[c].values.push_back(row[c]);
    }
    return table;
  }

  Parameters parameters_;
  FrameSequence sequence_{"bonds"};
  std::map<Pair, double> formed_;  // the bonds there are, and when each formed
  std::vector<Event> events_;
  std::vector<double> counts_;  // of each frame
  double bonded_time_ = 0, last_time_ = 0;
};

}  // namespace

/// events: time, atoms (indices from 0), formed (1) or broken (0), age of what broke.
AnalysisInfo describe_bonds() {
  return {"bonds",
          "Zn-N bonds that break and form",
          "Dynamics",
          "Cutoff: Du et al., Natl Sci Rev 11 (2024) nwae023; lifetime: maximum likelihood of a "
          "constant rate, by Vitrine",
          of_chosen("bonds of selected Zn and N"),
          {{"cutoff", "Longest Zn-N bond", "A", zinc_nitrogen_bond, 1, 10},
           {"margin", "Hysteresis to either side of it", "A", 0.3, 0, 2}},
          [](const Parameters& p) { return std::make_unique<Bonds>(p); },
          Sampling::row};
}

}  // namespace vitrine::analysis
