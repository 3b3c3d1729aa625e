#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "sim/model/latest.h"

namespace vitrine::widgets {

/// How a background job ended: a value, or the sentence of its failure.
template <class T>
struct Outcome {
  std::optional<T> value;
  std::string error;
};

/// One piece of work on a thread of its own; the GUI polls for the outcome. A job that is
/// replaced or cancelled is asked to stop, its outcome is dropped and its thread joined by the
/// destructor at the latest, so the GUI never waits for it.
template <class T>
class BackgroundJob {
 public:
  using Work = std::function<T(std::stop_token)>;

  void start(Work work) {
    cancel();
    slot_ = std::make_shared<Slot>();
    threads_.push_back(
        {slot_, std::jthread([slot = slot_, work = std::move(work)](std::stop_token stop) {
           run(*slot, work, stop);
         })});
  }
  bool running() const { return slot_ != nullptr; }
  void cancel() {
    slot_.reset();
    std::erase_if(threads_, [](const Entry& entry) { return entry.slot->done.load(); });
    for (Entry& entry : threads_) entry.thread.request_stop();
  }
  std::optional<Outcome<T>> take() {
    if (!slot_ || !slot_->done) return std::nullopt;
    auto outcome = slot_->outcome.take();
    slot_.reset();
    return outcome;
  }

 private:
  struct Slot {
    Latest<Outcome<T>> outcome;
    std::atomic<bool> done = false;
  };
  struct Entry {
    std::shared_ptr<Slot> slot;
    std::jthread thread;
  };

  static void run(Slot& slot, const Work& work, std::stop_token stop) {
    try {
      slot.outcome.put({work(stop), {}});
    } catch (const std::exception& failure) {
      slot.outcome.put({std::nullopt, failure.what()});
    }
    slot.done = true;
  }

  std::shared_ptr<Slot> slot_;
  std::vector<Entry> threads_;
};

}  // namespace vitrine::widgets
