#pragma once
#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkOpenGLSphereMapper.h>
#include <vtkOpenGLStickMapper.h>

#include <vector>

#include "render/colouring.h"
#include "render/depth_cue.h"
#include "render/geometry.h"
#include "render/palette.h"

class vtkRenderer;

namespace vitrine::render {

/// Spheres and sticks, and a halo about atoms that are selected or named in an error.
class Atoms {
 public:
  explicit Atoms(vtkRenderer* renderer, DepthCue& depth_cue);
  void fill(const DrawnStructure& structure, const Picture& picture, const AtomColours& colours,
            const Look& look, const Palette& palette);
  /// For a simplified picture: neither is filled anew.
  void show_spheres(bool shown) { sphere_actor_->SetVisibility(shown); }
  void show_sticks(bool shown) { stick_actor_->SetVisibility(shown); }

 private:
  void fill_spheres(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
                    const Palette& palette);
  void fill_sticks(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
                   const Palette& palette);
  void fill_selected(const DrawnStructure& structure, const AtomColours& colours, const Look& look,
                     const Palette& palette);
  void fill_marks(const DrawnStructure& structure, const std::vector<int>& marked, const Look& look,
                  const Palette& palette);

  Bodies spheres_, sticks_, marks_, halos_, selected_;
  vtkNew<vtkOpenGLSphereMapper> sphere_mapper_, mark_mapper_, halo_mapper_, selected_mapper_;
  vtkNew<vtkOpenGLStickMapper> stick_mapper_;
  vtkNew<vtkActor> sphere_actor_, stick_actor_, mark_actor_, halo_actor_, selected_actor_;
};

}  // namespace vitrine::render
