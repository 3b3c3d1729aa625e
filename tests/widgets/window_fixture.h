#pragma once
// A whole window over a toy run, for tests that play at it.
#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/widgets/toy_run.h"
#include "tests/widgets/window_tests.h"
#include "widgets/main_window.h"

namespace vitrine::test {

/// Atoms of the picture that have a value to be coloured by.
inline std::ptrdiff_t coloured_atoms(const widgets::Presenter& presenter) {
  const std::vector<double>& values = presenter.picture().colouring.values;
  return std::count_if(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

class WindowTest : public testing::Test {
 protected:
  std::unique_ptr<widgets::MainWindow> open(widgets::WindowOptions options = {}) {
    if (!options.start_run) options.start_run = toy_run;
    auto window = std::make_unique<widgets::MainWindow>(options);
    window->resize(1280, 800);
    window->show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(window.get()));
    QTest::qWait(150);  // the layout settles in the size that the screen gives
    window->begin();
    return window;
  }
  static bool until(const std::function<bool()>& condition) {
    constexpr int patience = 20000;  // ms; for loaded machines, not an expectation
    return QTest::qWaitFor(condition, patience);
  }
  static bool runs(widgets::MainWindow& window) {
    return until([&] {
      return window.presenter().feed().exists() && window.presenter().feed().status().step > 0;
    });
  }
  std::filesystem::path path(const char* name) { return folder_.filePath(name).toStdString(); }
  QTemporaryDir folder_;
};

}  // namespace vitrine::test
