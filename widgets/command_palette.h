#pragma once
#include <QDialog>
#include <QPointer>
#include <functional>
#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;
class QMenuBar;

namespace vitrine::widgets {

/// Something that can be asked of the window.
struct Command {
  QString title;                   ///< "Run › Pause"
  QString keys = {};               ///< its shortcut, as it is shown
  QString obstacle = {};           ///< why it cannot be had now; empty: it can
  std::function<void()> run = {};  ///< only without an obstacle
};

/// Everything that the menus hold, those that are made when they open among them.
std::vector<Command> commands_of(const QMenuBar& menus);

/// One types some letters of what one wants; Enter does it. Commands that cannot be had are grey
/// and say why.
class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  CommandPalette(std::vector<Command> commands, QWidget* parent);
  QLineEdit& line() { return *line_; }
  QListWidget& list() { return *list_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void find();
  void run();
  void explain();

  std::vector<Command> commands_;
  std::vector<std::size_t> found_;
  QLineEdit* line_;
  QListWidget* list_;
  QLabel* note_;
};

}  // namespace vitrine::widgets
