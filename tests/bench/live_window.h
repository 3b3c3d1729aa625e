#pragma once
// What the programs that time the window share: a window with the shipped demonstration, waiting
// with its events, medians.
#include <QApplication>
#include <QEventLoop>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "app/window_run.h"
#include "widgets/main_window.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace vitrine::bench {

inline void wait(double seconds) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000 * seconds), &loop, &QEventLoop::quit);
  loop.exec();
}

/// Of the values, from 0 (the smallest) to 1.
inline double quantile(std::vector<double> values, double share) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}
inline double median(const std::vector<double>& values) {
  return quantile(values, 0.5);
}

/// Settings and records of nobody but this program. Before the QApplication.
class Home {
 public:
  Home() {
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
    widgets::prepareOpenGl();
  }
  std::filesystem::path path() const { return folder_.path().toStdString(); }
  /// A window of 1280 x 800, shown, that has begun.
  std::unique_ptr<widgets::MainWindow> open(widgets::WindowOptions options,
                                            std::vector<std::string> overrides = {}) {
    widgets::apply_theme(widgets::ThemeChoice::light);
    options.start_run = [this, overrides](widgets::RunRequest request) {
      request.overrides.insert(request.overrides.end(), overrides.begin(), overrides.end());
      return app::start_window_run(request, {}, path());
    };
    auto window = std::make_unique<widgets::MainWindow>(options);
    window->resize(1280, 800);
    window->show();
    window->begin();
    return window;
  }

 private:
  QTemporaryDir folder_;
};

}  // namespace vitrine::bench
