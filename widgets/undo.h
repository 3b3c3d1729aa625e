#pragma once
#include <QObject>
#include <QTimer>
#include <deque>

#include "widgets/window_state.h"

namespace vitrine::widgets {

class StateKeeper;

/// States of the view with the names of the steps between them, the oldest forgotten.
class UndoStack {
 public:
  static constexpr std::size_t most_steps = 100;
  void settle(ViewState now) { present_ = std::move(now); }  ///< no step: nobody did it
  void push(ViewState now, const QString& name);             ///< what was undone is gone
  const ViewState& present() const { return present_; }
  bool canUndo() const { return !undone_.empty(); }
  bool canRedo() const { return !redone_.empty(); }
  QString undoName() const { return canUndo() ? undone_.back().name : QString(); }
  QString redoName() const { return canRedo() ? redone_.back().name : QString(); }
  void undo();  ///< the state is then the present one; nothing where there is none
  void redo();
  std::size_t size() const { return undone_.size(); }

 private:
  struct Step {
    ViewState state;  ///< to go to
    QString name;
  };
  ViewState present_;
  std::deque<Step> undone_, redone_;
};

/// Records what is changed in the window, by whatever control: when somebody has touched something
/// and is done (the mouse let go, nothing more for a moment), the state is compared with the one
/// before. A press of the mouse or a shortcut ends a gesture; so one drag is one step. As long as
/// nobody touches anything it does nothing at all.
class Undo : public QObject {
  Q_OBJECT
 public:
  Undo(StateKeeper& keeper, QObject* parent);
  void touch();   ///< something may have changed
  void commit();  ///< what was touched is a step from now on
  void undo();
  void redo();
  /// What is shown came by itself, from a session say: no step leads behind it.
  void forget();
  /// Panels and sizes came as the window was laid out: no step.
  void settleLayout();
  const UndoStack& stack() const { return stack_; }

 Q_SIGNALS:
  void changed();  ///< what can be undone and redone

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void apply();
  void stopWaiting();

  StateKeeper& keeper_;
  UndoStack stack_;
  QTimer quiet_;
  bool applying_ = false;
};

}  // namespace vitrine::widgets
