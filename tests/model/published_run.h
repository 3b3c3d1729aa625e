#pragma once
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "sim/model/frame.h"
#include "tests/reference.h"

namespace vitrine::test {

/// One configuration of reference/zif4-run: an orthogonal LAMMPS data file of style atomic, types
/// named by their masses. The program's own reader is a layer above the one under test.
inline Frame published_configuration(const std::string& name) {
  std::ifstream file(reference("zif4-run/" + name));
  Frame frame;
  Vec3 low, high;
  std::map<int, Element> types;
  std::size_t atoms = 0;
  for (std::string line; std::getline(file, line) && !line.starts_with("Atoms");) {
    std::istringstream words(line);
    double first = 0, second = 0;
    std::string word;
    if (line.find(" atoms") != std::string::npos) words >> atoms;
    for (int k = 0; k < 3; ++k) {
      const std::string bound = std::string(1, "xyz"[k]) + "lo";
      if (line.find(bound) != std::string::npos && words >> low[k] >> high[k]) continue;
    }
    if (line.starts_with("Masses")) {
      while (types.size() < 4 && file >> first >> second) {
        types[static_cast<int>(first)] = element_from_mass(second);
        file.ignore(200, '\n');
      }
    }
  }
  frame.cell = Cell((high - low).asDiagonal().toDenseMatrix(), {true, true, true}, low);
  std::vector<Element> elements(atoms);
  frame.positions.resize(atoms);
  for (std::size_t n = 0; n < atoms; ++n) {
    int id = 0, type = 0;
    Vec3 x;
    std::string images;
    file >> id >> type >> x[0] >> x[1] >> x[2];
    std::getline(file, images);
    elements[n] = types.at(type);
    frame.positions[n] = x;
  }
  frame.topology = make_topology(std::move(elements));
  return frame;
}

}  // namespace vitrine::test
