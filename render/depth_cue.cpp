#include "render/depth_cue.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>

#include <algorithm>

namespace vitrine::render {
namespace {

constexpr double strongest = 0.55;  // share of the background at the far end

// VTK's own lighting first (the tag stands for it), then the fading. gl_FragCoord serves lines,
// triangles and the sphere and stick mappers alike; of the latter it gives the depth to a radius.
constexpr const char* shader = R"(//VTK::Light::Impl
  float cueDepth = cueParallel > 0.5
      ? mix(cueClip.x, cueClip.y, gl_FragCoord.z)
      : cueClip.x * cueClip.y / (cueClip.y - gl_FragCoord.z * (cueClip.y - cueClip.x));
  float cueShare = cueStrength * clamp((cueDepth - cueRange.x) / (cueRange.y - cueRange.x), 0.0, 1.0);
  fragOutput0.rgb = mix(fragOutput0.rgb, cueColour, cueShare);
)";

}  // namespace

void DepthCue::attach(vtkActor* actor) {
  actor->GetShaderProperty()->AddFragmentShaderReplacement("//VTK::Light::Impl", true, shader,
                                                           false);
  actors_.push_back(actor);
}

void DepthCue::update(vtkRenderer* renderer, double nearest, double farthest,
                      const Rgb& background) {
  vtkCamera* camera = renderer->GetActiveCamera();
  const double* clip = camera->GetClippingRange();
  const float planes[2] = {static_cast<float>(clip[0]), static_cast<float>(clip[1])};
  const float range[2] = {static_cast<float>(nearest),
                          static_cast<float>(std::max(farthest, nearest + 1e-3))};
  const float colour[3] = {static_cast<float>(background.r), static_cast<float>(background.g),
                           static_cast<float>(background.b)};
  for (vtkActor* actor : actors_) {
    vtkUniforms* uniforms = actor->GetShaderProperty()->GetFragmentCustomUniforms();
    uniforms->SetUniform2f("cueClip", planes);
    uniforms->SetUniform2f("cueRange", range);
    uniforms->SetUniform3f("cueColour", colour);
    uniforms->SetUniformf("cueParallel", camera->GetParallelProjection() ? 1.0f : 0.0f);
    uniforms->SetUniformf("cueStrength", static_cast<float>(strongest));
  }
}

}  // namespace vitrine::render
