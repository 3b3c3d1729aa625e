// The program as the terminal sees it: what it is asked for it does, and every wrong input is
// answered with one sentence that names it and an exit status that is not 0.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/app/program.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

using nlohmann::json;

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

const std::string tiny_protocol =
    "title = \"tiny\"\nstructure = \"zif-4\"\ntime_step_fs = 0.5\nrecord_interval_ps = 0.005\n"
    "[[stage]]\nname = \"warm\"\nkind = \"hold\"\nduration_ps = 0.02\ntemperature_k = 300\n";

TEST(Commands, HelpAndVersionEverywhere) {
  EXPECT_EQ(run_vitrine("--version").status, 0);
  for (const std::string command : {"", "run", "campaign", "demo", "analyze", "render", "relax",
                                    "forces", "bench", "model info", "model convert"}) {
    const Outcome outcome = run_vitrine(command + " --help");
    EXPECT_EQ(outcome.status, 0) << command;
    EXPECT_NE(outcome.output.find("vitrine"), std::string::npos) << outcome.output;
  }
}

TEST(Commands, WhatIsWrongWithTheCommandLineIsOneLine) {
  for (const std::string arguments :
       {"analyze --no-such-option", "run --resume a.h5 -o b.h5", "campaign", "model info a b"}) {
    const Outcome outcome = run_vitrine(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1) << outcome.output;
    EXPECT_EQ(outcome.output.find("vitrine: "), 0U) << outcome.output;
  }
  // Only commands that read structures list what can be read.
  for (const char* command : {"", "analyze", "render", "run"})
    EXPECT_NE(run_vitrine(std::string(command) + " --help").output.find("Files that Vitrine reads"),
              std::string::npos)
        << command;
  for (const char* command : {"model", "campaign", "export", "model info"})
    EXPECT_EQ(run_vitrine(std::string(command) + " --help").output.find("Files that Vitrine reads"),
              std::string::npos)
        << command;
}

TEST(Commands, ListsLeaveTheFileToTheCommand) {
  // A list of one option does not swallow what follows it.
  const TemporaryFolder folder;
  write_text(folder / "good.toml", tiny_protocol);
  const std::string at = (folder / "").string();
  EXPECT_EQ(
      run_vitrine("run --set warm.duration_ps=0.005 " + at + "good.toml -o " + at + "r.h5").status,
      0);
  const Outcome refused = run_vitrine("run --resume " + at + "r.h5 --fparam 1");
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("--fparam cannot be changed with --resume"), std::string::npos)
      << refused.output;
}

TEST(Commands, AModelSaysWhatItIs) {
  const Outcome shipped = run_vitrine("model info --json");
  ASSERT_EQ(shipped.status, 0) << shipped.output;
  const json out = json::parse(shipped.output);
  EXPECT_EQ(out.at("type_map"), (std::vector<std::string>{"C", "H", "N", "Zn"}));
  EXPECT_EQ(out.at("cutoff_angstrom"), 6);
  EXPECT_EQ(out.at("hash").get<std::string>().size(), 16u);
  const Outcome graph = run_vitrine("model info " + data("dlff/small/small.pb").string());
  EXPECT_NE(graph.output.find("TensorFlow frozen graph"), std::string::npos) << graph.output;
  EXPECT_EQ(run_vitrine("model info --json zif-chnzn").output, shipped.output);
  const Outcome unknown = run_vitrine("model info zif-nothing");
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.output.find("zif-chnzn"), std::string::npos) << "those that are shipped";
}

TEST(Commands, AModelIsConvertedButNeverOntoItself) {
  const TemporaryFolder folder;
  const std::string graph = data("dlff/small/small.pb").string();
  const std::string dp = (folder / "small.dp").string(), yaml = (folder / "small.yaml").string();
  EXPECT_EQ(run_vitrine("model convert " + graph + " " + dp).status, 0);
  EXPECT_EQ(run_vitrine("model convert " + dp + " " + yaml).status, 0);
  EXPECT_EQ(run_vitrine("model info " + yaml).status, 0);
  const Outcome itself = run_vitrine("model convert " + dp + " " + dp);
  EXPECT_EQ(itself.status, 1);
  EXPECT_NE(itself.output.find("is the file to be converted itself"), std::string::npos);
  const Outcome other = run_vitrine("model convert " + dp + " " + (folder / "x.pb").string());
  EXPECT_EQ(other.status, 1);
  EXPECT_NE(other.output.find("a model is written as .dp or .yaml"), std::string::npos);
}

