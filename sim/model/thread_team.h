#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace vitrine {

/// A fixed set of threads that do the same piece of work many times a second. A worker waits for
/// the next piece awake for a while before it sleeps: a molecular-dynamics step is over sooner
/// than the operating system wakes a thread and finds it a free core.
class ThreadTeam {
 public:
  explicit ThreadTeam(std::size_t size);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  std::size_t size() const { return failures_.size(); }
  /// work(0) ... work(size() - 1), each once, on whichever thread is free first, the calling one
  /// among them: a thread that the system keeps from running holds nothing up. Returns when all are
  /// done. Of what they throw the first, by number, is thrown on. Not to be called from work.
  void run(const std::function<void(std::size_t)>& work);

 private:
  void serve();
  void do_parts();

  std::vector<std::thread> workers_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::vector<std::exception_ptr> failures_;  ///< of the parts
  std::atomic<std::uint32_t> next_;           ///< part of the work that nobody has taken
  std::atomic<std::uint32_t> done_{0};        ///< parts that are done
  std::atomic<std::uint32_t> round_{0};       ///< counts pieces of work; changes when there is one
  std::atomic<bool> over_{false};
};

}  // namespace vitrine
