// Extended XYZ: what is written reads back to the last bit, whatever parts a frame has.
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "sim/io/read.h"
#include "sim/io/write.h"
#include "sim/model/elements.h"
#include "tests/io/io_fixtures.h"
#include "tests/io/random_frame.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::random_frame;
using test::TemporaryFolder;

std::string refusal(const std::string& text) {
  return message_of([&] {
    const auto trajectory = read_extended_xyz(text, "x.xyz");
    for (std::size_t i = 0; i < trajectory->size(); ++i) trajectory->read(i);
  });
}

TEST(ExtendedXyz, RoundTripIsExactToTheBit) {
  const Frame frame = random_frame(57, 1);
  std::ostringstream out;
  write_extended_xyz(out, frame);
  const auto trajectory = read_extended_xyz(out.str(), "memory");
  ASSERT_EQ(trajectory->size(), 1U);
  test::expect_same(*trajectory->read(0), frame);
  EXPECT_EQ(trajectory->name(), "memory");
  EXPECT_TRUE(trajectory->notice().empty());
}

TEST(ExtendedXyz, RoundTripOfManyFramesThroughAFile) {
  const TemporaryFolder folder;
  std::vector<FramePtr> frames;
  for (unsigned seed = 0; seed < 5; ++seed) {
    auto frame = std::make_shared<Frame>(random_frame(20, 3));
    frame->step = seed;
    frame->positions[0][0] = seed / 3.0;
    if (seed > 2) frame->velocities.reset();
    frames.push_back(frame);
  }
  write_extended_xyz(folder / "run.xyz", frames);
  EXPECT_FALSE(std::filesystem::exists(folder / "run.xyz.part"));
  const auto trajectory = open_trajectory(folder / "run.xyz");
  ASSERT_EQ(trajectory->size(), frames.size());
  for (const std::size_t i : {4U, 0U, 3U, 1U, 2U}) {
    test::expect_same(*trajectory->read(i), *frames[i]);
    EXPECT_EQ(trajectory->read(i)->topology, trajectory->topology());
  }
  EXPECT_THROW(trajectory->read(5), InputError);
}

TEST(ExtendedXyz, WritingWhereThereIsNoFolderIsAFileError) {
  EXPECT_THROW(write_extended_xyz("/nonexistent/x.xyz", {}), FileError);
}

TEST(ExtendedXyz, PlainXyzHasNoCell) {
  const auto trajectory = read_extended_xyz("2\nwater = wet \"\nO 0 0 0.5 9 9\n1 1e0 -2 +3\n", "w");
  const FramePtr frame = trajectory->read(0);
  EXPECT_FALSE(frame->cell.exists());
  EXPECT_EQ(frame->topology->elements, (std::vector<Element>{element::O, element::H}));
  EXPECT_EQ(frame->positions[1], Vec3(1, -2, 3));
}

TEST(ExtendedXyz, OtherProgramsSpellings) {
  const FramePtr frame = read_extended_xyz(
                             "1\nLattice='5 0 0 0 6 0 0 0 7' "
                             "Properties=pos:R:3:species:S:1:tags:S:1:velo:R:3:force:R:3:e:R:2 "
                             "pbc=\"F T 1\" potential_energy=-2.5 Temperature=301 done Time=3\n0 1 "
                             "2 Zn1 label 1 2 3 4 5 6 7 8\n",
                             "x")
                             ->read(0);
  EXPECT_EQ(frame->cell.periodic(), (std::array<bool, 3>{false, true, true}));
  EXPECT_EQ(frame->cell.lengths(), Vec3(5, 6, 7));
  EXPECT_EQ(*frame->potential_energy, -2.5);
  EXPECT_EQ(frame->temperature, 301);
  EXPECT_EQ(frame->time, 3);
  EXPECT_EQ((*frame->velocities)[0], Vec3(1, 2, 3));
  EXPECT_EQ((*frame->forces)[0], Vec3(4, 5, 6));
  EXPECT_EQ(frame->columns.at("e[2]"), (std::vector<double>{8}));
  EXPECT_EQ(frame->topology->elements[0], element::Zn);
}

TEST(ExtendedXyz, ATemperatureThatIsNoNumberIsNone) {
  for (const char* told : {"\"300 K\"", "None", "nan", "inf"}) {
    const std::string comment = std::string("Lattice=\"5 0 0 0 5 0 0 0 5\" temperature=") + told;
    EXPECT_FALSE(read_extended_xyz("1\n" + comment + "\nC 0 0 0\n", "x")->read(0)->temperature);
  }
}

TEST(ExtendedXyz, ACutLastFrameIsLeftOutAndSaid) {
  const auto trajectory = read_extended_xyz("1\n\nC 0 0 0\n2\n\nC 0 0 0\n", "x");
  EXPECT_EQ(trajectory->size(), 1U);
  EXPECT_NE(trajectory->notice().find("last frame (line 4) is cut short"), std::string::npos);
  EXPECT_NE(read_extended_xyz("1\n\nC 0 0 0", "x")->notice().find("no line end"),
            std::string::npos);
}

TEST(ExtendedXyz, MistakesAreNamedWithTheirLine) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"two\n\nC 0 0 0\n", "x.xyz:1: expected a number of atoms, found \"two\""},
      {"-2\n\nC 0 0 0\n", ":1: expected a number of atoms, found \"-2\""},
      {"2\n\nC 0 0 0\n", ":4: the file ends where atom 2 of 2 was expected"},
      {"1\n\nC 0 0\n", ":3: expected a coordinate, but the line ends there"},
      {"1\n\nC 0 0 x\n", ":3: expected a coordinate, found \"x\""},
      {"1\n\n\n", ":3: expected a chemical symbol, but the line ends there"},
      {"1\n\nC 0 0 inf\n", ":3: the position is not finite"},
      {"1\n\nQq 0 0 0\n", ":3: expected a chemical symbol, found \"Qq\""},
      {"1\nLattice=\"1 0 0 0 1 0 0 0\"\nC 0 0 0\n", ":2: expected 9 numbers in Lattice, found 8"},
      {"1\nLattice=\"1 0 0 0 1 0 0 0 0\"\nC 0 0 0\n", ":2: "},
      {"1\nProperties=pos:R:3\nC 0 0 0\n", ":2: Properties hold no species:S:1"},
      {"1\nProperties=pos:R\nC 0 0 0\n", ":2: expected Properties as NAME:TYPE:COLUMNS"},
      {"1\nProperties=species:S:1:pos:R:3:pos:R:3\nC 0 0 0 1 1 1\n", "name a property twice"},
      {"1\n\nC 0 0 0\n1\n\nN 0 0 0\n", ":6: atom 1 of this frame is N, in the first frame it is C"},
      {"1\n\nC 0 0 0\n2\n\nC 0 0 0\nC 1 1 1\n", ":7: this frame has 2 atoms, the first has 1"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_NE(refusal(text).find(message), std::string::npos)
        << refusal(text) << "\nnot: " << message;
  }
}

TEST(ExtendedXyz, PublishedStructure) {
  VITRINE_NEEDS_REFERENCE("structures/ZIF-62-optimized.xyz");
  const auto trajectory = open_trajectory(test::reference("structures/ZIF-62-optimized.xyz"));
  EXPECT_EQ(trajectory->topology()->size(), 296U);
  EXPECT_EQ(atoms_of(*trajectory->topology(), element::Zn).size(), 16U);
}

}  // namespace
}  // namespace vitrine::io
