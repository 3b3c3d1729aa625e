// Answers of other programs: DeePMD-kit's own test model (12 decimals), and the shipped force
// field on the published crystal and in a run by LAMMPS.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>
#include <sstream>

#include "sim/io/read.h"
#include "tests/dlff/naive.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

struct Expected {
  Configuration configuration;
  double energy = 0;
  Mat3 virial;
  std::vector<double> atom_energies;
  std::vector<Vec3> forces;
  std::vector<double> frame_parameters, atom_parameters;
};

// reference/dlff/expected: "key values..." lines, then a row per atom.
Expected read_expected(const std::filesystem::path& file) {
  Expected out;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream row(line);
    std::string key;
    row >> key;
    const auto next = [&] {
      double value = 0;
      row >> value;
      return value;
    };
    const auto matrix = [&] {
      Mat3 rows;
      for (int k = 0; k < 9; ++k) rows(k / 3, k % 3) = next();
      return rows;
    };
    const auto all = [&] {
      std::vector<double> numbers;
      for (double value = 0; row >> value;) numbers.push_back(value);
      return numbers;
    };
    if (key == "energy") out.energy = next();
    if (key == "fparam") out.frame_parameters = all();
    if (key == "aparam") out.atom_parameters = all();
    if (key == "virial") out.virial = matrix();
    if (key == "box") out.configuration.cell = Cell(matrix());
    if (key.empty() || key.find_first_not_of("0123456789") != std::string::npos) continue;
    out.configuration.elements.push_back(next() == 0 ? element::O : element::H);
    const double x = next(), y = next(), z = next();
    out.configuration.positions.emplace_back(x, y, z);
    out.atom_energies.push_back(next());
    const double fx = next(), fy = next(), fz = next();
    out.forces.emplace_back(fx, fy, fz);
  }
  return out;
}

struct Known {
  const char* model;    ///< in reference/dlff
  const char* answers;  ///< in reference/dlff/expected
  double tolerance = 1e-10;
};

std::ostream& operator<<(std::ostream& out, const Known& known) {
  return out << known.model << " " << known.answers;
}

class KnownAnswers : public testing::TestWithParam<Known> {};

// Of DeePMD-kit itself, with 12 decimals and more. The .yaml of fparam_aparam has its inner radius
// as a double, the .pb as a float: that is 1.4e-8 eV/A.
TEST_P(KnownAnswers, AreGiven) {
  const Known& known = GetParam();
  VITRINE_NEEDS_REFERENCE(std::string("dlff/") + known.model);
  const Expected expected = read_expected(reference(std::string("dlff/expected/") + known.answers));
  const auto model = dlff::read_model(reference(std::string("dlff/") + known.model));
  const auto field = dlff::make_force_field(
      model, *make_topology(expected.configuration.elements),
      {dlff::EngineKind::reference, 1, expected.frame_parameters, expected.atom_parameters});
  const dlff::Evaluation got = evaluate(*field, expected.configuration);
  ASSERT_EQ(expected.forces.size(), 6u);
  EXPECT_NEAR(got.energy, expected.energy, known.tolerance);
  for (std::size_t i = 0; i < expected.forces.size(); ++i) {
    EXPECT_NEAR(got.atom_energies[i], expected.atom_energies[i], known.tolerance);
    EXPECT_LT((got.forces[i] - expected.forces[i]).cwiseAbs().maxCoeff(), known.tolerance) << i;
  }
  EXPECT_LT((got.virial - expected.virial).cwiseAbs().maxCoeff(), known.tolerance);
}

