#pragma once
#include <gtest/gtest.h>

#include <random>

#include "sim/model/elements.h"
#include "sim/model/frame.h"

namespace vitrine::test {

/// A sheared cell of atoms anywhere, every optional part present, numbers of all digits.
inline Frame random_frame(std::size_t atoms, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(0, 7);
  const auto vectors = [&] {
    std::vector<Vec3> result(atoms);
    for (Vec3& v : result) v = Vec3(normal(random), normal(random), normal(random));
    return result;
  };
  std::vector<Element> elements(atoms);
  std::vector<double> masses(atoms);
  constexpr Element kinds[] = {1, 6, 7, 30};
  for (std::size_t i = 0; i < atoms; ++i) {
    elements[i] = kinds[random() % 4];
    masses[i] = element_data(elements[i]).mass + 0.01 / static_cast<double>(i + 3);
  }
  Topology topology = *make_topology(elements, masses);
  for (std::size_t i = 0; i < atoms; ++i) topology.ids[i] = static_cast<std::int64_t>(3 * i + 5);
  Mat3 rows;
  rows << 20.0 / 3, 0, 0, 1.0 / 7, 9.1, 0, -2.0 / 3, 0.3, 11.7;
  Frame frame;
  frame.topology = std::make_shared<const Topology>(topology);
  frame.step = 1234567890123;
  frame.time = 1.0 / 3;
  frame.cell = Cell(rows, {true, true, true}, Vec3(0.1, -0.2, 1.0 / 9));
  frame.positions = vectors();
  frame.velocities = vectors();
  frame.forces = vectors();
  frame.potential_energy = normal(random);
  frame.temperature = 300 + normal(random);
  Mat3 virial;
  for (int i = 0; i < 9; ++i) virial(i / 3, i % 3) = normal(random);
  frame.virial = virial;
  return frame;
}

/// Equal to the last bit in everything that a file keeps; forces to `force_tolerance` (eV/A).
inline void expect_same(const Frame& a, const Frame& b, double force_tolerance = 0) {
  EXPECT_EQ(a.topology->elements, b.topology->elements);
  EXPECT_EQ(a.topology->masses, b.topology->masses);
  EXPECT_EQ(a.topology->ids, b.topology->ids);
  EXPECT_EQ(a.step, b.step);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.cell.rows(), b.cell.rows());
  EXPECT_EQ(a.cell.origin(), b.cell.origin());
  EXPECT_EQ(a.cell.periodic(), b.cell.periodic());
  EXPECT_EQ(a.positions, b.positions);
  EXPECT_EQ(a.velocities, b.velocities);
  ASSERT_EQ(a.forces.has_value(), b.forces.has_value());
  for (std::size_t i = 0; a.forces && i < a.size(); ++i) {
    EXPECT_LE(((*a.forces)[i] - (*b.forces)[i]).norm(), force_tolerance);
  }
  EXPECT_EQ(a.potential_energy, b.potential_energy);
  EXPECT_EQ(a.temperature, b.temperature);
  EXPECT_EQ(a.virial, b.virial);
  EXPECT_EQ(a.columns, b.columns);
}

}  // namespace vitrine::test
