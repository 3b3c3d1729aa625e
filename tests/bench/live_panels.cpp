// What the panels cost a live run: steps/s of the demonstration of 2,176 atoms with every panel
// closed and with panels open, by turns in one run, so that what else the machine does hits both.
//   tests/with_display build/bench/tests/bench/live_panels [SECONDS] [PAIRS] [ANALYSIS...]
// Without ANALYSIS the three panels of a new window are open; each ANALYSIS opens its panel, too.
#include <fmt/core.h>

#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <charconv>

#include "app/runs.h"
#include "widgets/analysis_panels.h"
#include "widgets/main_window.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace {

using namespace vitrine;

void wait(double seconds) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000 * seconds), &loop, &QEventLoop::quit);
  loop.exec();
}

/// Steps a second over a stretch of time.
double speed(widgets::MainWindow& window, double seconds) {
  const auto& feed = window.presenter().feed();
  wait(2);  // the docks have moved, the first frames are analysed
  const auto before = feed.status().step;
  QElapsedTimer timer;
  timer.start();
  wait(seconds);
  const double passed = 1e-3 * static_cast<double>(timer.elapsed());
  return static_cast<double>(feed.status().step - before) / passed;
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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
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
  QTemporaryDir home;
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  widgets::prepareOpenGl();
  QApplication application(argc, argv);
  widgets::apply_theme(widgets::ThemeChoice::light);
  widgets::WindowOptions options;
  options.demo = "demo";
  options.start_run = [](const widgets::RunRequest& request) {
    return app::start_window_run(request, {});
  };
  widgets::MainWindow window(options);
  window.resize(1280, 800);
  window.show();
  window.begin();
  while (!window.presenter().feed().isRunning()) wait(0.2);
  wait(5);  // the crystals of the map are analysed once
  std::vector<double> closed, open, ratios;
  for (int pair = 0; pair < pairs; ++pair) {
    set_open(window, analyses, false);
    closed.push_back(speed(window, seconds));
    set_open(window, analyses, true);
    open.push_back(speed(window, seconds));
    ratios.push_back(open.back() / closed.back());
    fmt::print("{:2}: closed {:6.1f} steps/s, open {:6.1f} steps/s, {:+.1f} %\n", pair + 1,
               closed.back(), open.back(), 100 * (ratios.back() - 1));
    std::fflush(stdout);
  }
  fmt::print("medians: closed {:.1f}, open {:.1f} steps/s; of the ratios {:+.1f} %\n",
             median(closed), median(open), 100 * (median(ratios) - 1));
}
