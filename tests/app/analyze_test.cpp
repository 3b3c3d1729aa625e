// vitrine analyze: one pass, any parameter, and the same numbers in every kind of file.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "analysis/analysis.h"
#include "sim/io/hdf5_file.h"
#include "tests/app/program.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

using nlohmann::json;

/// Eleven frames, ten steps of 0.25 fs apart, of a dump without times.
std::string run_of_272_atoms() {
  return data("peers/zif4-272-nve.dump").string() + " --time-step 0.25";
}

json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

TEST(Analyze, ListsEveryAnalysisWithItsSourceAndParameters) {
  const Outcome outcome = run_vitrine("analyze --list");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    for (const std::string& text : {info.id, info.title, info.reference})
      EXPECT_NE(outcome.output.find(text), std::string::npos) << text;
    for (const analysis::Parameter& p : info.parameters)
      EXPECT_NE(outcome.output.find("\n    " + p.name + " "), std::string::npos) << p.name;
  }
}

TEST(Analyze, WritesTheSameNumbersAsJsonCsvAndHdf5) {
  const TemporaryFolder folder;
  const std::string at = (folder / "").string();
  const Outcome outcome = run_vitrine("analyze " + run_of_272_atoms() +
                                      " --only entropy,rdf,bonds --frames 0:8:2 --set "
                                      "entropy.sigma=0.25,entropy.r_max=5 --json " +
                                      at + "a.json --csv " + at + "csv --hdf5 " + at + "a.h5");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  const json all = read_json(folder / "a.json");
  const json& entropy = all.at("accumulated").at("entropy");
  EXPECT_EQ(entropy.at("frames").at("value"), 4);
  EXPECT_EQ(entropy.at("parameters").at("sigma").at("value"), 0.25);
  EXPECT_EQ(entropy.at("parameters").at("sigma").at("unit"), "A");
  EXPECT_EQ(entropy.at("parameters").at("local_density").at("value"), 0) << "the default";
  const io::Hdf5File file(folder / "a.h5", io::Hdf5File::Mode::read);
  EXPECT_EQ(file.read("/entropy/parameters/sigma").values, (std::vector<double>{0.25}));
  EXPECT_EQ(file.string_attribute("/entropy/parameters/sigma", "unit"), "A");
  const auto mean = file.read("/entropy/scalars/mean").values;
  ASSERT_EQ(mean.size(), 2U) << "four frames have an error";
  EXPECT_EQ(mean[0], entropy.at("scalars").at("mean").at("value").get<double>());
  EXPECT_EQ(mean[1], entropy.at("scalars").at("mean").at("error").get<double>());
  const auto g = file.read("/rdf/g/N-Zn").values;
  EXPECT_EQ(g.size(), 500U);
  EXPECT_EQ(file.string_attribute("/rdf/g/r", "unit"), "A");
  const auto frames = file.read("/frames/entropy.mean").values;
  ASSERT_EQ(frames.size(), 4U);
  for (std::size_t f = 0; f < 4; ++f)
    EXPECT_EQ(frames[f], all.at("frames").at(f).at("entropy").at("mean").at("value").get<double>());
  // Sixteen Zn with four N each, none of which leaves within 20 fs at 300 K.
  EXPECT_EQ(all.at("accumulated").at("bonds").at("scalars").at("count").at("value"), 64);
  EXPECT_FALSE(all.at("frames").at(0).contains("bonds")) << "one frame has no event";
  EXPECT_TRUE(std::filesystem::exists(folder / "csv/bonds.events.csv"));
}

TEST(Analyze, DoesAllAnalysesOfARun) {
  const TemporaryFolder folder;
  const Outcome outcome = run_vitrine("analyze " + run_of_272_atoms() + " --frames ::5 --json " +
                                      (folder / "a.json").string());
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  const json all = read_json(folder / "a.json");
  for (const analysis::AnalysisInfo& info : analysis::registry())
    EXPECT_TRUE(all.at("accumulated").contains(info.id)) << info.id << "\n" << outcome.output;
  EXPECT_NEAR(all.at("frames").at(2).at("time").at("value").get<double>(), 0.025, 1e-12);
}

