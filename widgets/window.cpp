#include "widgets/window.h"

#include <QApplication>
#include <QSettings>
#include <QTimer>

#include "widgets/lost_window.h"
#include "widgets/main_window.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

/// The stored choice; whatever else stands in the settings file means the system's.
ThemeChoice stored_theme() {
  const QString name = QSettings().value("theme").toString();
  return name == "light" || name == "dark" ? parse_theme(name.toStdString()) : ThemeChoice::system;
}

}  // namespace

int runWindow(int argc, char** argv, const WindowOptions& options,
              const std::function<bool()>& is_to_end) {
  prepareOpenGl();
  QApplication application(argc, argv);
  QApplication::setOrganizationName("Vitrine");
  QApplication::setApplicationName("Vitrine");
  QApplication::setApplicationVersion(QString::fromStdString(options.version));
  apply_theme(options.theme.empty() ? stored_theme() : parse_theme(options.theme));
  MainWindow window(options);
  LostWindow lost(window);
  application.installNativeEventFilter(&lost);
  window.show();
  window.begin();
  QTimer end;
  QObject::connect(&end, &QTimer::timeout, &window, [&] {
    if (is_to_end()) window.close();
  });
  end.start(200);
  const int status = QApplication::exec();
  application.removeNativeEventFilter(&lost);
  return status;
}

}  // namespace vitrine::widgets
