// LAMMPS dumps: one set of atoms written in every way that LAMMPS can write it reads the same.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "sim/io/read.h"
#include "sim/model/elements.h"
#include "tests/io/io_fixtures.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::TemporaryFolder;

std::string header(const std::string& columns, int step = 10, int atoms = 2) {
  return fmt::format(
      "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n-1 9\n0 20\n0 40\n"
      "ITEM: ATOMS {}\n",
      step, atoms, columns);
}

class LammpsDump : public ::testing::Test {
 protected:
  std::unique_ptr<Trajectory> open(const std::string& text,
                                   const std::vector<Element>& species = {}) {
    return open_trajectory(folder_.write("run.dump", text), {}, {}, species);
  }
  FramePtr first(const std::string& text) { return open(text)->read(0); }
  std::string refusal(const std::string& text) {
    return message_of([&] {
      const auto trajectory = open(text);
      for (std::size_t i = 0; i < trajectory->size(); ++i) trajectory->read(i);
    });
  }
  TemporaryFolder folder_;
};

TEST_F(LammpsDump, EveryKindOfPositionIsTheSamePlace) {
  const std::vector<std::string> same = {
      header("id element x y z") + "5 Zn 1.5 5 10\n2 N 4 10 30\n",
      header("z y x element id") + "30 10 4 N 2\n10 5 1.5 Zn 5\n",
      header("id element xs ys zs") + "2 N 0.5 0.5 0.75\n5 Zn 0.25 0.25 0.25\n",
      header("id element xu yu zu") + "2 N 4 10 30\n5 Zn 1.5 5 10\n",
      header("id element xsu ysu zsu") + "2 N 0.5 0.5 0.75\n5 Zn 0.25 0.25 0.25\n",
      header("id mass x y z") + "2 14.0067 4 10 30\n5 65.409 1.5 5 10\n",
      "ITEM: UNITS\nmetal\nITEM: TIME\n0.25\n" + header("id element x y z ix iy iz") +
          "5 Zn 1.5 5 10 0 0 0\r\n2 N 4 10 30 1 0 0\r\n"};
  for (const std::string& text : same) {
    const FramePtr frame = first(text);
    EXPECT_EQ(frame->topology->ids, (std::vector<std::int64_t>{2, 5})) << text;
    EXPECT_EQ(frame->topology->elements, (std::vector<Element>{element::N, element::Zn})) << text;
    EXPECT_EQ(frame->positions, (std::vector<Vec3>{{4, 10, 30}, {1.5, 5, 10}})) << text;
    EXPECT_EQ(frame->step, 10);
  }
  EXPECT_EQ(first(same.back())->time, 0.25);
  EXPECT_EQ(first(same.back())->columns.at("ix"), (std::vector<double>{1, 0}));
}

TEST_F(LammpsDump, VelocitiesForcesAndFurtherColumns) {
  const FramePtr frame =
      first(header("id element mol x y z vx vy vz fx fy fz c_pe note q") +
            "2 N 7 4 10 30 1 2 3 4 5 6 -0.5 abc 0.1\n1 Zn 8 0 0 0 0 0 0 0 0 0 2e3 d 0.2\n");
  EXPECT_EQ((*frame->velocities)[1], Vec3(1, 2, 3));
  EXPECT_EQ((*frame->forces)[1], Vec3(4, 5, 6));
  EXPECT_EQ(frame->columns.at("c_pe"), (std::vector<double>{2000, -0.5}));
  EXPECT_EQ(frame->columns.at("mol"), (std::vector<double>{8, 7}));
  EXPECT_FALSE(frame->columns.contains("note"));
}

TEST_F(LammpsDump, RealUnitsAreConverted) {
  const FramePtr frame =
      first("ITEM: UNITS\nreal\nITEM: TIME\n500\n" + header("id element x y z vx vy vz fx fy fz") +
            "1 N 0 0 0 0.001 0 0 1 0 0\n2 N 1 1 1 0 0 0 0 0 0\n");
  EXPECT_DOUBLE_EQ(frame->time, 0.5);
  EXPECT_DOUBLE_EQ((*frame->velocities)[0][0], 1.0);
  EXPECT_NEAR((*frame->forces)[0][0], 0.0433641, 1e-7);  // 1 kcal/mol in eV
}

