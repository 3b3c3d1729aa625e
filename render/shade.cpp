#include "render/shade.h"

#include <vtkActor.h>
#include <vtkActorCollection.h>
#include <vtkCameraPass.h>
#include <vtkLightsPass.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOpaquePass.h>
#include <vtkOverlayPass.h>
#include <vtkProperty.h>
#include <vtkRenderPassCollection.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSSAOPass.h>
#include <vtkSequencePass.h>
#include <vtkShadowMapBakerPass.h>
#include <vtkShadowMapPass.h>
#include <vtkTranslucentPass.h>

#include <initializer_list>

namespace vitrine::render {

/// What the lights see; VTK would draw it anew for every drawing.
class ShadowMaps : public vtkShadowMapBakerPass {
 public:
  static ShadowMaps* New();
  void Render(const vtkRenderState* state) override {
    if (!hold || !drawn_) vtkShadowMapBakerPass::Render(state);
    drawn_ = true;
  }
  bool hold = false;

 private:
  bool drawn_ = false;
};

vtkStandardNewMacro(ShadowMaps);

namespace {

using Pass = vtkSmartPointer<vtkRenderPass>;

constexpr double reach = 6;  // angstrom about a point that may shade it: a cage's half width
constexpr unsigned shadow_pixels = 2048;

Pass in_sequence(std::initializer_list<Pass> passes) {
  vtkNew<vtkRenderPassCollection> collection;
  for (const Pass& pass : passes)
    if (pass) collection->AddItem(pass);
  vtkNew<vtkSequencePass> sequence;
  sequence->SetPasses(collection);
  return sequence.Get();
}

Pass with_camera(const Pass& pass) {
  vtkNew<vtkCameraPass> camera;
  camera->SetDelegatePass(pass);
  return camera.Get();
}

Pass with_occlusion(const Pass& solid) {
  vtkNew<vtkSSAOPass> occlusion;
  occlusion->SetDelegatePass(with_camera(solid));
  occlusion->SetRadius(reach);
  occlusion->SetBias(0.05);
  occlusion->SetKernelSize(32);
  occlusion->BlurOn();
  return occlusion.Get();
}

// Lights; solid things with their shade; what is translucent, and the overlay, without.
Pass make_pass(const ShadeLook& look, ShadowMaps* maps) {
  const Pass lights = vtkNew<vtkLightsPass>().Get();
  Pass solid = vtkNew<vtkOpaquePass>().Get();
  if (look.shadows) {
    maps->SetResolution(shadow_pixels);
    vtkNew<vtkShadowMapPass> shadows;
    shadows->SetShadowMapBakerPass(maps);
    shadows->SetOpaqueSequence(in_sequence({lights, solid}));
    solid = shadows.Get();
  }
  if (look.occlusion) solid = with_occlusion(solid);
  return with_camera(
      in_sequence({lights, look.shadows ? maps : nullptr, solid, vtkNew<vtkTranslucentPass>().Get(),
                   vtkNew<vtkOverlayPass>().Get()}));
}

// What is drawn without light is lines, and where these cover their own neighbours occlusion would
// break them into dashes: they come after it, with what is translucent.
void put_lines_after(bool occlusion, vtkRenderer* renderer) {
  vtkActorCollection* actors = renderer->GetActors();
  vtkCollectionSimpleIterator next;
  actors->InitTraversal(next);
  while (vtkActor* actor = actors->GetNextActor(next))
    actor->SetForceTranslucent(occlusion && !actor->GetProperty()->GetLighting());
}

}  // namespace

Shade::Shade(vtkRenderer* renderer) : renderer_(renderer) {}
Shade::~Shade() = default;

void Shade::hold_shadows(bool hold) {
  hold_ = hold;
  if (maps_) maps_->hold = hold;
}

void Shade::show(const ShadeLook& look) {
  if (look == look_) return;
  look_ = look;
  put_lines_after(look.occlusion, renderer_);
  if (pass_) {
    renderer_->SetPass(nullptr);
    pass_->ReleaseGraphicsResources(renderer_->GetRenderWindow());
    pass_ = nullptr;
  }
  if (!look.occlusion && !look.shadows) return;
  maps_ = vtkSmartPointer<ShadowMaps>::New();
  maps_->hold = hold_;
  pass_ = make_pass(look, maps_);
  renderer_->SetPass(pass_);
}

}  // namespace vitrine::render
