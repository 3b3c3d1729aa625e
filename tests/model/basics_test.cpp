// Errors, elements, topology, thermodynamics and the embedded resources.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/model/elements.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/topology.h"
#include "sim/model/units.h"

namespace vitrine {
namespace {

TEST(Errors, AFileErrorNamesFileAndLine) {
  EXPECT_STREQ(FileError("melt.dump", 12, "expected 3 numbers, got 'a b'").what(),
               "melt.dump:12: expected 3 numbers, got 'a b'");
  EXPECT_STREQ(FileError("melt.dump", "it is empty").what(), "melt.dump: it is empty");
  EXPECT_EQ(FileError("melt.dump", 12, "x").line(), 12u);
}

TEST(Errors, AWrongNameIsAnsweredWithTheNearest) {
  const std::vector<std::string> names = {"entropy", "rdf", "coordination"};
  EXPECT_EQ(nearest_name("entrpoy", names), "entropy");
  EXPECT_EQ(nearest_name("Coordinations", names), "coordination");
  EXPECT_EQ(nearest_name("RDF", names), "rdf");
  EXPECT_EQ(nearest_name("pressure", names), "");
  EXPECT_EQ(nearest_name("x", names), "");
  EXPECT_EQ(nearest_name("", names), "");
  EXPECT_EQ(nearest_name("rdf", {}), "");
}

TEST(Elements, SymbolsAndLabels) {
  for (const char* zinc : {"Zn", "zn", "ZN", "Zn1", "Zn2+", "Zn_3"}) {
    EXPECT_EQ(element_from_symbol(zinc), element::Zn) << zinc;
  }
  EXPECT_EQ(element_from_symbol("C12"), element::C);
  EXPECT_EQ(element_from_symbol("D"), element::H);
  for (const char* none : {"", "Qq", "12", "Zinc", " Zn", "X"}) {
    EXPECT_EQ(element_from_symbol(none), 0) << none;
  }
  for (int z = 1; z <= 103; ++z) {
    EXPECT_EQ(element_from_symbol(element_data(static_cast<Element>(z)).symbol), z);
  }
  EXPECT_STREQ(element_data(0).symbol, "X");
  EXPECT_STREQ(element_data(200).symbol, "X");
}

TEST(Elements, MassesOfOtherPrograms) {
  EXPECT_EQ(element_from_mass(65.409), element::Zn);
  EXPECT_EQ(element_from_mass(12.0107), element::C);
  EXPECT_EQ(element_from_mass(1.00794), element::H);
  EXPECT_EQ(element_from_mass(58.93), element::Co);  // Ni is 58.69
  EXPECT_EQ(element_from_mass(5.5), 0);
  EXPECT_EQ(element_from_mass(0), 0);
  EXPECT_EQ(element_from_mass(std::nan("")), 0);
}

TEST(Topology, KnowsItsAtoms) {
  const auto topology =
      make_topology({element::Zn, element::N, element::C, element::N, element::H});
  EXPECT_EQ(formula(*topology), "C1 H1 N2 Zn1");
  EXPECT_EQ(atoms_of(*topology, element::N), (std::vector{1, 3}));
  EXPECT_EQ(topology->masses[0], 65.38);
  EXPECT_EQ(topology->ids[4], 5);
  EXPECT_THROW(make_topology({element::Zn}, {1, 2}), InputError);
  EXPECT_THROW(make_topology({element::Zn}, {-1}), InputError);
}

TEST(Thermodynamics, IdealGasLaw) {
  // One dalton moving so that K = 3/2 k_B T at 300 K; P V = N k_B T.
  const double t = 300, volume = 1000;
  const double speed =
      std::sqrt(units::boltzmann * t * units::ev_in_dalton_a2_per_ps2);  // per direction
  const std::vector<Vec3> velocities = {Vec3::Constant(speed)};
  const double kinetic = kinetic_energy({1}, velocities);
  EXPECT_NEAR(temperature(kinetic, 3), t, 1e-9);
  const Mat3 pressure = pressure_tensor({1}, velocities, Mat3::Zero(), volume);
  const double ideal = units::boltzmann * t / volume * units::ev_per_a3_in_gpa;
  EXPECT_NEAR(pressure.trace() / 3, ideal, 1e-12 * ideal);
  EXPECT_NEAR(pressure_tensor({1}, {Vec3::Zero()}, Mat3::Identity(), 1)(1, 1), 160.2176634, 1e-7);
  EXPECT_THROW(temperature(1, 0), InputError);
  EXPECT_THROW(kinetic_energy({1, 2}, velocities), InputError);
  EXPECT_THROW(pressure_tensor({1}, velocities, Mat3::Zero(), 0), InputError);
}

TEST(Thermodynamics, DensityOfWater) {
  // 18.015 Da in 29.92 A^3 is liquid water at 25 C: 0.997 to 1.000 g/cm^3.
  Frame frame;
  frame.topology = make_topology({element::O, element::H, element::H});
  frame.positions.resize(3, Vec3::Zero());
  EXPECT_THROW(mass_density(frame), InputError);
  frame.cell = Cell::orthorhombic(29.92, 1, 1);
  EXPECT_NEAR(mass_density(frame), 0.9998, 1e-4);
}

TEST(Resources, TheDefaultForceFieldIsInside) {
  const auto names = resource_names("forcefield");
  ASSERT_FALSE(names.empty());
  EXPECT_TRUE(std::ranges::find(names, "forcefield/zif-chnzn.dp") != names.end());
  // The signature every HDF5 file starts with.
  EXPECT_EQ(resource_text("forcefield/zif-chnzn.dp").substr(1, 3), "HDF");
  EXPECT_TRUE(resource_names("forcefiel").empty());
  try {
    resource("forcefield/zif-chznn.dp");
    FAIL() << "an unknown name must be refused";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'forcefield/zif-chnzn.dp'"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace vitrine
