// CIF: a structure given by its asymmetric unit is the one given by all of its atoms.
#include <gtest/gtest.h>

#include "sim/io/read.h"
#include "sim/model/elements.h"
#include "tests/io/io_fixtures.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::TemporaryFolder;

const std::string cell =
    "data_test\n_cell_length_a 5.64(1)\n_cell_length_b 5.64\n_cell_length_c 5.64\n"
    "_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n";
const std::string atoms =
    "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
    "_atom_site_fract_z\n";

std::unique_ptr<Trajectory> open_text(const std::string& text) {
  const TemporaryFolder folder;
  return open_trajectory(folder.write("in.cif", text));
}

// Rock salt: Na at 4a and Cl at 4b of Fm-3m are special positions with 192 operations each, and
// all neighbours of an ion are half a cell edge away.
TEST(Cif, SpecialPositionsAreMerged) {
  const auto trajectory = open_text(cell + "_space_group_name_H-M_alt 'F m -3 m'\n" + atoms +
                                    "Na1 Na+ 0 0 0\nCl1 Cl1- 0.5 0.5 0.5\n");
  const FramePtr frame = trajectory->read(0);
  EXPECT_EQ(formula(*frame->topology), "Cl4 Na4");
  EXPECT_TRUE(trajectory->notice().empty());
  double nearest = 100;
  for (std::size_t i = 1; i < 8; ++i) {
    nearest = std::min(nearest,
                       frame->cell.minimum_image(frame->positions[i] - frame->positions[0]).norm());
  }
  EXPECT_NEAR(nearest, 2.82, 1e-12);
}

TEST(Cif, ListedOperationsGoBeforeTheName) {
  const FramePtr frame = open_text(cell +
                                   "_symmetry_space_group_name_H-M 'P 1'\nloop_\n"
                                   "_symmetry_equiv_pos_as_xyz\n'x,y,z'\n'-x,1/2+y,-z'\n" +
                                   atoms + "C1 C 0.1 0.2 0.3\n")
                             ->read(0);
  ASSERT_EQ(frame->size(), 2U);
  EXPECT_NEAR((frame->cell.fractional(frame->positions[1]) - Vec3(0.9, 0.7, 0.7)).norm(), 0, 1e-12);
}

TEST(Cif, WithoutSymmetryP1IsAssumedAndSaid) {
  const auto trajectory = open_text("# a comment\n" + cell + atoms + "N1 ? 0.25(3) -0.1 1.2\n");
  EXPECT_EQ(trajectory->topology()->elements[0], element::N);
  EXPECT_NE(trajectory->notice().find("P 1 was assumed"), std::string::npos);
  const FramePtr frame = trajectory->read(0);
  EXPECT_NEAR((frame->cell.fractional(frame->positions[0]) - Vec3(0.25, 0.9, 0.2)).norm(), 0,
              1e-12);
}

TEST(Cif, MistakesAreNamedWithTheirLine) {
  const std::string occupied = atoms + "_atom_site_occupancy\n";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {cell + occupied + "C1 C 0 0 0 0.5\n",
       ":15: atom \"C1\" has the occupancy 0.5: a disordered"},
      {cell + atoms + "Q1 Q 0 0 0\n", ":14: atom \"Q\" is of no known element"},
      {cell + atoms + "C1 C 0 ? 0\n", ":14: atom \"C1\" has no position"},
      {cell + "_space_group_name_H-M_alt 'Z 1'\n" + atoms + "C1 C 0 0 0\n",
       "is no known space group"},
      {cell + "loop_\n_symmetry_equiv_pos_as_xyz\n'x,y'\n" + atoms + "C1 C 0 0 0\n",
       "is no symmetry operation"},
      {"data_x\n_cell_length_a 5\n" + atoms + "C1 C 0 0 0\n", "_cell_length_b is missing"},
      {"data_x\n_cell_length_a five\n" + atoms + "C1 C 0 0 0\n",
       ":2: expected a number as _cell_length_a"},
      {cell, "expected a loop of atoms"},
      {cell + atoms + "C1 C 0 0\n", ":14: the loop of line 8 has 5 tags, but 4 values"},
      {cell + "_a 'b\n" + atoms + "C1 C 0 0 0\n", ":8: the quote that starts here has no end"},
      {cell + "_a\n;b\n" + atoms + "C1 C 0 0 0\n",
       ":9: the text field that starts here has no end"},
      {cell + "_cell_length_a 5\n" + atoms + "C1 C 0 0 0\n",
       ":8: the tag \"_cell_length_a\" occurs twice"},
      {cell + "stray 5\n" + atoms + "C1 C 0 0 0\n", ":8: expected a tag, found \"stray\""},
  };
  for (const auto& [text, message] : wrong) {
    const std::string found = message_of([&] { open_text(text); });
    EXPECT_NE(found.find(message), std::string::npos) << found << "\nnot: " << message;
  }
}

TEST(Cif, PublishedStructures) {
  VITRINE_NEEDS_REFERENCE("structures");
  const std::vector<std::pair<std::string, std::size_t>> known = {{"ZIF-4", 16}, {"ZIF-zni", 32}};
  for (const auto& [name, zinc] : known) {
    const auto trajectory = open_trajectory(test::reference("structures/" + name + ".cif"));
    EXPECT_EQ(atoms_of(*trajectory->topology(), element::Zn).size(), zinc) << name;
    EXPECT_EQ(trajectory->topology()->size(), 17 * zinc) << name;  // Zn(C3H3N2)2
  }
  for (const char* name : {"SALEM-2", "ZIF-6", "ZIF-8", "ZIF-10", "ZIF90", "coi", "nog"}) {
    const auto trajectory =
        open_trajectory(test::reference(std::string("structures/") + name + ".cif"));
    EXPECT_FALSE(atoms_of(*trajectory->topology(), element::Zn).empty()) << name;
  }
}

}  // namespace
}  // namespace vitrine::io
