#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>

#include "sim/model/thread_team.h"

namespace vitrine {

/// Shares the numbers 0 ... count - 1 out to the threads of a team in blocks, which whoever is free
/// takes: f(part, first, last) for first <= n < last. Calls with one `part`, below parts_of(team),
/// follow each other on one thread: what they add up needs one place per part. Without a team all
/// is part 0 of the calling thread. Not to be called from within f.
template <class F>
void share_out(ThreadTeam* team, std::size_t count, std::size_t block, F&& f) {
  if (!team || team->size() < 2 || count <= block) return f(std::size_t{0}, std::size_t{0}, count);
  std::atomic<std::size_t> next{0};
  team->run([&](std::size_t part) {
    for (std::size_t first; (first = next.fetch_add(block)) < count;)
      f(part, first, first + block < count ? first + block : count);
  });
}

inline std::size_t parts_of(const ThreadTeam* team) {
  return team ? team->size() : 1;
}

/// Shares them out in one run for each part, in order and equally long, the same every time:
/// f(part, first, last). Without a team all is part 0. Not to be called from within f.
template <class F>
void share_evenly(ThreadTeam* team, std::size_t count, F&& f) {
  const std::size_t parts = parts_of(team), share = (count + parts - 1) / parts;
  const auto run = [&](std::size_t part) {
    const std::size_t first = std::min(part * share, count);
    f(part, first, std::min(first + share, count));
  };
  if (parts == 1) return run(0);
  team->run(run);
}

}  // namespace vitrine
