#pragma once
#include <array>
#include <string_view>

#include "sim/dynamics/strain.h"

namespace vitrine::dynamics {

enum class Thermostat { none, nose_hoover, stochastic_rescaling, langevin, berendsen };
enum class Barostat { none, mtk, cell_rescaling };

/// As protocols spell them, in the order of the enumerators.
inline constexpr std::array<std::string_view, 5> thermostat_names{
    "none", "nose-hoover", "stochastic-rescaling", "langevin", "berendsen"};
inline constexpr std::array<std::string_view, 3> barostat_names{"none", "mtk", "cell-rescaling"};
inline constexpr std::array<std::string_view, 3> cell_shape_names{"isotropic", "orthorhombic",
                                                                  "flexible"};

/// How a system meets its surroundings.
struct Coupling {
  Thermostat thermostat = Thermostat::none;
  Barostat barostat = Barostat::none;
  double thermostat_time = 0.025;  ///< ps
  double barostat_time = 0.25;     ///< ps
  CellShape cell = CellShape::isotropic;
  double compressibility = 0.2;  ///< 1/GPa; only the speed of cell rescaling depends on it

  friend bool operator==(const Coupling&, const Coupling&) = default;

  template <class Archive>
  void persist(Archive& archive) {
    archive.index(thermostat, thermostat_names.size());
    archive.index(barostat, barostat_names.size());
    archive.index(cell, cell_shape_names.size());
    archive(thermostat_time, barostat_time, compressibility);
  }
};

/// What the surroundings demand.
struct Demand {
  double temperature = 0;      ///< K
  double pressure = 0;         ///< GPa, hydrostatic
  Mat3 stress = Mat3::Zero();  ///< GPa, on top of it: symmetric, tension positive
};

}  // namespace vitrine::dynamics