// The keys are what scripts read; the parts are all there is.
TEST(Commands, BenchTellsWhatAStepCosts) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "bench.json";
  const Outcome outcome =
      run_vitrine("bench zif-4 --seconds 0.2 --threads 1 --json " + file.string());
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  const json out = read_json(file);
  EXPECT_EQ(out.at("atoms"), 272);
  EXPECT_EQ(out.at("threads"), 1);
  const double whole = out.at("us_per_atom_step");
  EXPECT_NEAR(whole * out.at("steps_per_s").get<double>() * 272e-6, 1, 1e-6);
  double parts = 0;
  for (const json& part : out.at("parts")) parts += part.get<double>();
  EXPECT_NEAR(parts, whole, 1e-6 * whole);
  for (const char* part :
       {"list", "environment", "table", "fitting_net", "backward", "integration"})
    EXPECT_GT(out.at("parts").at(part), 0.0) << part;
  EXPECT_GT(out.at("gemm_fraction"), 0.0);
  EXPECT_FALSE(out.at("isa").get<std::string>().empty());
}

TEST(Commands, RunsAnalysesAndDrawsWithoutADisplay) {
  const TemporaryFolder folder;
  write_text(folder / "tiny.toml", tiny_protocol);
  const std::string record = (folder / "run.h5").string();
  const Outcome run =
      run_vitrine("run " + (folder / "tiny.toml").string() + " -o " + record, "DISPLAY=");
  ASSERT_EQ(run.status, 0) << run.output;

  const Outcome analysis =
      run_vitrine("analyze " + record + " --frames -2: --json " + (folder / "out.json").string() +
                  " --csv " + (folder / "csv").string());
  ASSERT_EQ(analysis.status, 0) << analysis.output;
  const json out = read_json(folder / "out.json");
  ASSERT_EQ(out.at("frames").size(), 2u);
  for (const json& frame : out.at("frames")) {
    // The cell of ZIF-4 holds 16 Zn and 32 imidazolates, 0.02 ps after its minimum all whole.
    EXPECT_EQ(frame.at("rings").at("count").at("value"), 32);
    EXPECT_EQ(frame.at("rings").at("count").at("unit"), "1");
    EXPECT_LT(frame.at("entropy").at("mean").at("value"), -4.0);
    EXPECT_EQ(frame.at("entropy").at("mean").at("unit"), "k_B");
    EXPECT_NEAR(frame.at("density").at("value").get<double>(), 1.25, 0.1);
    EXPECT_EQ(frame.at("density").at("unit"), "g/cm3");
    EXPECT_NEAR(frame.at("coordination").at("fractions").at("four").at("value").get<double>(), 1.0,
                1e-12);
    for (const char* plane : {"yz", "xz", "xy"})
      EXPECT_GT(frame.at("orientation").at("roi").at(plane).at("value").get<double>(), 0.0);
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "csv/frames.csv"));
  EXPECT_TRUE(std::filesystem::exists(folder / "csv/rdf.g.csv"));

  const std::string picture = (folder / "picture.png").string();
  const Outcome drawing =
      run_vitrine("render " + record + " -o " + picture + " --size 320x200", "DISPLAY=");
  ASSERT_EQ(drawing.status, 0) << drawing.output;
  EXPECT_GT(std::filesystem::file_size(picture), 2000u);
}

