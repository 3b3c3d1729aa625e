#pragma once
#include <QWidget>

#include "sim/model/frame.h"

class QTableWidget;
class QToolButton;

namespace vitrine::widgets {

class MeasurementList;

/// What is measured, with its values in the frame shown; rows can be removed and copied. Hidden
/// while there is nothing.
class MeasurementControls : public QWidget {
  Q_OBJECT
 public:
  explicit MeasurementControls(QWidget* parent = nullptr);
  void show(MeasurementList& list, const FramePtr& frame);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void removeChosen();
  void copy();

  MeasurementList* list_ = nullptr;
  FramePtr frame_;
  QTableWidget* table_;
};

}  // namespace vitrine::widgets
