// LAMMPS data files: every atom style, sheared boxes, and what the published ZIF files say.
#include <gtest/gtest.h>

#include "sim/io/read.h"
#include "sim/model/elements.h"
#include "sim/model/thermodynamics.h"
#include "sim/model/units.h"
#include "tests/io/io_fixtures.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::TemporaryFolder;

const std::string header =
    "a title\n\n2 atoms\n2 atom types\n\n-1 9 xlo xhi\n0 11 ylo yhi\n0 12 zlo zhi\n";
const std::string masses = "\nMasses\n\n1 65.409\n2 14.0067 # N\n";

FramePtr read_text(const std::string& text, const std::vector<Element>& species = {}) {
  const TemporaryFolder folder;
  return open_trajectory(folder.write("in.data", text), {}, {}, species)->read(0);
}
std::string refusal(const std::string& text) {
  return message_of([&] { read_text(text); });
}

TEST(LammpsData, AtomsComeInTheOrderOfTheirIds) {
  const FramePtr frame = read_text(header + masses + "\nAtoms # atomic\n\n7 2 1 2 3\n3 1 4 5 6\n" +
                                   "\nVelocities\n\n7 1 0 0\n3 0 2 0\n");
  EXPECT_EQ(frame->topology->ids, (std::vector<std::int64_t>{3, 7}));
  EXPECT_EQ(frame->topology->elements, (std::vector<Element>{element::Zn, element::N}));
  EXPECT_EQ(frame->topology->masses, (std::vector<double>{65.409, 14.0067}));
  EXPECT_EQ(frame->positions[0], Vec3(4, 5, 6));
  EXPECT_EQ((*frame->velocities)[0], Vec3(0, 2, 0));
  EXPECT_EQ(frame->cell.origin(), Vec3(-1, 0, 0));
  EXPECT_EQ(frame->cell.lengths(), Vec3(10, 11, 12));
}

TEST(LammpsData, EveryAtomStyleNamedOrGuessed) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"atomic", "1 1 4 5 6\n2 2 1 2 3\n"},
      {"charge", "1 1 0.5 4 5 6\n2 2 -0.5 1 2 3\n"},
      {"molecular", "1 9 1 4 5 6\n2 9 2 1 2 3\n"},
      {"full", "1 9 1 0.5 4 5 6 0 -1 0\n2 9 2 -0.5 1 2 3 1 0 0\n"}};
  for (const auto& [style, text] : rows) {
    for (const std::string& title : {"Atoms # " + style, std::string("Atoms")}) {
      const FramePtr frame = read_text(header + masses + "\n" + title + "\n\n" + text);
      EXPECT_EQ(frame->positions[0], Vec3(4, 5, 6)) << style;
      EXPECT_EQ(frame->topology->elements[1], element::N) << style;
    }
  }
  const FramePtr full = read_text(header + masses + "\nAtoms # full\n\n" + rows[3].second);
  EXPECT_EQ(full->columns.at("q"), (std::vector<double>{0.5, -0.5}));
  EXPECT_EQ(full->columns.at("mol"), (std::vector<double>{9, 9}));
  EXPECT_EQ(full->columns.at("iy"), (std::vector<double>{-1, 0}));
}

TEST(LammpsData, TiltsAndHeaderInAnyOrder) {
  const FramePtr frame = read_text(
      "t\n0 12 zlo zhi\n1.5 -2 0.25 xy xz yz\n2 atom types\n0 11 ylo yhi # y\n2 atoms\n0 10 xlo "
      "xhi\n" +
      masses + "\nPair Coeffs # zero\n\n1\n2\n\nAtoms\n\n1 1 4 5 6\n2 2 1 2 3\n");
  Mat3 rows;
  rows << 10, 0, 0, 1.5, 11, 0, -2, 0.25, 12;
  EXPECT_EQ(frame->cell.rows(), rows);
}

TEST(LammpsData, UnitsOfTheTitleAreConverted) {
  const FramePtr frame = read_text(
      "LAMMPS data file, timestep = 42, units = real\n" + header.substr(header.find('\n')) +
      masses + "\nAtoms\n\n1 1 4 5 6\n2 2 1 2 3\n\nVelocities\n\n1 0.001 0 0\n2 0 0 0\n");
  EXPECT_EQ(frame->step, 42);
  EXPECT_DOUBLE_EQ((*frame->velocities)[0][0], 1.0);  // 0.001 A/fs is 1 A/ps
}

