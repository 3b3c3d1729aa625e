#pragma once
#include <QDialog>

#include "sim/dynamics/protocol.h"

class QDialogButtonBox;
class QLabel;

namespace vitrine::widgets {

class StageTable;

/// What a run still has before it, in numbers: the same as dragging the knots of the timeline, for
/// the keyboard and for exact values.
class PlanDialog : public QDialog {
  Q_OBJECT
 public:
  /// `plan`: of the whole run, of which what is left at `time` (ps) can be changed. InputError when
  /// nothing is.
  PlanDialog(const dynamics::Protocol& plan, double time, QWidget* parent);
  /// Of the whole run, as changed.
  dynamics::Protocol plan() const;
  StageTable& stages() { return *stages_; }

 private:
  void check();

  const dynamics::Protocol plan_;
  const double time_;
  StageTable* stages_;
  QLabel* problem_;
  QDialogButtonBox* buttons_;
};

}  // namespace vitrine::widgets