// The bounds of a sheared box are those of the box around it: with xy = 2, xz = -3, yz = 1 they
// start min(0, 2, -3, -1) = -3 before the corner and end 2 behind the edge along x.
TEST_F(LammpsDump, ShearedBoxes) {
  Mat3 rows;
  rows << 10, 0, 0, 2, 20, 0, -3, 1, 40;
  const std::string start = "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\n";
  const std::string atom = "ITEM: ATOMS id element x y z\n1 N 1 1 1\n";
  const Cell restricted =
      first(start + "ITEM: BOX BOUNDS xy xz yz pp pp ff\n-2 13 2\n0 21 -3\n5 45 1\n" + atom)->cell;
  EXPECT_EQ(restricted.rows(), rows);
  EXPECT_EQ(restricted.origin(), Vec3(1, 0, 5));
  EXPECT_EQ(restricted.periodic(), (std::array<bool, 3>{true, true, false}));
  const Cell general =
      first(start + "ITEM: BOX BOUNDS abc origin pp pp pp\n10 0 0 1\n2 20 0 0\n-3 1 40 5\n" + atom)
          ->cell;
  EXPECT_EQ(general.rows(), rows);
  EXPECT_EQ(general.origin(), Vec3(1, 0, 5));
}

TEST_F(LammpsDump, TypesWithoutNames) {
  const std::string four =
      header("id type x y z", 0, 4) + "1 4 0 0 0\n2 1 1 1 1\n3 2 2 2 2\n4 3 3 3 3\n";
  const auto trajectory = open(four);
  EXPECT_EQ(formula(*trajectory->topology()), "C1 H1 N1 Zn1");
  EXPECT_NE(trajectory->notice().find("taken for C H N Zn"), std::string::npos);
  const std::string two = header("id type x y z") + "1 1 0 0 0\n2 2 1 1 1\n";
  EXPECT_EQ(formula(*open(two, {element::Zn, element::O})->topology()), "O1 Zn1");
  EXPECT_NE(refusal(two).find("which elements the 2 atom types are"), std::string::npos);
}

TEST_F(LammpsDump, FramesAreReadInAnyOrder) {
  std::string text;
  for (int i = 0; i < 20; ++i) {
    text += header("id element x y z", 100 * i) + fmt::format("{} N {} 0 0\n{} Zn {} 1 1\n",
                                                              1 + i % 2, i + 0.5 * (i % 2),
                                                              2 - i % 2, i + 0.5 * (1 - i % 2));
  }
  const auto trajectory = open(text);
  ASSERT_EQ(trajectory->size(), 20U);
  for (const std::size_t i : {19U, 3U, 0U, 8U}) {
    const FramePtr frame = trajectory->read(i);
    EXPECT_EQ(frame->step, static_cast<std::int64_t>(100 * i));
    EXPECT_EQ(frame->positions[0][0], static_cast<double>(i));
    EXPECT_EQ(frame->topology, trajectory->topology());
  }
}

TEST_F(LammpsDump, ACutLastFrameIsLeftOutAndSaid) {
  const std::string frame = header("id element x y z") + "1 N 0 0 0\n2 N 1 1 1\n";
  const std::string text = frame + frame;
  for (std::size_t size = frame.size() + 1; size < text.size() - 9; ++size) {
    const auto trajectory = open(text.substr(0, size));
    EXPECT_EQ(trajectory->size(), 1U);
    EXPECT_NE(trajectory->notice().find("last frame (line 12) is cut short"), std::string::npos);
  }
  EXPECT_NE(open(text.substr(0, text.size() - 1))->notice().find("no line end"), std::string::npos);
}

