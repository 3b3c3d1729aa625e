#include "sim/dynamics/protocol.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/model/errors.h"
#include "sim/model/resources.h"

using namespace vitrine;
using namespace vitrine::dynamics;

namespace {

const std::string good = R"(title = "test"
structure = "zif-4"
replicate = [1, 2, 3]
time_step_fs = 0.25
seed = 7

[[stage]]
name = "relax"
kind = "minimise"

[[stage]]
name = "cold"
kind = "hold"
duration_ps = 1
temperature_k = 10
thermostat = "berendsen"

[[stage]]
name = "heat"
kind = "ramp"
duration_ps = 2
temperature_end_k = 300
pressure_start_gpa = 0
pressure_end_gpa = 1
barostat = "none"
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

struct Mistake {
  std::string from, to;
  std::size_t line;
  std::string words;  // part of the message
};

}  // namespace

TEST(Protocol, EveryKeyArrives) {
  const Protocol p = parse_protocol(good, "good.toml");
  EXPECT_EQ(p.title, "test");
  EXPECT_EQ(p.structure, "zif-4");
  EXPECT_EQ(p.replicate[2], 3);
  EXPECT_DOUBLE_EQ(p.time_step, 0.00025);
  EXPECT_EQ(p.seed, 7u);
  EXPECT_EQ(p.text, good);
  ASSERT_EQ(p.stages.size(), 3u);
  EXPECT_TRUE(p.stages[0].minimise);
  EXPECT_EQ(p.stages[1].thermostat, Thermostat::berendsen);
  EXPECT_EQ(p.stages[1].barostat, Barostat::mtk);
  EXPECT_EQ(p.stages[2].temperature_start, 10) << "a ramp starts where the stage before ended";
  EXPECT_EQ(p.stages[2].pressure_end, 1);
  EXPECT_EQ(p.stages[2].barostat, Barostat::none);
  EXPECT_DOUBLE_EQ(p.duration(), 3);
}

TEST(Protocol, EachMistakeIsNamedWithItsLine) {
  const Mistake mistakes[] = {
      {"title =", "titel =", 1, "did you mean \"title\""},
      {"[1, 2, 3]", "[1, 2]", 3, "list of 3"},
      {"[1, 2, 3]", "[1, 0, 3]", 3, "got 0"},
      {"0.25", "0", 4, "more than 0"},
      {"0.25", "2.5", 4, "got 2.5"},
      {"0.25", "nan", 4, "at most 2"},
      {"0.25", "\"0.25\"", 4, "must be a number"},
      {"seed = 7", "seed = -1", 5, "got -1"},
      {"seed = 7", "seed = 1.5", 5, "whole number"},
      {"seed = 7", "seed = ", 5, "good.toml:5"},
      {"\"minimise\"", "\"minimize\"", 9, "minimise, hold, ramp"},
      {"kind = \"minimise\"", "kind = \"minimise\"\nduration_ps = 3", 10,
       "unknown key \"duration_ps\""},
      {"duration_ps = 1", "duration_ps = -1", 14, "duration_ps"},
      {"duration_ps = 1", "", 11, "stage \"cold\": duration_ps is missing"},
      {"duration_ps = 1", "duration_ps = 1e-9", 11, "shorter than one time step"},
      {"temperature_k = 10", "temperature_k = 5001", 15, "5000"},
      {"temperature_k = 10", "", 11, "temperature_k is missing"},
      {"temperature_k = 10", "temperature = 10", 15, "did you mean \"temperature_k\""},
      {"\"berendsen\"", "\"andersen\"", 16, "stochastic-rescaling"},
      {"name = \"heat\"", "name = \"cold\"", 19, "used twice"},
      {"name = \"heat\"", "name = \"he.at\"", 19, "'.'"},
      {"kind = \"ramp\"", "", 18, "kind is missing"},
      {"temperature_end_k = 300", "", 18, "temperature_end_k is missing"},
      {"pressure_end_gpa = 1", "pressure_end_gpa = 51", 24, "50"},
      {"pressure_end_gpa = 1", "presure_end_gpa = 1", 24, "did you mean \"pressure_end_gpa\""},
      {"duration_ps = 2", "duration_ps = 9e6", 7, "steps"},
  };
  for (const Mistake& m : mistakes) {
    try {
      parse_protocol(replaced(good, m.from, m.to), "good.toml");
      ADD_FAILURE() << "accepted: " << m.to;
    } catch (const FileError& error) {
      EXPECT_EQ(error.line(), m.line) << error.what();
      EXPECT_NE(std::string(error.what()).find(m.words), std::string::npos) << error.what();
    }
  }
}

