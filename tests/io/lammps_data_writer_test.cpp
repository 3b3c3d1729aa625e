// What is written is what is read: positions to the digit where the axes are LAMMPS's own, and
// the same crystal on other axes where they are not.
#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "sim/io/read.h"
#include "sim/io/write.h"
#include "tests/io/io_fixtures.h"

namespace vitrine::test {
namespace {

const std::vector<std::string> types{"C", "H", "N", "Zn"};

Frame moving(const Cell& cell) {
  Frame frame;
  frame.topology = make_topology({element::Zn, element::N, element::C, element::H});
  frame.cell = cell;
  frame.positions = {cell.cartesian(Vec3(0.1, 0.2, 0.3)), cell.cartesian(Vec3(-0.4, 0.9, 0.5)),
                     cell.cartesian(Vec3(1.7, 0.1, -2.2)), cell.cartesian(Vec3(0.6, 0.7, 0.8))};
  frame.velocities = {Vec3(1, 2, 3), Vec3(-1, 0.5, 0.25), Vec3(0, 0, 1e-7), Vec3(12.5, -7, 0)};
  return frame;
}

FramePtr written_and_read(const Frame& frame) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "out.data";
  io::write_lammps_data(file, frame, types);
  return io::open_trajectory(file)->read(0);
}

/// Where the atoms were before they were brought into the cell.
std::vector<Vec3> unwrapped(const Frame& frame) {
  std::vector<Vec3> positions = frame.positions;
  for (std::size_t i = 0; i < positions.size(); ++i)
    for (int k = 0; k < 3; ++k)
      positions[i] += frame.columns.at(std::string{'i', "xyz"[k]})[i] * frame.cell.vector(k);
  return positions;
}

TEST(LammpsDataWriter, ReadsBackOnLammpsOwnAxes) {
  Mat3 rows = 9 * Mat3::Identity();
  rows(1, 0) = 1.25;
  rows(2, 1) = -2;
  for (const Cell& cell :
       {Cell::orthorhombic(8, 9, 10.5), Cell(rows, {true, true, true}, Vec3(-3, 0.5, 2))}) {
    const Frame frame = moving(cell);
    const FramePtr back = written_and_read(frame);
    ASSERT_EQ(back->size(), frame.size());
    EXPECT_EQ(back->topology->elements, frame.topology->elements);
    EXPECT_LT((back->cell.rows() - cell.rows()).norm(), 1e-12);
    const std::vector<Vec3> positions = unwrapped(*back);
    for (std::size_t i = 0; i < frame.size(); ++i) {
      EXPECT_LT((positions[i] - frame.positions[i]).norm(), 1e-12) << "images and all";
      EXPECT_EQ((*back->velocities)[i], (*frame.velocities)[i]);
    }
  }
}

// Lengths, and the component of each velocity along each distance, do not depend on the axes.
TEST(LammpsDataWriter, TurnsACrystalThatLiesOtherwise) {
  const Mat3 turn = Eigen::AngleAxisd(0.7, Vec3(1, 2, -0.5).normalized()).toRotationMatrix();
  const Frame frame = moving(Cell(Cell::from_parameters(8, 9, 10, 80, 100, 95).rows() * turn));
  const FramePtr back = written_and_read(frame);
  EXPECT_LT((back->cell.angles() - Vec3(80, 100, 95)).norm(), 1e-9);
  EXPECT_EQ(back->cell.rows()(0, 1), 0);
  const std::vector<Vec3> positions = unwrapped(*back);
  for (std::size_t i = 0; i < frame.size(); ++i)
    for (std::size_t j = 0; j < frame.size(); ++j) {
      const Vec3 before = frame.positions[j] - frame.positions[i];
      const Vec3 after = positions[j] - positions[i];
      EXPECT_NEAR(after.norm(), before.norm(), 1e-10);
      EXPECT_NEAR(after.dot((*back->velocities)[i]), before.dot((*frame.velocities)[i]), 1e-9);
    }
}

TEST(LammpsDataWriter, RefusesWhatSuchAFileCannotSay) {
  const TemporaryFolder folder;
  const auto says = [&](const Frame& frame) {
    return message_of([&] { io::write_lammps_data(folder / "out.data", frame, types); });
  };
  EXPECT_EQ(says(moving(Cell::orthorhombic(8, 9, 10))), "");
  Frame none = moving(Cell::orthorhombic(8, 9, 10));
  none.cell = Cell();
  EXPECT_EQ(says(none), "a LAMMPS data file needs a cell");
  Frame other = moving(Cell::orthorhombic(8, 9, 10));
  other.topology = make_topology({element::Zn, element::N, element::Br, element::H});
  EXPECT_EQ(says(other), "Br is none of the types C, H, N, Zn");
}

}  // namespace
}  // namespace vitrine::test
