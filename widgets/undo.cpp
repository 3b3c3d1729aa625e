#include "widgets/undo.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>
#include <algorithm>
#include <utility>

#include "widgets/state_difference.h"
#include "widgets/state_keeper.h"

namespace vitrine::widgets {
namespace {

constexpr int quiet_time = 400;  // ms without a change that end a gesture

}  // namespace

void UndoStack::push(ViewState now, const QString& name) {
  undone_.push_back({std::exchange(present_, std::move(now)), name});
  redone_.clear();
  if (undone_.size() > most_steps) undone_.pop_front();
}

void UndoStack::undo() {
  if (!canUndo()) return;
  Step step = std::move(undone_.back());
  undone_.pop_back();
  redone_.push_back({std::exchange(present_, std::move(step.state)), step.name});
}

void UndoStack::redo() {
  if (!canRedo()) return;
  Step step = std::move(redone_.back());
  redone_.pop_back();
  undone_.push_back({std::exchange(present_, std::move(step.state)), step.name});
}

Undo::Undo(StateKeeper& keeper, QObject* parent) : QObject(parent), keeper_(keeper) {
  quiet_.setSingleShot(true);
  quiet_.setInterval(quiet_time);
  connect(&quiet_, &QTimer::timeout, this, [this] {
    if (QGuiApplication::mouseButtons() != Qt::NoButton)
      quiet_.start();  // a gesture goes on, held still
    else
      commit();
  });
}

void Undo::touch() {
  if (applying_) return;
  if (!quiet_.isActive()) qApp->installEventFilter(this);
  quiet_.start();
}

void Undo::stopWaiting() {
  quiet_.stop();
  qApp->removeEventFilter(this);
}

bool Undo::eventFilter(QObject*, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::Shortcut) commit();
  return false;
}

void Undo::commit() {
  stopWaiting();
  ViewState now = keeper_.view();
  ViewState before = stack_.present();
  if (!same_atoms(before.atoms, now.atoms)) {  // what belongs to other atoms is nobody's step
    before.selected = now.selected;
    std::copy_n(now.look.images, 3, before.look.images);
  }
  const QString name = difference(before, now);
  if (name.isEmpty()) return stack_.settle(std::move(now));
  stack_.settle(std::move(before));
  stack_.push(std::move(now), name);
  Q_EMIT changed();
}

void Undo::forget() {
  stopWaiting();
  stack_ = UndoStack();
  stack_.settle(keeper_.view());
  Q_EMIT changed();
}

void Undo::settleLayout() {
  if (quiet_.isActive()) return;  // somebody's change, which is to be a step
  ViewState settled = stack_.present();
  settled.layout = keeper_.view().layout;
  stack_.settle(std::move(settled));
}

void Undo::undo() {
  commit();
  stack_.undo();
  apply();
}

void Undo::redo() {
  commit();
  stack_.redo();
  apply();
}

void Undo::apply() {
  const QScopedValueRollback<bool> applying(applying_, true);
  keeper_.setView(stack_.present());
  Q_EMIT changed();
}

}  // namespace vitrine::widgets
