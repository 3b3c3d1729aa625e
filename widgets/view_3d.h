#pragma once
#include <QWidget>
#include <memory>
#include <vector>

#include "render/scene.h"
#include "widgets/shot.h"

namespace vitrine::widgets {

/// The 3D view as the window sees it. Behind it stands VTK (vtk_view.h), or a plain placeholder
/// where there is no OpenGL.
class View3d : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  virtual void setLook(const render::Look& look) = 0;
  virtual void showPicture(const render::Picture& picture) = 0;
  /// Both at once: two changes would be drawn twice.
  virtual void showPicture(const render::Picture& picture, const render::Look& look) = 0;
  virtual void resetCamera() = 0;
  virtual void viewAlong(int axis, bool backwards) = 0;
  virtual void setParallel(bool parallel) = 0;  ///< projection
  virtual void setMeasurements(const render::Measurements& measurements) = 0;
  /// Of the picture that is shown next.
  virtual void setTrails(std::shared_ptr<const render::Trails> trails) = 0;
  /// What a left drag does: turns the view, or draws a lasso (as Ctrl and a drag always do).
  virtual void setLasso(bool on) = 0;
  /// Others need the processors: the view in motion is drawn with rests.
  virtual void setSparing(bool sparing) = 0;
  /// A sentence over the view; empty: none.
  virtual void setHint(const QString& words) = 0;
  /// Nothing before the first picture, and without OpenGL.
  virtual std::optional<render::CameraPose> camera() const = 0;
  virtual void setCamera(const render::CameraPose& pose) = 0;  ///< InputError: not a sound one
  /// The same as a part of a movement, by somebody who turns another view.
  virtual void turnTo(const render::CameraPose& pose) = 0;
  virtual std::optional<render::Corners> corners() const = 0;  ///< render::Scene::corners()
  virtual void setRoomFor(const std::optional<render::Corners>& others) = 0;  ///< where it frames
  /// A picture of what is on the screen, at `scale` times its size; nullptr without OpenGL.
  virtual std::unique_ptr<Shot> shot(double scale, bool transparent) = 0;
  QImage image(double scale = 1, bool transparent = false);  ///< the whole of it at once
  /// Of VTK and OpenGL, and who draws.
  virtual QString versions() const = 0;

 Q_SIGNALS:
  void atomPicked(int atom, bool adds);  ///< -1: the background; adds: with Shift
  void atomsEnclosed(const std::vector<int>& atoms, bool adds);  ///< by a lasso
  void drawn(double seconds);  ///< what taking in or painting a picture took
  void cameraMoved();          ///< by somebody
};

/// VTK where the platform can do OpenGL, the placeholder elsewhere (offscreen, minimal, vnc).
View3d* makeView3d(QWidget* parent);

/// Must run before QApplication: the format of OpenGL.
void prepareOpenGl();

}  // namespace vitrine::widgets
