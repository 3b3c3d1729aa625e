#include "sim/dlff/thread_team.h"

#include <chrono>
#include <exception>
#include <utility>

namespace vitrine::dlff {
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

ThreadTeam::ThreadTeam(std::size_t size) : failures_(size) {
  for (std::size_t number = 1; number < size; ++number)
    workers_.emplace_back([this, number] { serve(number); });
}

ThreadTeam::~ThreadTeam() {
  over_ = true;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadTeam::run(const std::function<void(std::size_t)>& work) {
  work_ = &work;
  if (!workers_.empty()) {
    busy_.store(static_cast<std::uint32_t>(workers_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
  }
  do_part(0);
  for (std::uint32_t left = busy_; left != 0; left = busy_) wait_for_change(busy_, left);
  std::exception_ptr first;
  for (std::exception_ptr& failure : failures_)
    if (std::exception_ptr thrown = std::exchange(failure, nullptr); thrown && !first)
      first = std::move(thrown);
  if (first) std::rethrow_exception(first);
}

void ThreadTeam::serve(std::size_t number) {
  for (std::uint32_t seen = 0;;) {
    wait_for_change(round_, seen);
    seen = round_.load(std::memory_order_acquire);
    if (over_) return;
    do_part(number);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

void ThreadTeam::do_part(std::size_t number) {
  try {
    (*work_)(number);
  } catch (...) {
    failures_[number] = std::current_exception();
  }
}

}  // namespace vitrine::dlff
