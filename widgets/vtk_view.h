#pragma once
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "widgets/view_3d.h"
#include "widgets/vtk_context.h"

class QLabel;

namespace vitrine::widgets {

/// VTK in a widget, without VTK's own Qt module (Debian links that to Qt 5): a picture is drawn
/// off the screen when it is out of date (redraw()) and the widget is painted; painting alone, for
/// something that lies over the view, shows the last one again.
class VtkCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit VtkCanvas(QWidget* parent);
  ~VtkCanvas() override;

  render::Scene& scene() { return *scene_; }
  void redraw();
  const QImage& seen() const { return seen_; }  ///< what was painted last, in display pixels
  std::unique_ptr<Shot> shot(double scale, bool transparent) const;
  void setLasso(bool on);
  /// Another frame stands in the scene.
  void frameCame();
  void turned();  ///< the camera, by somebody; it may go on
  /// While the view is turned or frames follow each other, a picture may take so long; a slower
  /// one is drawn in larger pixels, and where that is not enough leaves things out. Seconds.
  void setMovingBudget(double seconds) { moving_budget_ = seconds; }
  /// Others need the processors: pictures of a view in motion may take half as long and come with
  /// a rest between them.
  void setSparing(bool sparing) { sparing_ = sparing; }
  QString renderer();  ///< vendor, renderer and version of OpenGL; empty before the first painting

 Q_SIGNALS:
  void atomPicked(int atom, bool adds);
  void atomsEnclosed(const std::vector<int>& atoms, bool adds);
  void drawn(double seconds);
  void cameraMoved();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void drawPicture();
  double pixelRatio() const { return devicePixelRatioF() * detail_; }  ///< drawn pixels per point
  QSize pixels() const;
  void fitWindow();
  int atomAt(const QPointF& position) const;
  void makeLasso();
  void beginMoving(int standing_after, double budget);
  void beginTurning();
  void endMoving();

  vtkNew<vtkGenericOpenGLRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  std::unique_ptr<render::Scene> scene_;
  std::unique_ptr<VtkContext> gl_;  // from the first painting on; goes before what it draws
  QImage seen_;
  bool stale_ = true;
  QPointF pressed_, last_;
  bool dragged_ = false;
  bool lasso_ = false;        ///< a left drag draws one
  double whole_picture_ = 0;  ///< seconds that the last one took to paint
  bool moving_ = false;
  double moving_budget_ = 0.05;
  double detail_ = 1;  ///< pixels drawn for one of the screen, along each side
  bool sparing_ = false;
  QTimer rest_;  ///< after a picture in motion
  QElapsedTimer since_frame_;
  QTimer standing_;  ///< ends when the view has not been moved for a while
};

class VtkView : public View3d {
  Q_OBJECT
 public:
  explicit VtkView(QWidget* parent);

  void setLook(const render::Look& look) override;
  void showPicture(const render::Picture& picture) override;
  void showPicture(const render::Picture& picture, const render::Look& look) override;
  void resetCamera() override;
  void viewAlong(int axis, bool backwards) override;
  void setParallel(bool parallel) override;
  void setMeasurements(const render::Measurements& measurements) override;
  void setTrails(std::shared_ptr<const render::Trails> trails) override;
  void setLasso(bool on) override;
  void setSparing(bool sparing) override { canvas_->setSparing(sparing); }
  void setHint(const QString& words) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  std::optional<render::CameraPose> camera() const override;
  void setCamera(const render::CameraPose& pose) override;
  void turnTo(const render::CameraPose& pose) override;
  std::optional<render::Corners> corners() const override;
  void setRoomFor(const std::optional<render::Corners>& others) override;
  std::unique_ptr<Shot> shot(double scale, bool transparent) override;
  QString versions() const override;
  VtkCanvas* canvas() { return canvas_; }

 private:
  void placeHint();

  template <class Show>
  void takeIn(Show&& show);

  VtkCanvas* canvas_;
  QLabel* hint_;
  FramePtr frame_;  ///< shown
};

}  // namespace vitrine::widgets