TEST_F(LammpsDump, MistakesAreNamedWithTheirLine) {
  const std::string good = header("id element x y z") + "1 N 0 0 0\n2 N 1 1 1\n";
  const std::string start = "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {header("id element x y z") + "1 N 0 0 0\n2 N 1 o 1\n",
       ":11: expected a number in column y, found \"o\""},
      {header("id element x y z") + "1 N 0 0 0\n2 N 1 1\n", ":11: expected 5 columns, found 4"},
      {header("id element x y z") + "1 N 0 0 0\n2 N 1 1 1 1\n",
       ":11: expected 5 columns, found more"},
      {header("id element x y z") + "1 N 0 0 0\n1 N 1 1 1\n", ":11: atom 1 occurs twice"},
      {header("id element x y z") + "1.5 N 0 0 0\n1 N 1 1 1\n",
       ":10: expected an atom id, found 1.5"},
      {header("id element x y z") + "1 N 0 nan 0\n2 N 1 1 1\n", ":10: the position is not finite"},
      {header("id element x y z") + "1 N 0 0 0\n2 Nn 1 1 1\n",
       ":11: expected a chemical symbol, found \"Nn\""},
      {header("id element x y") + "1 N 0 0\n2 N 1 1\n", ":9: expected positions among the columns"},
      {header("id x y z") + "1 0 0 0\n2 1 1 1\n", "nothing says which elements the atoms are"},
      {header("id element x y z x") + "1 N 0 0 0 0\n2 N 1 1 1 1\n",
       ":9: the column \"x\" is named twice"},
      {good + header("id element x y z", 0, 3) + "1 N 0 0 0\n2 N 1 1 1\n3 N 1 1 2\n",
       ":20: this frame has 3 atoms, the first has 2"},
      {good + header("id element x y z") + "1 N 0 0 0\n3 N 1 1 1\n",
       ":22: atom 3 is not in the first frame"},
      {good + "rubbish\n", ":12: expected ITEM: TIMESTEP, found \"rubbish\""},
      {header("id element x y z") + "1 N 0 0 0\n" + good,
       ":11: expected atom 2 of 2, found the next frame"},
      {start + "-5\n", ":4: expected a number of atoms, found \"-5\""},
      {start + "2\nITEM: BOX BOUNDS pp pp pp\n0 1\n0 x\n0 1\nITEM: ATOMS id element x y z\n1 N 0 0 "
               "0\n2 N 0 0 0\n",
       ":7: expected the bounds of the box, found \"x\""},
      {start + "2\nITEM: BOX BOUNDS pp pp pp\n0 1\n0 0\n0 1\nITEM: ATOMS id element x y z\n1 N 0 0 "
               "0\n2 N 0 0 0\n",
       ":8: "},
      {start + "1\nITEM: ATOMS id element x y z\n1 N 0 0 0\n", "expected ITEM: BOX BOUNDS"},
      {"ITEM: UNITS\nlj\n" + good, ":2: units \"lj\" are not read, only metal and real"},
      {header("id element x y z") + "1 N 0 0 0\n", "the file ends within its first frame"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_NE(refusal(text).find(message), std::string::npos)
        << refusal(text) << "\nnot: " << message;
  }
}

TEST_F(LammpsDump, AStopRequestEndsTheReading) {
  std::stop_source source;
  source.request_stop();
  const auto file =
      folder_.write("run.dump", header("id element x y z") + "1 N 0 0 0\n2 N 1 1 1\n");
  EXPECT_THROW(open_trajectory(file, {}, source.get_token()), Error);
  double last = 0;
  open_trajectory(file, [&](double done) { last = done; });
  EXPECT_EQ(last, 1.0);
}

TEST_F(LammpsDump, AnotherProgramsTrajectory) {
  VITRINE_NEEDS_REFERENCE("peers/zif4-272-nve.dump");
  const auto trajectory = open_trajectory(test::reference("peers/zif4-272-nve.dump"));
  EXPECT_EQ(trajectory->size(), 11U);
  EXPECT_EQ(formula(*trajectory->topology()), "C96 H96 N64 Zn16");
  const FramePtr last = trajectory->read(10);
  EXPECT_EQ(last->step, 100);
  ASSERT_TRUE(last->velocities && last->forces);
  const FramePtr start = trajectory->read(0);
  EXPECT_EQ(start->positions[0], Vec3(13.38923981, 11.41563487, 15.70687824));
  EXPECT_EQ((*start->velocities)[0], Vec3(0.443896949476, -0.536270762082, 5.99397063675));
  EXPECT_NEAR(start->cell.volume(), 15.4231 * 15.404199998899999 * 18.437899990399998, 1e-9);
}

}  // namespace
}  // namespace vitrine::io
