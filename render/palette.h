#pragma once
#include <vtkActor.h>
#include <vtkProperty.h>
#include <vtkShaderProperty.h>

#include "render/colour_map.h"
#include "render/drawn_structure.h"

namespace vitrine::render {

/// The colours that are no data, on a light or a dark ground.
struct Palette {
  Rgb background, text, edge, cell, linker, no_value;
  Rgb marked{1.0, 0.0, 0.85};
  Rgb selected = selection_colour;

  /// As it is drawn in this image: those outside the cell fade into the background.
  Rgb in(const Image& image, const Rgb& colour) const {
    return image.inside ? colour : mix(colour, background, 0.55);
  }
};

inline Palette palette(bool dark) {
  if (dark)
    return {{0.059, 0.067, 0.078}, {0.86, 0.87, 0.88}, {0.46, 0.49, 0.54},
            {0.55, 0.57, 0.60},    {0.60, 0.58, 0.54}, {0.62, 0.63, 0.64}};
  return {{1, 1, 1},          {0.13, 0.14, 0.16}, {0.16, 0.17, 0.20},
          {0.38, 0.40, 0.43}, {0.76, 0.74, 0.70}, {0.74, 0.75, 0.76}};
}

/// Dull surfaces: light and shade, no highlights.
inline void make_matte(vtkActor* actor) {
  vtkProperty* property = actor->GetProperty();
  property->SetAmbient(0.36);
  property->SetDiffuse(0.70);
  property->SetSpecular(0);
}

/// Lines in their own colours, whatever the light.
inline void make_unlit(vtkActor* actor) {
  actor->GetProperty()->LightingOff();
  // VTK's shadows ask every shader where it stands, even one that has no light to lose.
  actor->GetShaderProperty()->AddFragmentShaderReplacement(
      "//VTK::PositionVC::Dec", true,
      "//VTK::PositionVC::Dec\nconst vec4 vertexVC = vec4(0.0, 0.0, 0.0, 1.0);\n", false);
}

}  // namespace vitrine::render
