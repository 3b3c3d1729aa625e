#pragma once
#include <mutex>
#include <optional>
#include <utility>

namespace vitrine {

/// A slot of one between a producer and a slower consumer: the newest wins, the rest is skipped.
template <class T>
class Latest {
 public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
  }
  /// The newest value not yet taken; empty when there is none.
  std::optional<T> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(value_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::optional<T> value_;
};

}  // namespace vitrine