TEST(Commands, TheSameSeedGivesTheSameRun) {
  const TemporaryFolder folder;
  write_text(folder / "tiny.toml", tiny_protocol);
  std::vector<double> energies;
  for (const std::string seed : {"7", "7", "8"}) {
    const std::string record =
        (folder / ("run" + std::to_string(energies.size()) + ".h5")).string();
    ASSERT_EQ(run_vitrine("run " + (folder / "tiny.toml").string() + " --threads 1 --seed " + seed +
                          " -o " + record)
                  .status,
              0);
    const std::string out = (folder / "out.json").string();
    ASSERT_EQ(run_vitrine("analyze " + record + " --only entropy --frames -1 --json " + out).status,
              0);
    energies.push_back(read_json(out).at("frames").at(0).at("entropy").at("mean").at("value"));
  }
  EXPECT_EQ(energies[0], energies[1]);
  EXPECT_NE(energies[0], energies[2]);
}

TEST(Commands, AFileComesBeforeAShippedProtocolOfThatName) {
  const TemporaryFolder folder;
  write_text(folder / "demo.toml", tiny_protocol);
  const Outcome run =
      run_vitrine("run demo.toml -o r.h5", "cd '" + (folder / "").string() + "' &&");
  EXPECT_EQ(run.status, 0);
  EXPECT_NE(run.output.find("tiny: 272 atoms"), std::string::npos) << run.output;
}

TEST(Commands, AStructureIsFoundBesideItsProtocol) {
  const TemporaryFolder folder;
  write_text(folder / "p.toml",
             "structure = \"mine.xyz\"\n" + tiny_protocol.substr(tiny_protocol.find("time_step")));
  ASSERT_EQ(run_vitrine("run " + (folder / "p.toml").string() + " -o " + (folder / "r.h5").string())
                .status,
            1);
  ASSERT_EQ(
      run_vitrine("relax zif-4 --force-tolerance 0.5 -o " + (folder / "mine.xyz").string()).status,
      0);
  const Outcome run =
      run_vitrine("run " + (folder / "p.toml").string() + " -o " + (folder / "r.h5").string());
  EXPECT_EQ(run.status, 0) << run.output;
}

TEST(Commands, AnInterruptedRunKeepsItsRecordAndSaysSo) {
  const TemporaryFolder folder;
  const std::string record = (folder / "r.h5").string();
  for (const std::string signal : {"INT", "TERM"}) {
    const Outcome run =
        run_vitrine("run demo-small --force --set record_interval_ps=0.005 -o " + record,
                    "timeout --preserve-status -s " + signal + " 4");
    EXPECT_EQ(run.status, 130) << run.output;
    EXPECT_NE(run.output.find("stopped at step"), std::string::npos) << run.output;
    EXPECT_EQ(run_vitrine("analyze " + record + " --only density").status, 0);
  }
}

TEST(Commands, ARecordIsNotReplacedUnasked) {
  const TemporaryFolder folder;
  write_text(folder / "tiny.toml", tiny_protocol);
  const std::string command =
      "run " + (folder / "tiny.toml").string() + " -o " + (folder / "r.h5").string();
  ASSERT_EQ(run_vitrine(command).status, 0);
  const Outcome again = run_vitrine(command);
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.output.find("--force"), std::string::npos) << again.output;
  EXPECT_EQ(run_vitrine(command + " --force").status, 0);
}