TEST(LammpsData, TypeLabelsAndTitlesNameElements) {
  const std::string atoms = "\nAtoms\n\n1 Zn 4 5 6\n2 N 1 2 3\n";
  const FramePtr labelled = read_text(header + "\nAtom Type Labels\n\n1 Zn\n2 N\n" + atoms);
  EXPECT_EQ(labelled->topology->elements, (std::vector<Element>{element::Zn, element::N}));
  const std::string numbered = "\nAtoms\n\n1 1 4 5 6\n2 2 1 2 3\n";
  const std::string titled = "elements: Co O" + header.substr(header.find('\n')) + numbered;
  EXPECT_EQ(read_text(titled)->topology->elements, (std::vector<Element>{element::Co, element::O}));
  EXPECT_EQ(read_text(header + numbered, {element::N, element::C})->topology->elements,
            (std::vector<Element>{element::N, element::C}));
  EXPECT_NE(refusal(header + numbered).find("nothing says which element atom type 1 is"),
            std::string::npos);
}

TEST(LammpsData, MistakesAreNamedWithTheirLine) {
  const std::string atoms = header + masses + "\nAtoms # atomic\n\n";  // rows start at line 17
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {atoms + "1 1 4 5 x\n2 2 1 2 3\n", ":17: expected a coordinate, found \"x\""},
      {atoms + "1 1 4 5 6\n2 3 1 2 3\n", ":18: atom type 3 is not in 1 to 2"},
      {atoms + "1 1 4 5 6\n", ":18: the file ends where atom 2 of 2 was expected"},
      {atoms + "1 1 4 5 6\n1 2 1 2 3\n", ":18: atom id 1 occurs twice in the Atoms section"},
      {atoms + "1 1 4 5\n2 2 1 2 3\n",
       ":17: expected 5 or 8 columns of atom style atomic, found 4"},
      {atoms + "1 1 4 5 nan\n2 2 1 2 3\n", ":17: expected a coordinate, found \"nan\""},
      {atoms + "1 1 4 5 6\n\nVelocities\n\n", ":19: expected 2 atoms, found only 1"},
      {atoms + "1 1 4 5 6\n2 2 1 2 3\nVelocities\n\n9 1 1 1\n",
       ":21: a velocity of atom 9, which is not in the Atoms section"},
      {header + "\nMasses\n\n1 300\n2 14\n", ":12: no element has the mass 300"},
      {header + masses + "\nAtoms # sphere\n\n1 1 1 1 1\n", "atom style \"sphere\" is not read"},
      {header + masses, "expected an Atoms section"},
      {"t\n\n2 atoms\n\nMasses\n", ":5: expected \"N atom types\" in the header"},
      {"t\n\n2 atoms\n1 atom types\n5 5 xlo xhi\n0 1 ylo yhi\n0 1 zlo zhi\n\nMasses\n\n1 12.011\n\n"
       "Atoms\n\n1 1 0 0 0\n2 1 0 0 0\n",
       "cell"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_NE(refusal(text).find(message), std::string::npos)
        << refusal(text) << "\nnot: " << message;
  }
}

TEST(LammpsData, PublishedConfigurations) {
  VITRINE_NEEDS_REFERENCE("zif4-run");
  for (const char* name : {"ZIF4.data", "300K2.dat", "melt2.dat", "glass2.dat"}) {
    const auto trajectory = open_trajectory(test::reference("zif4-run") / name);
    const FramePtr frame = trajectory->read(0);
    EXPECT_EQ(formula(*frame->topology), "C768 H768 N512 Zn128") << name;
    EXPECT_TRUE(trajectory->notice().empty());
    EXPECT_NO_THROW(check_frame(*frame));
  }
  const FramePtr crystal = open_trajectory(test::reference("zif4-run/300K2.dat"))->read(0);
  EXPECT_EQ(crystal->step, 85000);
  EXPECT_NEAR(crystal->cell.lengths()[0], 30.658818129820162 - 0.18738187017863517, 1e-13);
  EXPECT_EQ(crystal->topology->ids.front(), 1);
  EXPECT_EQ(crystal->positions[220],
            Vec3(0.5758849926900461, 3.7365119787410324, 3.6059400059676125));
  // 300 K within five times the spread of a thermostatted system of 2,176 atoms, sqrt(2/(3 N)).
  const double kinetic = kinetic_energy(crystal->topology->masses, *crystal->velocities);
  EXPECT_NEAR(temperature(kinetic, 3 * 2176 - 3), 300, 5 * 300 * std::sqrt(2.0 / (3 * 2176)));
}

TEST(LammpsData, FourNamelessTypesAreTakenForThePublishedOnes) {
  VITRINE_NEEDS_REFERENCE("peers/zif4-272.data");
  const auto trajectory = open_trajectory(test::reference("peers/zif4-272.data"));
  EXPECT_EQ(formula(*trajectory->topology()), "C96 H96 N64 Zn16");
  EXPECT_NE(trajectory->notice().find("taken for C H N Zn"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::io
