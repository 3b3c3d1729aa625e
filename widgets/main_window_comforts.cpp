// What makes the window one's own: the command palette, preferences, shortcuts, the about box.
#include <QApplication>
#include <QMenuBar>
#include <QToolBar>
#include <utility>

#include "widgets/command_palette.h"
#include "widgets/help.h"
#include "widgets/main_window.h"
#include "widgets/message_bar.h"
#include "widgets/preferences.h"
#include "widgets/run_tree.h"
#include "widgets/shortcuts.h"
#include "widgets/theme.h"
#include "widgets/view_3d.h"
#include "widgets/welcome.h"

namespace vitrine::widgets {

void MainWindow::makeComforts() {
  QList<QAction*> own;
  for (QAction* action : QWidget::actions())
    if (!action->objectName().isEmpty()) own << action;
  shortcuts_ = new Shortcuts(own, this);
  welcome_->setRecent(recent_);
  connect(welcome_, &Welcome::demoDue, this, [this] { startRun(last_request_); });
  connect(actions_.command_palette, &QAction::triggered, this, &MainWindow::openPalette);
  connect(actions_.preferences, &QAction::triggered, this, &MainWindow::openPreferences);
  actions_.large_type->setChecked(Preferences::stored().large_type);
  connect(actions_.large_type, &QAction::triggered, this, [this](bool large) {
    Preferences changed = Preferences::stored();
    changed.large_type = large;
    changed.store();
    setType(changed);
  });
}

void MainWindow::openPalette() {
  std::vector<Command> commands = commands_of(*menuBar());
  for (const std::filesystem::path& file : runs().files()) {
    commands.push_back({tr("Show › %1").arg(QString::fromStdString(file.filename().string())),
                        {},
                        {},
                        [this, file] { presenter_.openFile(file); }});
  }
  (new CommandPalette(std::move(commands), this))->show();
}

void MainWindow::openPreferences() {
  auto* dialog = new PreferencesDialog(*shortcuts_, this);
  connect(dialog, &PreferencesDialog::changed, this, &MainWindow::apply);
  dialog->open();
}

void MainWindow::apply(const Preferences& preferences) {
  if (options_.theme.empty()) apply_theme(parse_theme(preferences.theme.toStdString()));
  setType(preferences);
  set_display_units(preferences.units);
  refresh();
}

/// Larger type may need a larger window, which has its size again when type has.
void MainWindow::setType(const Preferences& preferences) {
  const double before = type_scale(), scale = preferences.typeScale();
  if (scale > before && !before_larger_type_) before_larger_type_ = {before, sizes()};
  set_type(scale, preferences.type_family);
  fitToType();
  if (!before_larger_type_ || scale > before_larger_type_->first) return;
  constexpr int settled = 100;  // ms: the layouts have taken the new sizes
  const Sizes then = std::exchange(before_larger_type_, {})->second;
  QTimer::singleShot(settled, this, [this, then] {
    if (!isMaximized() && !isFullScreen()) resize(then.window);
    QTimer::singleShot(settled, this, [this, then] { restoreDocks(then.docks); });
  });
}

void MainWindow::about() {
  QList<std::pair<QString, QString>> parts{{tr("Qt"), qVersion()},
                                           {tr("Platform"), QGuiApplication::platformName()},
                                           {tr("Drawn by"), view_->versions()}};
  for (const auto& [name, version] : options_.components)
    parts.push_back({QString::fromStdString(name), QString::fromStdString(version)});
  show_about(this, parts);
}

}  // namespace vitrine::widgets
