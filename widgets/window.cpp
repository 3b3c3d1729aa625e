#include "widgets/window.h"

#include <QApplication>
#include <QSettings>

#include "widgets/main_window.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {

int runWindow(int argc, char** argv, const WindowOptions& options) {
  prepareOpenGl();
  QApplication application(argc, argv);
  QApplication::setOrganizationName("Vitrine");
  QApplication::setApplicationName("Vitrine");
  const std::string chosen = options.theme.empty()
                                 ? QSettings().value("theme").toString().toStdString()
                                 : options.theme;
  apply_theme(parse_theme(chosen));
  MainWindow window(options);
  window.show();
  window.begin();
  return QApplication::exec();
}

}  // namespace vitrine::widgets
