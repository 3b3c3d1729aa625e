#include "widgets/shortcuts.h"

#include <QAction>
#include <QSettings>

namespace vitrine::widgets {
namespace {

/// What the window itself does with these keys (MainWindow::keyPressEvent).
const QList<QKeySequence>& kept_keys() {
  static const QList<QKeySequence> keys{Qt::Key_Space,    Qt::Key_Left,  Qt::Key_Right,
                                        Qt::Key_PageUp,   Qt::Key_Home,  Qt::Key_End,
                                        Qt::Key_PageDown, Qt::Key_Escape};
  return keys;
}

QString key_of(const QAction* action) {
  return "shortcuts/" + action->objectName();
}

}  // namespace

QString action_name(const QAction& action) {
  return action.text().section('\t', 0, 0).remove('&').remove(QChar(0x2026));
}

void show_shortcut(QAction& action) {
  const QString tip = action.property("tip").toString(),
                keys = action.shortcut().toString(QKeySequence::NativeText);
  action.setToolTip(keys.isEmpty() ? tip : QString("%1 (%2)").arg(tip, keys));
}

Shortcuts::Shortcuts(const QList<QAction*>& actions, QObject* parent)
    : QObject(parent), actions_(actions) {
  for (const QAction* action : actions_) usual_ << action->shortcut();
  const QSettings settings;
  // First those that gave their keys away, so that others can have them.
  for (const bool empty : {true, false})
    for (QAction* action : actions_) {
      const QVariant stored = settings.value(key_of(action));
      const QKeySequence keys(stored.toString(), QKeySequence::PortableText);
      if (stored.isValid() && keys.isEmpty() == empty && conflict(action, keys).isEmpty())
        put(action, keys);
    }
}

QKeySequence Shortcuts::usual(const QAction* action) const {
  return usual_.value(actions_.indexOf(action));
}

QString Shortcuts::conflict(const QAction* action, const QKeySequence& keys) const {
  if (keys.isEmpty()) return {};
  const QString text = keys.toString(QKeySequence::NativeText);
  if (kept_keys().contains(QKeySequence(keys[0])))
    return tr("%1 moves through time, or pauses, and stays so").arg(text);
  for (const QAction* other : actions_) {
    if (other == action || other->shortcut().isEmpty()) continue;
    if (other->shortcut().matches(keys) != QKeySequence::NoMatch ||
        keys.matches(other->shortcut()) != QKeySequence::NoMatch)
      return tr("%1 is the shortcut of “%2”").arg(text, action_name(*other));
  }
  return {};
}

void Shortcuts::put(QAction* action, const QKeySequence& keys) {
  action->setShortcut(keys);
  show_shortcut(*action);
}

void Shortcuts::set(QAction* action, const QKeySequence& keys) {
  if (!conflict(action, keys).isEmpty()) return;
  put(action, keys);
  remember(action);
}

void Shortcuts::remember(const QAction* action) const {
  QSettings settings;
  if (action->shortcut() == usual(action))
    settings.remove(key_of(action));
  else
    settings.setValue(key_of(action), action->shortcut().toString(QKeySequence::PortableText));
}

void Shortcuts::resetAll() {
  for (QAction* action : actions_) put(action, usual(action));
  for (const QAction* action : actions_) remember(action);
}

}  // namespace vitrine::widgets