INSTANTIATE_TEST_SUITE_P(Reference, KnownAnswers,
                         testing::Values(Known{"deeppot.pb", "deeppot_pbc.txt"},
                                         Known{"deeppot.pb", "deeppot_nopbc.txt"},
                                         Known{"deeppot_sea.dp", "sea_pbc.txt"},
                                         Known{"deeppot_sea.dp", "sea_nopbc.txt"},
                                         Known{"deeppot_sea.yaml", "sea_pbc.txt"},
                                         Known{"deeppot_sea.yaml", "sea_nopbc.txt"},
                                         Known{"deeppot_sea.yaml", "deeppot-testcase_0.txt"},
                                         Known{"deeppot_sea.yaml", "deeppot-testcase_1.txt"},
                                         Known{"fparam_aparam.pb", "fparam_aparam_pbc.txt"},
                                         Known{"fparam_aparam.yaml", "fparam_aparam_pbc.txt",
                                               1e-7}));

// The doubles of a NumPy file of version 1.
std::vector<double> read_npy(const std::filesystem::path& file) {
  static_assert(std::endian::native == std::endian::little);
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes.at(at)); };
  const std::size_t start = 10u + byte(8) + 256u * byte(9);
  std::vector<double> values((bytes.size() - start) / sizeof(double));
  std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(double));
  return values;
}

Configuration in_order_of_ids(const Frame& frame) {
  const Topology& topology = *frame.topology;
  std::vector<std::size_t> order(frame.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return topology.ids[a] < topology.ids[b]; });
  Configuration out;
  out.cell = frame.cell;
  for (std::size_t i : order) {
    out.positions.push_back(frame.positions[i]);
    out.elements.push_back(topology.elements[i]);
  }
  return out;
}

double largest(const std::vector<Vec3>& a, const std::vector<Vec3>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = std::max(worst, (a[i] - b[i]).cwiseAbs().maxCoeff());
  return worst;
}

// The answers are exact to some 1e-12 (tests/data/dlff/README.md).
TEST(Reference, TheShippedForceFieldOnThePublishedCrystal) {
  VITRINE_NEEDS_REFERENCE("zif4-run/300K2.dat");
  const Configuration crystal =
      in_order_of_ids(*io::open_trajectory(reference("zif4-run/300K2.dat"))->read(0));
  const std::filesystem::path answers = data("dlff/zif-chnzn-300K2");
  const dlff::Evaluation got =
      evaluate(dlff::default_model(), crystal, {dlff::EngineKind::reference, 2});
  const std::vector<double> flat = read_npy(answers / "force.npy");
  const std::vector<double> atom_energies = read_npy(answers / "atom_energy.npy");
  const std::vector<double> virial = read_npy(answers / "virial.npy");
  ASSERT_EQ(flat.size(), 3 * crystal.positions.size());
  std::vector<Vec3> forces;
  for (std::size_t k = 0; k < flat.size(); k += 3)
    forces.emplace_back(flat[k], flat[k + 1], flat[k + 2]);
  EXPECT_LT(largest(got.forces, forces), 1e-10);
  for (std::size_t i = 0; i < atom_energies.size(); ++i)
    EXPECT_NEAR(got.atom_energies[i], atom_energies[i], 1e-10);
  EXPECT_NEAR(got.energy, read_npy(answers / "energy.npy").at(0), 1e-8);
  for (int k = 0; k < 9; ++k)
    EXPECT_NEAR(got.virial(k / 3, k % 3), virial.at(static_cast<std::size_t>(k)), 1e-9);
}

// LAMMPS with DeePMD-kit (float32 networks): the forces of the first and the last frame.
TEST(Reference, LammpsAndDeepmdKitOnASmallCell) {
  const auto run = io::open_trajectory(data("peers/zif4-272-nve.dump"));
  for (std::size_t frame_number : {std::size_t{0}, run->size() - 1}) {
    const FramePtr frame = run->read(frame_number);
    const dlff::Evaluation got =
        evaluate(dlff::default_model(), {frame->positions, frame->topology->elements, frame->cell});
    ASSERT_TRUE(frame->forces.has_value());
    EXPECT_LT(largest(got.forces, *frame->forces), 2e-5) << "frame " << frame_number;
  }
}

}  // namespace
}  // namespace vitrine::test
