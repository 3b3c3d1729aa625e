#pragma once
// main() of the programs that test the whole window.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace vitrine::test {

inline int run_window_tests(int argc, char** argv) {
  // Nobody's own settings are read or written.
  QTemporaryDir home;
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
  widgets::prepareOpenGl();
  QApplication application(argc, argv);
  QApplication::setOrganizationName("VitrineTest");
  QApplication::setApplicationName("VitrineTest");
  widgets::apply_theme(widgets::ThemeChoice::light);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

}  // namespace vitrine::test
