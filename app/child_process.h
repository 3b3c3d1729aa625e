#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::app {

/// This program once more, as a process of its own with another command line.
class ChildProcess {
 public:
  /// Its output goes behind what `log` holds. Error when it cannot be started.
  ChildProcess(const std::vector<std::string>& arguments, const std::filesystem::path& log);
  /// Interrupts it and waits for its end.
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  /// Its exit status, 128 and the signal that ended it; empty while it runs.
  std::optional<int> ended();
  /// As Ctrl+C does.
  void interrupt();

 private:
  pid_t id_;
  std::optional<int> status_;
};

}  // namespace vitrine::app
