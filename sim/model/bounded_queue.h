#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace vitrine {

/// Every value arrives, in order; a producer that is ahead by `capacity` waits.
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False (value dropped) when the queue is closed or a stop is requested.
  bool push(T value, std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, stop, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_ || values_.size() >= capacity_) return false;
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }
  /// Waits for a value. Empty when the queue is closed and drained, or a stop is requested.
  std::optional<T> pop(std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, stop, [&] { return closed_ || !values_.empty(); });
    return take_front();
  }
  /// A value if one is there.
  std::optional<T> try_pop() {
    const std::lock_guard lock(mutex_);
    return take_front();
  }
  /// No more values; what is inside can still be popped.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    filled_.notify_all();
  }

 private:
  std::optional<T> take_front() {
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    room_.notify_one();
    return value;
  }

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable_any room_, filled_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace vitrine
