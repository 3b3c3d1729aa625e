#pragma once
#include <Eigen/Geometry>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "sim/io/read.h"
#include "sim/model/imidazole_rings.h"
#include "tests/reference.h"

namespace vitrine::test {

inline FramePtr load(const std::filesystem::path& file) {
  return io::open_trajectory(file)->read(0);
}

inline Frame make_frame(const Cell& cell, const std::vector<Element>& elements,
                        const std::vector<Vec3>& positions) {
  Frame frame;
  frame.topology = make_topology(elements);
  frame.cell = cell;
  frame.positions = positions;
  return frame;
}

/// Independent, evenly distributed atoms; elements in turn.
inline Frame ideal_gas(const Cell& cell, int atoms, const std::vector<Element>& elements,
                       std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<Element> all;
  std::vector<Vec3> positions;
  for (int i = 0; i < atoms; ++i) {
    all.push_back(elements[i % elements.size()]);
    const double x = uniform(random), y = uniform(random), z = uniform(random);
    positions.push_back(cell.cartesian({x, y, z}));
  }
  return make_frame(cell, all, positions);
}

/// n x n x n conventional fcc cells of edge `a`, all of one element.
inline Frame fcc(double a, int n, Element element) {
  const Frame unit = make_frame(
      Cell::orthorhombic(a, a, a), {element, element, element, element},
      {Vec3(0, 0, 0), Vec3(0, a / 2, a / 2), Vec3(a / 2, 0, a / 2), Vec3(a / 2, a / 2, 0)});
  return replicate(unit, n, n, n);
}

/// Planar five-rings of 3 C and 2 N, 1.15 A from centre to atom, each standing alone on a cubic
/// grid with the normal given: find_imidazole_rings finds them in this order.
inline Frame lone_rings(const std::vector<Vec3>& normals) {
  constexpr double spacing = 6, radius = 1.15;
  int side = 1;
  while (side * side * side < static_cast<int>(normals.size())) ++side;
  std::vector<Element> elements;
  std::vector<Vec3> positions;
  for (std::size_t r = 0; r < normals.size(); ++r) {
    const int n = static_cast<int>(r);
    const Vec3 centre = spacing * Vec3(n % side, n / side % side, n / side / side);
    const Vec3 normal = normals[r].normalized();
    const Vec3 u = normal.unitOrthogonal(), v = normal.cross(u);
    const Element around[] = {element::C, element::N, element::C, element::C, element::N};
    for (int k = 0; k < 5; ++k) {
      const double angle = 2 * 3.14159265358979323846 * k / 5;
      elements.push_back(around[k]);
      positions.push_back(centre + radius * (std::cos(angle) * u + std::sin(angle) * v));
    }
  }
  const double edge = spacing * side;
  return make_frame(Cell::orthorhombic(edge, edge, edge), elements, positions);
}

/// A chain along x that closes through the periodic boundary: one Zn, and a ring in the plane z = 0
/// whose two N, 144 degrees apart about its centre, point at the Zn and its image, 2 A from each.
inline Frame zinc_chain() {
  constexpr double degree = 3.14159265358979323846 / 180;
  const Element around[] = {element::N, element::C, element::N, element::C, element::C};
  std::vector<Element> elements;
  std::vector<Vec3> positions;
  // N at 18 and 162 degrees, so that both Zn are equally high and the link between them is level.
  for (int k = 0; k < 5; ++k) {
    const double angle = (18 + 72 * k) * degree;
    elements.push_back(around[k]);
    positions.push_back(Vec3(8, 5, 5) + 1.15 * Vec3(std::cos(angle), std::sin(angle), 0));
  }
  const double reach = 3.15 * std::cos(18 * degree), height = 3.15 * std::sin(18 * degree);
  elements.push_back(element::Zn);
  positions.push_back(Vec3(8 - reach, 5 + height, 5));
  return make_frame(Cell::orthorhombic(2 * reach, 10, 10), elements, positions);
}

/// The same frames, `spacing` ps apart from time 0.
inline std::vector<Frame> in_time(std::vector<Frame> frames, double spacing) {
  for (std::size_t f = 0; f < frames.size(); ++f) {
    frames[f].time = spacing * static_cast<double>(f);
    frames[f].step = static_cast<std::int64_t>(f);
    frames[f].topology = frames[0].topology;
  }
  return frames;
}

/// Unit vectors evenly distributed over the sphere.
inline std::vector<Vec3> random_directions(int count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<Vec3> directions;
  while (static_cast<int>(directions.size()) < count) {
    const double x = normal(random), y = normal(random), z = normal(random);
    directions.push_back(Vec3(x, y, z).normalized());
  }
  return directions;
}

inline analysis::Result analyse(const std::string& id, const std::vector<Frame>& frames,
                                const analysis::Parameters& parameters = {}) {
  const auto made = analysis::make_analysis(id, parameters);
  for (const Frame& frame : frames) made->add(frame);
  return made->result();
}

/// The rows of numbers of a text file that have `columns` columns; other lines are headings.
inline std::vector<std::vector<double>> read_rows(const std::filesystem::path& file,
                                                  std::size_t columns) {
  std::ifstream in(file);
  std::vector<std::vector<double>> rows;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::vector<double> row;
    for (double value; words >> value;) row.push_back(value);
    if (words.eof() && row.size() == columns) rows.push_back(row);
  }
  return rows;
}

}  // namespace vitrine::test
