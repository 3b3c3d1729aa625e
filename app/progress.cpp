#include "app/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "app/interrupt.h"

namespace vitrine::app {
namespace {

using dynamics::RunState;

std::string clock_text(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string progress_line(const dynamics::RunStatus& status, const dynamics::Sample& sample) {
  if (status.state == RunState::minimising) return "minimising";
  std::string line =
      fmt::format("step {}/{}  {:.2f} ps  {}  {:.0f} K  {:.2f} g/cm3  {:.1f} steps/s", status.step,
                  status.total_steps, status.time, status.stage, sample.temperature, sample.density,
                  status.steps_per_second);
  if (status.steps_per_second > 0)
    line += "  left " + clock_text((status.total_steps - status.step) / status.steps_per_second);
  return line;
}

/// One line that is written anew once a second, or a line every ten where nobody looks on; and
/// sentences in between.
class Terminal {
 public:
  void show(const std::string& line) {
    if (Clock::now() < next_) return;
    next_ = Clock::now() + std::chrono::seconds(is_one_ ? 1 : 10);
    fmt::print(stderr, "{}{}{}", start(), line, is_one_ ? "" : "\n");
  }
  /// Unless it was the last thing said; empty: nothing.
  void say_once(const std::string& sentence) {
    if (sentence.empty() || sentence == said_) return;
    said_ = sentence;
    fmt::print(stderr, "{}{}\n", start(), sentence);
  }
  void end() const {
    if (is_one_) fmt::print(stderr, "\n");
  }

 private:
  using Clock = std::chrono::steady_clock;
  const char* start() const { return is_one_ ? "\r\033[K" : ""; }

  bool is_one_ = isatty(STDERR_FILENO) != 0;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
  std::string said_;
};

bool has_ended(RunState state) {
  return state == RunState::finished || state == RunState::stopped || state == RunState::guarded ||
         state == RunState::failed;
}

}  // namespace

void follow_to_end(dynamics::Simulation& simulation, Recorder& recorder) {
  const InterruptWatch watch;
  Terminal terminal;
  std::size_t seen = 0;
  dynamics::Sample newest{};
  dynamics::RunStatus status = simulation.status();
  while (!has_ended(status.state)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (watch.interrupted()) {
      simulation.stop();
      recorder.stop_waiting();
    }
    status = simulation.status();
    terminal.say_once(status.notice);
    const std::string lack = recorder.waits_for();
    terminal.say_once(lack.empty() ? "" : lack + "; the run waits until there is room");
    const auto samples = simulation.samples_since(seen);
    seen += samples.size();
    if (!samples.empty()) newest = samples.back();
    if (!samples.empty() || status.state == RunState::minimising)
      terminal.show(progress_line(status, newest));
  }
  terminal.end();
  if (watch.interrupted())
    throw Interrupted(fmt::format("stopped at step {} of {}", status.step, status.total_steps));
  if (status.state == RunState::guarded) throw PausedByGuard(status.message);
  if (status.state == RunState::failed) throw Error(status.message);
}

FrameCounter::FrameCounter(std::size_t count)
    : count_(count), terminal_(isatty(STDERR_FILENO) != 0) {}

FrameCounter::~FrameCounter() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
}

void FrameCounter::next() {
  ++done_;
  if (terminal_) fmt::print(stderr, "\r\033[Kframe {} of {}", done_, count_);
}

}  // namespace vitrine::app
