#include "sim/model/elements.h"

#include <array>
#include <cctype>
#include <cmath>

namespace vitrine {
namespace {

// Masses: abridged standard atomic weights (IUPAC 2021), where an element has none the mass number
// of its longest-lived isotope. Radii: Cordero et al. (2008); C is sp3, Mn, Fe and Co low spin;
// that work ends at Cm, and 0 stands for no value.
constexpr std::array<ElementData, 104> table{{
    {"X", 0, 0},
    {"H", 1.008, 0.31},
    {"He", 4.002602, 0.28},
    {"Li", 6.94, 1.28},
    {"Be", 9.0121831, 0.96},
    {"B", 10.81, 0.84},
    {"C", 12.011, 0.76},
    {"N", 14.007, 0.71},
    {"O", 15.999, 0.66},
    {"F", 18.998403162, 0.57},
    {"Ne", 20.1797, 0.58},
    {"Na", 22.98976928, 1.66},
    {"Mg", 24.305, 1.41},
    {"Al", 26.9815384, 1.21},
    {"Si", 28.085, 1.11},
    {"P", 30.973761998, 1.07},
    {"S", 32.06, 1.05},
    {"Cl", 35.45, 1.02},
    {"Ar", 39.95, 1.06},
    {"K", 39.0983, 2.03},
    {"Ca", 40.078, 1.76},
    {"Sc", 44.955907, 1.70},
    {"Ti", 47.867, 1.60},
    {"V", 50.9415, 1.53},
    {"Cr", 51.9961, 1.39},
    {"Mn", 54.938043, 1.39},
    {"Fe", 55.845, 1.32},
    {"Co", 58.933194, 1.26},
    {"Ni", 58.6934, 1.24},
    {"Cu", 63.546, 1.32},
    {"Zn", 65.38, 1.22},
    {"Ga", 69.723, 1.22},
    {"Ge", 72.630, 1.20},
    {"As", 74.921595, 1.19},
    {"Se", 78.971, 1.20},
    {"Br", 79.904, 1.20},
    {"Kr", 83.798, 1.16},
    {"Rb", 85.4678, 2.20},
    {"Sr", 87.62, 1.95},
    {"Y", 88.905838, 1.90},
    {"Zr", 91.224, 1.75},
    {"Nb", 92.90637, 1.64},
    {"Mo", 95.95, 1.54},
    {"Tc", 97, 1.47},
    {"Ru", 101.07, 1.46},
    {"Rh", 102.90549, 1.42},
    {"Pd", 106.42, 1.39},
    {"Ag", 107.8682, 1.45},
    {"Cd", 112.414, 1.44},
    {"In", 114.818, 1.42},
    {"Sn", 118.710, 1.39},
    {"Sb", 121.760, 1.39},
    {"Te", 127.60, 1.38},
    {"I", 126.90447, 1.39},
    {"Xe", 131.293, 1.40},
    {"Cs", 132.90545196, 2.44},
    {"Ba", 137.327, 2.15},
    {"La", 138.90547, 2.07},
    {"Ce", 140.116, 2.04},
    {"Pr", 140.90766, 2.03},
    {"Nd", 144.242, 2.01},
    {"Pm", 145, 1.99},
    {"Sm", 150.36, 1.98},
    {"Eu", 151.964, 1.98},
    {"Gd", 157.25, 1.96},
    {"Tb", 158.925354, 1.94},
    {"Dy", 162.500, 1.92},
    {"Ho", 164.930329, 1.92},
    {"Er", 167.259, 1.89},
    {"Tm", 168.934219, 1.90},
    {"Yb", 173.045, 1.87},
    {"Lu", 174.9668, 1.87},
    {"Hf", 178.486, 1.75},
    {"Ta", 180.94788, 1.70},
    {"W", 183.84, 1.62},
    {"Re", 186.207, 1.51},
    {"Os", 190.23, 1.44},
    {"Ir", 192.217, 1.41},
    {"Pt", 195.084, 1.36},
    {"Au", 196.966570, 1.36},
    {"Hg", 200.592, 1.32},
    {"Tl", 204.38, 1.45},
    {"Pb", 207.2, 1.46},
    {"Bi", 208.98040, 1.48},
    {"Po", 209, 1.40},
    {"At", 210, 1.50},
    {"Rn", 222, 1.50},
    {"Fr", 223, 2.60},
    {"Ra", 226, 2.21},
    {"Ac", 227, 2.15},
    {"Th", 232.0377, 2.06},
    {"Pa", 231.03588, 2.00},
    {"U", 238.02891, 1.96},
    {"Np", 237, 1.90},
    {"Pu", 244, 1.87},
    {"Am", 243, 1.80},
    {"Cm", 247, 1.69},
    {"Bk", 247, 0},
    {"Cf", 251, 0},
    {"Es", 252, 0},
    {"Fm", 257, 0},
    {"Md", 258, 0},
    {"No", 259, 0},
    {"Lr", 262, 0},
}};

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

const ElementData& element_data(Element element) {
  return table[element < table.size() ? element : 0];
}

double van_der_waals_radius(Element element) {
  switch (element) {
    case element::H:
      return 1.20;
    case element::C:
      return 1.77;
    case element::N:
      return 1.66;
    case element::O:
      return 1.50;
    case element::Cl:
      return 1.82;
    case element::Co:
      return 2.40;
    case element::Zn:
      return 1.39;
    case element::Br:
      return 1.86;
    default:
      return 1.80;
  }
}

Element element_from_symbol(std::string_view symbol) {
  std::size_t letters = 0;
  while (letters < symbol.size() && is_letter(symbol[letters])) ++letters;
  if (letters == 0 || letters > 2) return 0;
  std::string name(1, static_cast<char>(std::toupper(static_cast<unsigned char>(symbol[0]))));
  if (letters == 2) {
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(symbol[1])));
  }
  if (name == "D") return element::H;  // deuterium, as neutron structures name it
  for (std::size_t z = 1; z < table.size(); ++z) {
    if (name == table[z].symbol) return static_cast<Element>(z);
  }
  return 0;
}

Element element_from_mass(double mass) {
  constexpr double tolerance = 0.3;  // dalton
  Element nearest = 0;
  double least = tolerance;
  for (std::size_t z = 1; z < table.size(); ++z) {
    const double difference = std::abs(table[z].mass - mass);
    if (difference <= least) {
      nearest = static_cast<Element>(z);
      least = difference;
    }
  }
  return nearest;
}

}  // namespace vitrine
