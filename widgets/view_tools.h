#pragma once
#include <QObject>

#include "widgets/measurements.h"
#include "widgets/trail_recorder.h"

class QAction;

namespace vitrine::widgets {

struct Actions;
class Selection;
class View3d;

/// What the left mouse button does in the 3D view: turn and select, draw a lasso, or measure; and
/// what stands in the view besides the atoms: measurements and trails.
class ViewTools : public QObject {
  Q_OBJECT
 public:
  ViewTools(const Actions& actions, View3d& view, Selection& selection, QObject* parent);

  MeasurementList& measurements() { return measurements_; }
  TrailRecorder& trails() { return trails_; }
  /// Before this frame is put into the view.
  void follow(const FramePtr& frame);
  /// Back to turning and selecting; false where that was so already.
  bool leave();

 private:
  void take(int atom, bool adds);
  void enclose(const std::vector<int>& atoms, bool adds);
  void choose(const QAction* chosen);
  void showMeasurements();

  const Actions& actions_;
  View3d& view_;
  Selection& selection_;
  MeasurementList measurements_;
  TrailRecorder trails_;
  FramePtr frame_;
};

}  // namespace vitrine::widgets
