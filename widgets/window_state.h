#pragma once
#include <QString>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "render/scene.h"
#include "widgets/dock_layout.h"
#include "widgets/file_reader.h"
#include "widgets/map_points.h"
#include "widgets/property_colours.h"
#include "widgets/selection.h"
#include "widgets/track.h"

namespace vitrine::widgets {

/// What is chosen in the panel of an analysis.
struct PanelState {
  analysis::Parameters parameters = {};  ///< those that differ from their defaults
  bool whole = false;                    ///< all frames of a file
  bool insist = false;                   ///< follows a run whatever it costs
  QString view = {};                     ///< what is plotted; empty: the first there is
  bool operator==(const PanelState&) const = default;
};

/// How the window shows what it shows: what is undone and redone, and the larger part of a session.
struct ViewState {
  render::Look look = {};      ///< map, range and darkness follow from colours and theme
  bool images_chosen = false;  ///< the periodic images, by hand
  std::string property = "entropy";
  std::map<std::string, PropertyLook> colours = {};  ///< chosen ones, by property
  Selection::Atoms selected = {};
  QString selected_by = {};
  std::optional<render::CameraPose> camera = {};
  std::map<std::string, PanelState> panels = {};  ///< other than untouched, by id of the analysis
  DockLayout layout = {};
  std::optional<ScalarName> timeline = {};  ///< that the timeline shows instead of its own
  TopologyPtr atoms = {};  ///< that the selection is one of; not saved: a session names its file
};

/// What is shown.
struct Contents {
  std::vector<std::filesystem::path> files = {};  ///< listed, run records among them
  std::filesystem::path shown = {};               ///< one of them; empty: nothing that has a file
  std::size_t frame = 0;
  std::optional<double> time = {};      ///< ps, of the moment of a run; else `frame` counts
  bool was_running = false;             ///< `shown` is the record of a run that was going on
  std::filesystem::path compared = {};  ///< file that lies over it; empty: none
  std::optional<MomentOfFile> compared_at = {};  ///< none: the moment that is shown
  bool two_views = false;                 ///< that file in a view of its own beside the first
  std::vector<MapPoint> map_points = {};  ///< that were added to the entropy-ROI map
};

/// All of the window that is worth keeping, as one value.
struct WindowState {
  ViewState view;
  Contents contents;
};

/// The fields of a look that are chosen by hand, with the names that files use.
template <class T>
struct LookField {
  const char* name;
  T render::Look::*field;
};
inline constexpr LookField<bool> look_switches[] = {
    {"tetrahedra", &render::Look::tetrahedra},
    {"linkers", &render::Look::linkers},
    {"atoms", &render::Look::atoms},
    {"bonds", &render::Look::bonds},
    {"cell", &render::Look::cell},
    {"legend", &render::Look::legend},
    {"axes", &render::Look::tripod},
    {"soft_shade", &render::Look::occlusion},
    {"shadows", &render::Look::shadows},
};
struct LookNumber {
  const char* name;
  double render::Look::*field;
  double low, high;  ///< as the inspector offers them
  const char* title;
};
inline constexpr LookNumber look_numbers[] = {
    {"tetrahedron_scale", &render::Look::tetrahedron_scale, 0.2, 1, "Size of the tetrahedra"},
    {"tetrahedron_opacity", &render::Look::tetrahedron_opacity, 0.1, 1,
     "Opacity of the tetrahedra"},
    {"linker_thickness", &render::Look::linker_thickness, 0.02, 1.02, "Thickness of the plates"},
    {"linker_opacity", &render::Look::linker_opacity, 0.1, 1, "Opacity of the plates"},
    {"atom_scale", &render::Look::atom_scale, 0.05, 1, "Size of the atoms"},
    {"atom_opacity", &render::Look::atom_opacity, 0.1, 1, "Opacity of the atoms"},
    {"bond_radius", &render::Look::bond_radius, 0.02, 0.42, "Radius of the bonds"},
    {"bond_opacity", &render::Look::bond_opacity, 0.1, 1, "Opacity of the bonds"},
};
constexpr const LookNumber& look_number(double render::Look::*field) {
  const LookNumber* number = look_numbers;
  while (number->field != field) ++number;
  return *number;
}

}  // namespace vitrine::widgets
