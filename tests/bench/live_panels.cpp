// What the panels cost a live run: steps/s of the demonstration of 2,176 atoms with every panel
// closed and with panels open, by turns in one run, so that what else the machine does hits both.
//   tests/with_display build/bench/tests/bench/live_panels [SECONDS] [PAIRS] [ANALYSIS...]
// Without ANALYSIS the three panels of a new window are open; each ANALYSIS opens its panel, too.
#include <fmt/core.h>

#include <QDockWidget>
#include <QElapsedTimer>
#include <charconv>
#include <ctime>

#include "tests/bench/live_window.h"
#include "widgets/analysis_panels.h"

namespace {

using namespace vitrine;
using bench::median;
using bench::wait;

/// A stretch of the run. Where other programs want the processors, too, steps a second say little;
/// the processor time that the whole program takes for a step says what it adds by itself.
struct Stretch {
  double speed;  ///< steps/s
  double work;   ///< seconds of a processor a step
  double share;  ///< of one processor: analyses and drawing of panels
};

double program_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Stretch measure(widgets::MainWindow& window, double seconds) {
  widgets::Presenter& presenter = window.presenter();
  wait(2);  // the docks have moved, the first frames are analysed
  const auto step = presenter.feed().status().step;
  const double work = program_seconds(), panels = presenter.spentOnPanels();
  QElapsedTimer timer;
  timer.start();
  wait(seconds);
  const double passed = 1e-3 * static_cast<double>(timer.elapsed());
  const auto steps = static_cast<double>(presenter.feed().status().step - step);
  return {steps / passed, (program_seconds() - work) / steps,
          (presenter.spentOnPanels() - panels) / passed};
}

void set_open(widgets::MainWindow& window, const std::vector<std::string>& analyses, bool open) {
  for (const char* name : {"poles", "pairs", "map"})
    window.findChild<QDockWidget*>(name)->setVisible(open);
  // Side by side, not in tabs: each must be seen to cost something.
  for (const std::string& id : analyses) {
    QDockWidget* dock = window.analyses().dock(id);
    dock->setFloating(open);
    dock->setVisible(open);
  }
}

double number(const char* text) {
  double value = 0;
  std::from_chars(text, text + std::char_traits<char>::length(text), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? number(argv[1]) : 20;
  const int pairs = argc > 2 ? static_cast<int>(number(argv[2])) : 9;
  const std::vector<std::string> analyses(argv + std::min(argc, 3), argv + argc);
  bench::Home home;
  QApplication application(argc, argv);
  widgets::WindowOptions options;
  options.demo = "demo";
  const auto opened = home.open(options);
  widgets::MainWindow& window = *opened;
  while (!window.presenter().feed().isRunning()) wait(0.2);
  wait(5);  // the crystals of the map are analysed once
  std::vector<double> speeds, works, shares, colours;
  for (int pair = 0; pair < pairs; ++pair) {
    set_open(window, analyses, false);
    const Stretch closed = measure(window, seconds);
    set_open(window, analyses, true);
    const Stretch open = measure(window, seconds);
    speeds.push_back(open.speed / closed.speed);
    works.push_back(open.work / closed.work);
    shares.push_back(open.share);
    colours.push_back(closed.share);
    fmt::print(
        "{:2}: closed {:5.1f} steps/s, {:6.2f} ms of processor a step; open {:5.1f}, "
        "{:6.2f} ms\n",
        pair + 1, closed.speed, 1e3 * closed.work, open.speed, 1e3 * open.work);
    std::fflush(stdout);
  }
  fmt::print("medians, open against closed: speed {:+.1f} %, processor time a step {:+.1f} %\n",
             100 * (median(speeds) - 1), 100 * (median(works) - 1));
  fmt::print(
      "of one processor: colours alone {:.1f} %, with the panels and their drawing {:.1f} %\n",
      100 * median(colours), 100 * median(shares));
}