// Threads at frames of their own add them to the row in their order.
TEST(Analyze, SaysTheSameOnAnyNumberOfThreads) {
  const TemporaryFolder folder;
  const auto written_by = [&](int threads, const std::string& what) {
    const std::filesystem::path file = folder / (std::to_string(threads) + ".json");
    const Outcome outcome = run_vitrine("analyze " + run_of_272_atoms() + what + " --threads " +
                                        std::to_string(threads) + " --json " + file.string());
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  for (const std::string what : {"", " --only rdf", " --only density,coordination --frames 9:11"})
    EXPECT_TRUE(written_by(1, what) == written_by(3, what)) << "all" << what;
}

TEST(Analyze, EndsWithTheFirstFrameThatCannotBeRead) {
  const TemporaryFolder folder;
  std::ifstream whole(data("peers/zif4-272-nve.dump"));
  std::string text(std::istreambuf_iterator<char>(whole), {});
  // All of them from the sixth on: the message is of that one.
  const std::size_t sixth = text.find("ITEM: TIMESTEP\n50\n");
  ASSERT_NE(sixth, std::string::npos);
  for (std::size_t atoms = sixth; (atoms = text.find("ITEM: ATOMS", atoms + 1)) != text.npos;)
    text.replace(text.find('\n', atoms) + 1, 1, "x");
  std::ofstream(folder / "broken.dump") << text;
  const auto line = 10 + std::count(text.begin(), text.begin() + static_cast<long>(sixth), '\n');
  const std::string place = "broken.dump:" + std::to_string(line);
  for (const std::string threads : {"1", "4"}) {
    const Outcome outcome = run_vitrine("analyze --only density,coordination --threads " + threads +
                                        " " + (folder / "broken.dump").string());
    EXPECT_EQ(outcome.status, 1) << outcome.output;
    EXPECT_NE(outcome.output.find(place), std::string::npos) << place << "\n" << outcome.output;
  }
}

TEST(Analyze, TellsWhatEachAnalysisTook) {
  const Outcome outcome = run_vitrine("analyze --only density,rdf --times " + run_of_272_atoms());
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("ms a frame"), std::string::npos) << outcome.output;
  EXPECT_TRUE(std::regex_search(outcome.output, std::regex("\nrdf +[0-9.]+ +[0-9.]+\n")))
      << outcome.output;
}

TEST(Analyze, SaysThatTimesAreUnknown) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_vitrine("analyze " + data("peers/zif4-272-nve.dump").string() +
                  " --only density,coordination --json " + (folder / "a.json").string());
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("the file tells no times; --time-step"), std::string::npos);
  const json all = read_json(folder / "a.json");
  EXPECT_TRUE(all.at("frames").at(3).at("time").at("value").is_null());
  EXPECT_NE(all.at("notice").get<std::string>().find("--time-step"), std::string::npos);
  const Outcome timed = run_vitrine("analyze " + run_of_272_atoms() + " --only density");
  EXPECT_EQ(timed.output.find("tells no times"), std::string::npos) << timed.output;
}

TEST(Analyze, FailsWhenNothingCameOutAndSaysWhatElseDidNot) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "carbon.xyz";
  std::ofstream(file) << "1\nLattice=\"9 0 0 0 9 0 0 0 9\"\nC 0 0 0\n";
  const Outcome none = run_vitrine("analyze --only coordination,entropy " + file.string());
  EXPECT_EQ(none.status, 1);
  for (const char* sentence :
       {"no result of coordination: coordination: the frame has no Zn",
        "no result of entropy: entropy: the frame has no Zn", "none of the analyses gave a result"})
    EXPECT_NE(none.output.find(sentence), std::string::npos) << none.output;
  const Outcome some = run_vitrine("analyze --only entropy --only density " + file.string());
  EXPECT_EQ(some.status, 0) << some.output;
  EXPECT_NE(some.output.find("no result of entropy"), std::string::npos) << some.output;
}

TEST(Analyze, LaysAnExperimentOverACurve) {
  const TemporaryFolder folder;
  const std::string at = (folder / "").string();
  const std::string analyze = "analyze " + run_of_272_atoms() + " --only scattering --frames 0 ";
  // What was computed, doubled: the fit must find the two again.
  ASSERT_EQ(run_vitrine(analyze + "--json " + at + "own.json").status, 0);
  std::ofstream curve(folder / "measured.dat");
  curve << "# Q S(Q) error\n";
  const json own = read_json(folder / "own.json");
  const json& columns =
      own.at("accumulated").at("scattering").at("datasets").at("structure_factor");
  for (std::size_t n = 0; n < columns.at(0).at("values").size(); n += 7)
    curve << columns.at(0).at("values").at(n) << " "
          << 2 * columns.at(2).at("values").at(n).get<double>() << " 0.01\n";
  curve.close();
  const std::string measured = "--experiment " + at + "measured.dat ";
  const std::string experiment = measured + "--compare scattering.xray ";
  const Outcome outcome = run_vitrine(analyze + experiment + "--window 1:20 --json " + at +
                                      "a.json --csv " + at + "csv");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  const json all = read_json(folder / "a.json");
  const json& found = all.at("accumulated").at("scattering").at("scalars").at("experiment");
  EXPECT_NEAR(found.at("scale").at("value").get<double>(), 2, 1e-4) << "six digits were written";
  EXPECT_LT(found.at("r_factor").at("value").get<double>(), 1e-4);
  EXPECT_TRUE(std::filesystem::exists(folder / "csv/scattering.experiment.csv"));
  std::ofstream(folder / "bad.dat") << "1 2\n2 two\n";
  const std::pair<std::string, const char*> wrong[] = {
      {"--experiment " + at + "bad.dat", "bad.dat:2: expected y as a number"},
      {experiment + "--window 30:40", "points between 30 and 40"},
      {experiment + "--window wide", "expected LOW:HIGH, got 'wide'"},
      {measured + "--compare scattering.x", "no curve is called 'x'"},
      {measured + "--compare rdf.total", "'rdf' is not among the analyses to do"}};
  for (const auto& [arguments, sentence] : wrong) {
    const Outcome refused = run_vitrine(analyze + arguments);
    EXPECT_EQ(refused.status, 1) << arguments;
    EXPECT_NE(refused.output.find(sentence), std::string::npos) << refused.output;
  }
}

