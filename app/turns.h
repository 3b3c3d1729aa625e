#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

namespace vitrine::app {

/// For threads that each do a row of tasks on an item of their own, where some task must be done
/// on the items in their order: whoever is at a task with item k waits until it was done on all
/// before. No deadlock as long as items are taken in order and every thread does the tasks in the
/// same order.
class Turns {
 public:
  explicit Turns(std::size_t tasks) : next_(tasks, 0) {}

  /// Until the task's turn has come to this item. False: somebody gave up, and it never will.
  bool wait(std::size_t task, std::size_t item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return given_up_ || next_[task] == item; });
    return !given_up_;
  }
  void done(std::size_t task) {
    const std::lock_guard lock(mutex_);
    ++next_[task];
    changed_.notify_all();
  }
  void give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::size_t> next_;  ///< item of each task
  bool given_up_ = false;
};

}  // namespace vitrine::app