TEST(Protocol, RefusesWhatIsNoProtocol) {
  EXPECT_THROW(parse_protocol("", "empty.toml"), FileError);
  EXPECT_THROW(parse_protocol("stage = 3", "x.toml"), FileError);
  EXPECT_THROW(parse_protocol("stage = [1, 2]", "x.toml"), FileError);
  EXPECT_THROW(parse_protocol("\x00\xff\xfe", "x.toml"), FileError);
  EXPECT_THROW(read_protocol("/nonexistent/x.toml"), FileError);
  EXPECT_THROW(read_protocol("/"), FileError);
}

TEST(Protocol, OverridesReachSettingsAndStages) {
  const Protocol p = parse_protocol(
      good, "good.toml", {"seed=9", "heat.rate_k_per_ps=29", "title=a b", "replicate=[2,2,2]"});
  EXPECT_EQ(p.seed, 9u);
  EXPECT_EQ(p.title, "a b");
  EXPECT_EQ(p.replicate[0], 2);
  EXPECT_DOUBLE_EQ(p.stages[2].duration, 10);
  // The text that is kept is what was run.
  const Protocol again = parse_protocol(p.text, "again.toml");
  EXPECT_EQ(again.seed, 9u);
  EXPECT_DOUBLE_EQ(again.duration(), p.duration());
  EXPECT_EQ(again.stages[1].thermostat, Thermostat::berendsen);
}

TEST(Protocol, OverridesAreCheckedToo) {
  for (const char* wrong : {"seed", "=3", "seed=", "hat.duration_ps=3", "sed=3", "cold.duration=1",
                            "cold.duration_ps=long", "time_step_fs=9"})
    EXPECT_THROW(parse_protocol(good, "good.toml", {wrong}), Error) << wrong;
  try {
    parse_protocol(good, "good.toml", {"het.duration_ps=3"});
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"heat\""), std::string::npos);
  }
}

TEST(Protocol, TargetsRunLinearly) {
  const Protocol p = parse_protocol(good, "good.toml");
  EXPECT_EQ(target_at(p, 0).stage, 1u) << "minimising takes no time";
  EXPECT_DOUBLE_EQ(target_at(p, 0.5).temperature, 10);
  EXPECT_EQ(target_at(p, 1).stage, 2u);
  EXPECT_DOUBLE_EQ(target_at(p, 2).temperature, 155);
  EXPECT_DOUBLE_EQ(target_at(p, 2).pressure, 0.5);
  EXPECT_DOUBLE_EQ(target_at(p, 3).temperature, 300);
  EXPECT_DOUBLE_EQ(target_at(p, 99).pressure, 1) << "the end holds";
}

TEST(Protocol, ShippedOnesAreRightAndTheSlowOneIsThePublishedSchedule) {
  const std::vector<std::string> names = resource_names("protocols");
  EXPECT_GE(names.size(), 4u);
  for (const std::string& name : names) {
    const Protocol p = parse_protocol(resource_text(name), name);
    EXPECT_FALSE(p.stages.empty());
    EXPECT_EQ(p.note.empty(), name == "protocols/melt-quench.toml") << name;
  }
  const Protocol p = parse_protocol(resource_text("protocols/melt-quench.toml"), "melt-quench");
  EXPECT_DOUBLE_EQ(p.time_step, 0.00025);
  EXPECT_NEAR(p.duration(), 7.5 + 1.25 + 12.5 + 50 + 50 + 240 + 12.5 + 25, 1e-9);
  EXPECT_EQ(p.replicate[0] * p.replicate[1] * p.replicate[2], 8);
  EXPECT_DOUBLE_EQ(target_at(p, 7.5 + 1.25 + 12.5 + 50 + 50 + 120).temperature, 900);
}
