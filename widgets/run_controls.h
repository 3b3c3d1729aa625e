#pragma once
#include <QToolBar>

#include "widgets/actions.h"

class QDoubleSpinBox;

namespace vitrine::widgets {

class LiveFeed;

/// The toolbar: files and runs, and the targets of temperature and pressure.
class RunControls : public QToolBar {
  Q_OBJECT
 public:
  explicit RunControls(const Actions& actions, QWidget* parent = nullptr);
  /// Enables what applies and lets the targets follow the schedule.
  void show(const LiveFeed& feed);

 Q_SIGNALS:
  void temperatureChosen(double kelvin);
  void pressureChosen(double gpa);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Actions actions_;
  QDoubleSpinBox *temperature_, *pressure_;
};

}  // namespace vitrine::widgets
