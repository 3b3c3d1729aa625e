#include "render/occlusion.h"

#include <vtkCameraPass.h>
#include <vtkLightsPass.h>
#include <vtkNew.h>
#include <vtkOpaquePass.h>
#include <vtkOverlayPass.h>
#include <vtkRenderPassCollection.h>
#include <vtkRenderer.h>
#include <vtkSSAOPass.h>
#include <vtkSequencePass.h>
#include <vtkTranslucentPass.h>

namespace vitrine::render {
namespace {

constexpr double reach = 6;  // angstrom about a point that may shade it: a cage's half width

}  // namespace

Occlusion::Occlusion(vtkRenderer* renderer) : renderer_(renderer) {}
Occlusion::~Occlusion() = default;

void Occlusion::set(bool on) {
  if (!on) {
    renderer_->SetPass(nullptr);
    return;
  }
  if (!pass_) {
    vtkNew<vtkOpaquePass> opaque;
    vtkNew<vtkCameraPass> seen;
    seen->SetDelegatePass(opaque);
    shade_ = vtkSmartPointer<vtkSSAOPass>::New();
    shade_->SetDelegatePass(seen);
    shade_->SetRadius(reach);
    shade_->SetBias(0.05);
    shade_->SetKernelSize(96);
    shade_->BlurOn();
    // Lights; solid things with their shade; what is translucent, and the overlay, without.
    vtkNew<vtkLightsPass> lights;
    vtkNew<vtkTranslucentPass> translucent;
    vtkNew<vtkOverlayPass> overlay;
    vtkNew<vtkRenderPassCollection> passes;
    passes->AddItem(lights);
    passes->AddItem(shade_);
    passes->AddItem(translucent);
    passes->AddItem(overlay);
    vtkNew<vtkSequencePass> sequence;
    sequence->SetPasses(passes);
    vtkNew<vtkCameraPass> camera;
    camera->SetDelegatePass(sequence);
    pass_ = camera;
  }
  renderer_->SetPass(pass_);
}

}  // namespace vitrine::render
