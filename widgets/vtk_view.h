#pragma once
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QElapsedTimer>
#include <QOpenGLContext>
#include <QOpenGLWidget>
#include <QTimer>

#include "widgets/view_3d.h"

class QLabel;

namespace vitrine::widgets {

/// VTK inside Qt's OpenGL widget, without VTK's own Qt module (Debian links that to Qt 5).
/// Moving the widget to another window, as docks do, gives it a new context: what VTK holds in
/// the old one is released first and made again by the next painting.
class VtkCanvas : public QOpenGLWidget {
  Q_OBJECT
 public:
  explicit VtkCanvas(QWidget* parent);
  ~VtkCanvas() override;

  render::Scene& scene() { return *scene_; }
  QImage image(double scale, bool transparent);
  void setLasso(bool on);
  /// Another frame stands in the scene.
  void frameCame();
  /// While the view is turned or frames follow each other, a picture may take so long; a slower
  /// one leaves things out. Seconds.
  void setMovingBudget(double seconds) { moving_budget_ = seconds; }
  QString renderer();  ///< vendor, renderer and version of OpenGL; empty before the first painting

 Q_SIGNALS:
  void atomPicked(int atom, bool adds);
  void atomsEnclosed(const std::vector<int>& atoms, bool adds);
  void drawn(double seconds);
  void cameraMoved();

 protected:
  void initializeGL() override;
  void paintGL() override;
  void resizeGL(int width, int height) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void releaseGl();
  void forgetContext();
  void answer(unsigned long event, void* reply);
  void fitWindow();
  int atomAt(const QPointF& position) const;
  void makeLasso();
  void beginMoving(int standing_after);
  void endMoving();

  vtkNew<vtkGenericOpenGLRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  vtkNew<vtkCallbackCommand> questions_;  // of the render window about its context
  std::unique_ptr<render::Scene> scene_;
  QOpenGLContext* context_ = nullptr;
  QSurface* surface_ = nullptr;
  QPointF pressed_, last_;
  bool dragged_ = false;
  bool lasso_ = false;        ///< a left drag draws one
  double whole_picture_ = 0;  ///< seconds that the last one took to paint
  bool moving_ = false;
  double moving_budget_ = 0.12;
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
  void setHint(const QString& words) override;
  void resizeEvent(QResizeEvent* event) override;
  std::optional<render::CameraPose> camera() const override;
  void setCamera(const render::CameraPose& pose) override;
  QImage image(double scale, bool transparent) override;
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
