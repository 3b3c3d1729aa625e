#include "app/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

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

bool has_ended(RunState state) {
  return state == RunState::finished || state == RunState::stopped || state == RunState::guarded ||
         state == RunState::failed;
}

}  // namespace

void follow_to_end(dynamics::Simulation& simulation) {
  using Clock = std::chrono::steady_clock;
  const InterruptWatch watch;
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto interval = std::chrono::seconds(terminal ? 1 : 10);
  auto next = Clock::now() + std::chrono::seconds(1);
  std::size_t seen = 0;
  std::string noticed;
  dynamics::Sample newest{};
  dynamics::RunStatus status = simulation.status();
  while (!has_ended(status.state)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (watch.interrupted()) simulation.stop();
    status = simulation.status();
    if (status.notice != std::exchange(noticed, status.notice) && !status.notice.empty())
      fmt::print(stderr, "{}{}\n", terminal ? "\r\033[K" : "", status.notice);
    const auto samples = simulation.samples_since(seen);
    seen += samples.size();
    if (!samples.empty()) newest = samples.back();
    const bool news = !samples.empty() || status.state == RunState::minimising;
    if (Clock::now() < next || !news) continue;
    next = Clock::now() + interval;
    fmt::print(stderr, "{}{}{}", terminal ? "\r\033[K" : "", progress_line(status, newest),
               terminal ? "" : "\n");
  }
  if (terminal) fmt::print(stderr, "\n");
  if (status.state == RunState::guarded || status.state == RunState::failed)
    throw Error(status.message);
  if (status.state == RunState::stopped)
    throw Interrupted(fmt::format("stopped at step {} of {}", status.step, status.total_steps));
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
