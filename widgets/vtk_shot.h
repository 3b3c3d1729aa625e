#pragma once
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/capture.h"
#include "render/scene.h"
#include "widgets/shot.h"
#include "widgets/vtk_context.h"

namespace vitrine::widgets {

/// A copy of a scene in a context of its own: the view goes on meanwhile.
class VtkShot : public Shot {
 public:
  VtkShot(const render::Scene& scene, const render::Shutter& shutter);
  double progress() const override;
  void draw() override;
  QImage image() const override;

 private:
  vtkNew<vtkGenericOpenGLRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  render::Scene scene_;
  render::Exposure exposure_;
  VtkContext gl_;  // last: it goes before what it draws
};

}  // namespace vitrine::widgets
