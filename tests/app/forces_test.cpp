// vitrine forces: what it writes is the engine's answer to the last bit, frame by frame, and a
// command that does not come to its end leaves no file.
#include <gtest/gtest.h>

#include "sim/dlff/model.h"
#include "sim/io/read.h"
#include "sim/io/write.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

dlff::Evaluation answer(const Frame& frame) {
  const auto field = dlff::make_force_field(dlff::default_model(), *frame.topology,
                                            {dlff::EngineKind::reference, 1});
  NeighbourList neighbours(field->cutoff());
  neighbours.build(frame.positions, frame.cell);
  dlff::Evaluation out;
  field->evaluate(frame.positions, frame.cell, neighbours, out);
  return out;
}

void expect_answer(const Frame& written, const Frame& asked) {
  const dlff::Evaluation expected = answer(asked);
  EXPECT_EQ(written.positions, asked.positions);
  EXPECT_EQ(written.step, asked.step);
  EXPECT_EQ(written.cell.rows(), asked.cell.rows());
  EXPECT_EQ(written.cell.periodic(), asked.cell.periodic());
  EXPECT_EQ(written.potential_energy, expected.energy);
  EXPECT_EQ(written.forces, expected.forces);
  EXPECT_EQ(written.virial, expected.virial);
  EXPECT_EQ(written.columns.at("energies"), expected.atom_energies);
}

// Imidazole-like chains of four atoms, one a little further in every frame.
std::vector<FramePtr> row_of_frames(const Cell& cell, std::size_t count) {
  const TopologyPtr topology =
      make_topology({element::Zn, element::N, element::C, element::H}, {65, 14, 12, 2});
  std::vector<FramePtr> frames;
  for (std::size_t n = 0; n < count; ++n) {
    auto frame = std::make_shared<Frame>();
    frame->topology = topology;
    frame->step = static_cast<std::int64_t>(10 * n);
    frame->cell = cell;
    frame->positions = {Vec3(0, 0, 0), Vec3(2.0, 0, 0.01 * static_cast<double>(n)),
                        Vec3(2.7, 1.1, 0), Vec3(2.1, 2.0, 0.1)};
    frame->potential_energy = 1e3;  // of some other program: to be replaced
    frames.push_back(frame);
  }
  return frames;
}

std::string words(const std::filesystem::path& in, const std::filesystem::path& out) {
  return "forces " + in.string() + " --engine reference --threads 1 -o " + out.string();
}

TEST(Forces, OfEveryFrameWithAndWithoutACell) {
  const TemporaryFolder folder;
  for (const Cell& cell : {Cell(), Cell::from_parameters(7, 8, 9, 80, 95, 100)}) {
    const auto frames = row_of_frames(cell, 5);
    io::write_extended_xyz(folder / "in.xyz", frames);
    const Outcome outcome = run_vitrine(words(folder / "in.xyz", folder / "out.xyz"));
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    const auto written = io::open_trajectory(folder / "out.xyz");
    ASSERT_EQ(written->size(), frames.size());
    EXPECT_EQ(written->topology()->masses, frames[0]->topology->masses);
    for (std::size_t n = 0; n < frames.size(); ++n) expect_answer(*written->read(n), *frames[n]);
  }
}

TEST(Forces, OfTheFramesThatAreAskedFor) {
  const TemporaryFolder folder;
  const auto frames = row_of_frames(Cell(), 5);
  io::write_extended_xyz(folder / "in.xyz", frames);
  ASSERT_EQ(run_vitrine(words(folder / "in.xyz", folder / "out.xyz") + " --frames 1::2").status, 0);
  const auto written = io::open_trajectory(folder / "out.xyz");
  ASSERT_EQ(written->size(), 2u);
  expect_answer(*written->read(0), *frames[1]);
  expect_answer(*written->read(1), *frames[3]);
}

TEST(Forces, OfAShippedStructureInPlaceOfItsOwnFile) {
  const TemporaryFolder folder;
  const std::string out = (folder / "zif-4.xyz").string();
  ASSERT_EQ(run_vitrine("forces zif-4 -o " + out).status, 0);
  ASSERT_EQ(run_vitrine(words(out, out)).status, 0);
  const FramePtr written = io::open_trajectory(out)->read(0);
  EXPECT_EQ(written->size(), 272u);
  expect_answer(*written, *written);
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(Forces, StoppedOrFailedLeavesNoFile) {
  const TemporaryFolder folder;
  io::write_extended_xyz(folder / "in.xyz", row_of_frames(Cell::orthorhombic(4, 4, 4), 20000));
  const Outcome stopped = run_vitrine(words(folder / "in.xyz", folder / "out.xyz"),
                                      "timeout --preserve-status -s INT 2");
  EXPECT_EQ(stopped.status, 130) << stopped.output;
  EXPECT_NE(stopped.output.find("stopped before frame"), std::string::npos) << stopped.output;
  EXPECT_EQ(files_in(folder / ""), 1u);

  auto frames = row_of_frames(Cell(), 3);
  auto broken = std::make_shared<Frame>(*frames[2]);
  broken->positions[1] = Vec3(0.01, 0, 0);
  frames[2] = broken;
  io::write_extended_xyz(folder / "in.xyz", frames);
  const Outcome failed = run_vitrine(words(folder / "in.xyz", folder / "out.xyz"));
  EXPECT_EQ(failed.status, 1);
  EXPECT_NE(failed.output.find("frame 2: atoms 1 and 2 are 0.01 A apart"), std::string::npos)
      << failed.output;
  EXPECT_EQ(files_in(folder / ""), 1u);
}

TEST(Forces, ParametersForAModelThatTakesNoneAreRefused) {
  const TemporaryFolder folder;
  for (const std::string kind : {"frame", "atom"}) {
    const Outcome outcome = run_vitrine("forces zif-4 --" + kind.substr(0, 1) + "param 1,2 -o " +
                                        (folder / "out.xyz").string());
    EXPECT_EQ(outcome.status, 1);
    EXPECT_NE(outcome.output.find("takes no " + kind + " parameters, got 2"), std::string::npos)
        << outcome.output;
  }
}

}  // namespace
}  // namespace vitrine::test
