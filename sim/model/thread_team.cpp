#include "sim/model/thread_team.h"

#include <chrono>
#include <exception>
#include <utility>

namespace vitrine {
namespace {

// Longer than the work between two evaluations of some thousand atoms, list building included.
constexpr std::chrono::microseconds patience{300};

/// Until `value` is no longer `old`: awake at first, then asleep.
void wait_for_change(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
  const auto start = std::chrono::steady_clock::now();
  for (int turn = 0; value.load(std::memory_order_acquire) == old; ++turn) {
    if (turn % 64 == 63 && std::chrono::steady_clock::now() - start > patience) {
      value.wait(old, std::memory_order_acquire);
      continue;
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
}

}  // namespace

ThreadTeam::ThreadTeam(std::size_t size)
    : failures_(size), next_(static_cast<std::uint32_t>(size)) {
  for (std::size_t number = 1; number < size; ++number) workers_.emplace_back([this] { serve(); });
}

ThreadTeam::~ThreadTeam() {
  over_ = true;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadTeam::run(const std::function<void(std::size_t)>& work) {
  work_ = &work;
  done_.store(0, std::memory_order_relaxed);
  next_.store(0, std::memory_order_release);
  if (!workers_.empty()) {
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
  }
  do_parts();
  const auto all = static_cast<std::uint32_t>(size());
  for (std::uint32_t done = done_; done != all; done = done_) wait_for_change(done_, done);
  std::exception_ptr first;
  for (std::exception_ptr& failure : failures_)
    if (std::exception_ptr thrown = std::exchange(failure, nullptr); thrown && !first)
      first = std::move(thrown);
  if (first) std::rethrow_exception(first);
}

void ThreadTeam::serve() {
  for (std::uint32_t seen = 0;;) {
    wait_for_change(round_, seen);
    seen = round_.load(std::memory_order_acquire);
    if (over_) return;
    do_parts();
  }
}

// A worker that comes late to a round finds nothing left, or takes part in the next one.
void ThreadTeam::do_parts() {
  for (;;) {
    const std::uint32_t part = next_.fetch_add(1, std::memory_order_acq_rel);
    if (part >= size()) return;
    try {
      (*work_)(part);
    } catch (...) {
      failures_[part] = std::current_exception();
    }
    if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == size()) done_.notify_one();
  }
}

}  // namespace vitrine
