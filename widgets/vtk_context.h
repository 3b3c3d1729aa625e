#pragma once
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>

#include <QImage>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <functional>

namespace vitrine::widgets {

/// An OpenGL context of its own for a VTK render window, without a window on the screen: what VTK
/// draws is read back as an image. A QOpenGLWidget would have Qt compose the whole window by OpenGL
/// whenever any label in it changes, some 15 ms of every core where OpenGL is software; and its
/// context would change with every dock that floats.
class VtkContext {
 public:
  /// `window` must outlive this. Before any rendering.
  explicit VtkContext(vtkGenericOpenGLRenderWindow* window);
  ~VtkContext();
  VtkContext(const VtkContext&) = delete;
  VtkContext& operator=(const VtkContext&) = delete;

  bool exists() const { return context_.isValid(); }  ///< false: this display gives none any more
  /// Runs what has the window rendered, otherwise than by draw(). Only where the context exists.
  void inContext(const std::function<void()>& drawing);
  /// Draws the window as large as it is set. Null without a context.
  QImage draw();
  QString renderer();  ///< vendor, renderer and version of OpenGL

 private:
  void makeCurrent() { context_.makeCurrent(&surface_); }
  void answer(unsigned long event, void* reply);

  vtkGenericOpenGLRenderWindow* window_;
  vtkNew<vtkCallbackCommand> questions_;  // of the render window about its context
  QOffscreenSurface surface_;
  QOpenGLContext context_;
};

}  // namespace vitrine::widgets
