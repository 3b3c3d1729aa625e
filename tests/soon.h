#pragma once
#include <chrono>
#include <thread>

namespace vitrine::test {

/// Waits for what another thread or program does: whether the condition came to hold. The patience
/// is for loaded machines, no expectation.
template <class Condition>
bool soon(Condition&& condition, std::chrono::seconds patience = std::chrono::seconds(30)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

}  // namespace vitrine::test