TEST(Analyze, NamesASettingItCannotUse) {
  const std::pair<const char*, const char*> wrong[] = {
      {"entropy.sigma", "expected ANALYSIS.PARAMETER=NUMBER, got 'entropy.sigma'"},
      {"entropy.sigma=wide", "got 'entropy.sigma=wide'"},
      {"sigma=0.2", "expected ANALYSIS.PARAMETER=NUMBER"},
      {"entropie.sigma=0.2", "did you mean 'entropy'?"},
      {"entropy.sgma=0.2", "did you mean 'sigma'?"},
      {"entropy.sigma=-1", "sigma must lie between"},
      {"rdf.bins=10", "not among the analyses to do"}};
  for (const auto& [setting, sentence] : wrong) {
    const Outcome outcome =
        run_vitrine("analyze " + run_of_272_atoms() + " --only entropy --set " + setting);
    EXPECT_EQ(outcome.status, 1) << setting;
    EXPECT_NE(outcome.output.find(sentence), std::string::npos) << outcome.output;
  }
}

TEST(Analyze, OfSelectedAtomsOnly) {
  const TemporaryFolder folder;
  const std::string at = (folder / "").string();
  const std::string of_some = " --frames 0:4 --select 'element Zn and x < 7' ";
  const Outcome outcome = run_vitrine("analyze " + run_of_272_atoms() + of_some + "--json " + at +
                                      "a.json --hdf5 " + at + "a.h5");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  const json all = read_json(folder / "a.json").at("accumulated");
  const json& entropy = all.at("entropy");
  const std::string of = entropy.at("selection").get<std::string>();
  const json& atoms = entropy.at("datasets").at("zinc").at(0).at("values");
  EXPECT_GT(atoms.size(), 0U);
  EXPECT_LT(atoms.size(), 16U);
  EXPECT_EQ(
      of, std::to_string(atoms.size()) + " selected atoms: selected Zn; every atom is a neighbour");
  EXPECT_FALSE(all.contains("pores")) << "it cannot be restricted";
  EXPECT_FALSE(all.contains("orientation")) << "no linker is selected";
  EXPECT_NE(outcome.output.find("no linker is selected whole"), std::string::npos);
  const io::Hdf5File file(folder / "a.h5", io::Hdf5File::Mode::read);
  EXPECT_EQ(file.string_attribute("/entropy", "selection"), of);
  const Outcome listed = run_vitrine("analyze " + run_of_272_atoms() + of_some + "--only rdf");
  EXPECT_NE(listed.output.find("selected atoms: pairs with a selected atom at the centre"),
            std::string::npos)
      << listed.output;
}

TEST(Analyze, SaysWhatIsWrongWithASelection) {
  const std::pair<const char*, const char*> wrong[] = {
      {"--select 'element Zn and entrpy > -5'", "did you mean 'entropy'?"},
      {"--select 'element Zn and entrpy > -5'", "after 'element Zn and '"},
      {"--select 'element Cu'", "select: "},
      {"--select 'x > 500'", "no atom of the first frame is 'x > 500'"},
      {"--only pores --select 'element Zn'",
       "pores: it cannot be restricted to selected atoms: pores are what all atoms leave free"}};
  for (const auto& [arguments, sentence] : wrong) {
    const Outcome outcome = run_vitrine("analyze " + run_of_272_atoms() + " " + arguments);
    EXPECT_EQ(outcome.status, 1) << arguments;
    EXPECT_NE(outcome.output.find(sentence), std::string::npos) << outcome.output;
  }
  const Outcome list = run_vitrine("analyze --list");
  EXPECT_NE(list.output.find("    with --select: selected Zn; every atom is a neighbour"),
            std::string::npos);
  EXPECT_NE(list.output.find("    not with --select: pores are what"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::test
