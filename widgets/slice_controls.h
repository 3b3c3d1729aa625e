#pragma once
#include <QWidget>
#include <array>

#include "render/scene.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace vitrine::widgets {

/// The slab of the view: along which normal, where, how thick.
class SliceControls : public QWidget {
  Q_OBJECT
 public:
  /// Changes `slice`, which outlives it, and says so.
  SliceControls(render::Slice& slice, QWidget* parent);
  void show(const render::Slice& slice);
  /// How far the slab can be moved follows from what is shown.
  void follow(const FramePtr& frame);
  /// Answers directionWanted().
  void setDirection(const Vec3& direction);

 Q_SIGNALS:
  void changed();
  void directionWanted();  ///< of the view, towards the eye

 private:
  enum Normal { along_a, along_b, along_c, plane, across_view };
  void chooseNormal(int normal);
  void setPosition(double position);
  void setReach();
  QDoubleSpinBox* makeLength(const QString& name, double low, double high);

  render::Slice& slice_;
  FramePtr frame_;
  double reach_ = 10;  ///< angstrom, of the position to either side
  QCheckBox* on_;
  QWidget* details_;
  QComboBox* normal_;
  QWidget* indices_;
  std::array<QSpinBox*, 3> miller_;
  QSlider* slider_;
  QDoubleSpinBox *position_, *thickness_;
};

}  // namespace vitrine::widgets
