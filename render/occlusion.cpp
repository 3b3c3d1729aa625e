#include "render/occlusion.h"

#include <vtkCameraPass.h>
#include <vtkLightsPass.h>
#include <vtkNew.h>
#include <vtkOpaquePass.h>
#include <vtkOverlayPass.h>
#include <vtkRenderPassCollection.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSSAOPass.h>
#include <vtkSequencePass.h>
#include <vtkTranslucentPass.h>

namespace vitrine::render {
namespace {

constexpr double reach = 6;  // angstrom about a point that may shade it: a cage's half width

// Lights; solid things with their shade; what is translucent, and the overlay, without.
vtkSmartPointer<vtkRenderPass> make_pass() {
  vtkNew<vtkCameraPass> seen;
  seen->SetDelegatePass(vtkNew<vtkOpaquePass>());
  vtkNew<vtkSSAOPass> shade;
  shade->SetDelegatePass(seen);
  shade->SetRadius(reach);
  shade->SetBias(0.05);
  shade->SetKernelSize(32);
  shade->BlurOn();
  vtkNew<vtkRenderPassCollection> passes;
  passes->AddItem(vtkNew<vtkLightsPass>());
  passes->AddItem(shade);
  passes->AddItem(vtkNew<vtkTranslucentPass>());
  passes->AddItem(vtkNew<vtkOverlayPass>());
  vtkNew<vtkSequencePass> sequence;
  sequence->SetPasses(passes);
  vtkNew<vtkCameraPass> camera;
  camera->SetDelegatePass(sequence);
  return camera.Get();
}

}  // namespace

Occlusion::Occlusion(vtkRenderer* renderer) : renderer_(renderer) {}
Occlusion::~Occlusion() = default;

void Occlusion::show(bool on) {
  if (on == (pass_ != nullptr)) return;
  if (on) {
    pass_ = make_pass();
    renderer_->SetPass(pass_);
    return;
  }
  renderer_->SetPass(nullptr);
  pass_->ReleaseGraphicsResources(renderer_->GetRenderWindow());
  pass_ = nullptr;
}

}  // namespace vitrine::render
