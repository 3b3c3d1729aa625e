#include "widgets/window.h"

#include <QApplication>
#include <QTimer>

#include "widgets/display_units.h"
#include "widgets/lost_window.h"
#include "widgets/main_window.h"
#include "widgets/preferences.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
int runWindow(int argc, char** argv, const WindowOptions& options,
              const std::function<bool()>& is_to_end) {
  prepareOpenGl();
  QApplication application(argc, argv);
  QApplication::setOrganizationName("Vitrine");
  QApplication::setApplicationName("Vitrine");
  QApplication::setApplicationVersion(QString::fromStdString(options.version));
  const Preferences preferences = Preferences::stored();
  apply_theme(parse_theme(options.theme.empty() ? preferences.theme.toStdString() : options.theme));
  set_type(preferences.typeScale(), preferences.type_family);
  set_display_units(preferences.units);
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
