#pragma once
#include <QKeySequence>
#include <QList>
#include <QObject>

class QAction;

namespace vitrine::widgets {

/// The shortcuts of the window's actions: each can be changed, and is remembered between starts by
/// the object name of its action.
class Shortcuts : public QObject {
  Q_OBJECT
 public:
  /// What was remembered is in force at once; what conflicts by now is left out.
  explicit Shortcuts(const QList<QAction*>& actions, QObject* parent);
  const QList<QAction*>& actions() const { return actions_; }
  QKeySequence usual(const QAction* action) const;
  /// Why these keys cannot be the action's; empty: they can. No keys always can.
  QString conflict(const QAction* action, const QKeySequence& keys) const;
  /// Nothing happens where there is a conflict.
  void set(QAction* action, const QKeySequence& keys);
  void reset(QAction* action) { set(action, usual(action)); }
  void resetAll();

 private:
  void put(QAction* action, const QKeySequence& keys);
  void remember(const QAction* action) const;
  QList<QAction*> actions_;
  QList<QKeySequence> usual_;
};

/// The action's tip with its shortcut behind it.
void show_shortcut(QAction& action);
/// "P&ause…" -> "Pause"
QString action_name(const QAction& action);

}  // namespace vitrine::widgets