TEST(Commands, DrawsWhatHasNoEntropyWithoutColours) {
  const TemporaryFolder folder;
  write_text(folder / "water.xyz", "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
  const Outcome drawing = run_vitrine("render " + (folder / "water.xyz").string() + " -o " +
                                          (folder / "p.png").string() + " --size 200x150",
                                      "DISPLAY=");
  EXPECT_EQ(drawing.status, 0) << drawing.output;
}

TEST(Commands, DrawsASliceFromAnySide) {
  const TemporaryFolder folder;
  write_text(folder / "zinc.xyz",
             "1\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3\nZn 0 0 0\n");
  for (const std::string options :
       {"--slice c:0:8", "--slice -1,1,0:-2.5:6 --along -b", "--orthographic --atoms given",
        "--occlusion --slice a:1:1e3"}) {
    const Outcome drawing =
        run_vitrine("render " + (folder / "zinc.xyz").string() + " -o " +
                        (folder / "p.png").string() + " --size 200x150 " + options,
                    "DISPLAY=");
    EXPECT_EQ(drawing.status, 0) << options << drawing.output;
  }
}

TEST(Commands, ADisplayThatDoesNotAnswerCountsAsNone) {
  const TemporaryFolder folder;
  write_text(folder / "zinc.xyz", "1\n\nZn 0 0 0\n");
  const Outcome drawing = run_vitrine("render " + (folder / "zinc.xyz").string() +
                                          " --size 200x150 -o " + (folder / "p.png").string(),
                                      "DISPLAY=:4711");
  EXPECT_EQ(drawing.status, 0) << drawing.output;
  const Outcome window = run_vitrine("", "DISPLAY=:4711 QT_QPA_PLATFORM=");
  EXPECT_EQ(window.status, 3) << "packaging/run goes on without a window then";
}

struct WrongInput {
  std::string arguments;
  std::string sentence;  ///< must stand in the output
};

TEST(Commands, RefuseWrongInputInASentence) {
  const TemporaryFolder folder;
  write_text(folder / "wrong.toml",
             "title = \"x\"\nstructure = \"zif-4\"\n[[stage]]\nname = \"a\"\nkind = "
             "\"hold\"\ntemperature_k = 300\nduraton_ps = 3\n");
  write_text(folder / "good.toml", tiny_protocol);
  write_text(folder / "broken.dp", "\x89HDF\r\n\x1a\nnothing more");
  write_text(folder / "broken.dump", "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\nmany\n");
  write_text(folder / "empty.xyz", "");
  const std::string at = (folder / "").string();
  const std::vector<WrongInput> cases = {
      {"run nowhere.toml -o " + at + "r.h5", "nowhere.toml"},
      {"run " + at + "wrong.toml -o " + at + "r.h5", "wrong.toml:7"},
      {"run " + at + "good.toml -o " + at + "no/such/folder/r.h5", "no/such/folder"},
      {"run " + at + "good.toml --model " + at + "broken.dp -o " + at + "r.h5", "broken.dp"},
      {"run " + at + "good.toml --model " + at + "missing.dp -o " + at + "r.h5", "missing.dp"},
      {"run " + at + "good.toml --structure " + at + "empty.xyz -o " + at + "r.h5", "empty.xyz"},
      {"run " + at + "good.toml --set warm.duration=3 -o " + at + "r.h5", "duration_ps"},
      {"analyze " + at + "broken.dump", "broken.dump:4"},
      {"analyze " + at + "missing.dump", "missing.dump"},
      {"analyze " + at + "empty.xyz", "empty.xyz"},
      {"analyze", "FILE"},
      {"forces zif-5 -o " + at + "f.xyz", "zif-4"},
      {"forces zif-4 --frames 3 -o " + at + "f.xyz", "no frame 3 among 1"},
      {"forces zif-4 -o " + at + "no/such/folder/f.xyz", "no/such/folder"},
      {"render " + at + "broken.dump -o " + at + "p.png", "broken.dump:4"},
      {"render zif-4 -o " + at + "p.png --slice c:0", "NORMAL:POSITION:THICKNESS"},
      {"render zif-4 -o " + at + "p.png --slice 0,0,0:1:8", "'0,0,0:1:8'"},
      {"render zif-4 -o " + at + "p.png --slice c:0:-8", "above 0"},
      {"render zif-4 -o " + at + "p.png --along d", "--along"},
      {"", "DISPLAY"},
      {"frobnicate/nothing.xyz --no-such-option", "--no-such-option"},
  };
  for (const WrongInput& wrong : cases) {
    const Outcome outcome =
        run_vitrine(wrong.arguments, "DISPLAY= WAYLAND_DISPLAY= QT_QPA_PLATFORM=");
    EXPECT_GT(outcome.status, 0) << wrong.arguments;
    EXPECT_LT(outcome.status, 126) << wrong.arguments << "\n" << outcome.output;
    EXPECT_NE(outcome.output.find(wrong.sentence), std::string::npos) << wrong.arguments << "\n"
                                                                      << outcome.output;
  }
}

}  // namespace
}  // namespace vitrine::test
