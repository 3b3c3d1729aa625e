#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Atomic number; 0 is an unknown species.
using Element = std::uint8_t;

namespace element {
inline constexpr Element H = 1, C = 6, N = 7, O = 8, Cl = 17, Co = 27, Zn = 30, Br = 35;
}

struct ElementData {
  const char* symbol;
  double mass;             ///< dalton, IUPAC 2021 standard atomic weight (0: unknown)
  double covalent_radius;  ///< angstrom, Cordero et al., Dalton Trans (2008) 2832
};

const ElementData& element_data(Element element);
/// angstrom; Alvarez, Dalton Trans 42 (2013) 8617, but Zn after Bondi, J Phys Chem 68 (1964) 441,
/// so that it stays inside its tetrahedron. 1.8 for elements that no ZIF has.
double van_der_waals_radius(Element element);
/// "Zn", "zn", "ZN" -> 30; labels such as "Zn1" or "C12" too. 0 when it is no element.
Element element_from_symbol(std::string_view symbol);
/// The element whose mass is nearest within 0.3 Da; 0 when none is.
Element element_from_mass(double mass);

}  // namespace vitrine
