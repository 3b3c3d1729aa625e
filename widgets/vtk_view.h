#pragma once
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QOpenGLContext>
#include <QOpenGLWidget>

#include "widgets/view_3d.h"

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
  QString renderer();  ///< vendor, renderer and version of OpenGL; empty before the first painting

 Q_SIGNALS:
  void atomPicked(int atom, bool adds);
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

  vtkNew<vtkGenericOpenGLRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  vtkNew<vtkCallbackCommand> questions_;  // of the render window about its context
  std::unique_ptr<render::Scene> scene_;
  QOpenGLContext* context_ = nullptr;
  QSurface* surface_ = nullptr;
  QPointF pressed_, last_;
  bool dragged_ = false;
};

class VtkView : public View3d {
  Q_OBJECT
 public:
  explicit VtkView(QWidget* parent);

  void setLook(const render::Look& look) override;
  void showPicture(const render::Picture& picture) override;
  void showPicture(const render::Picture& picture, const render::Look& look) override;
  void resetCamera() override;
  void viewAlong(int axis) override;
  std::optional<render::CameraPose> camera() const override;
  void setCamera(const render::CameraPose& pose) override;
  QImage image(double scale, bool transparent) override;
  QString versions() const override;
  VtkCanvas* canvas() { return canvas_; }

 private:
  template <class Show>
  void takeIn(Show&& show);

  VtkCanvas* canvas_;
};

}  // namespace vitrine::widgets
