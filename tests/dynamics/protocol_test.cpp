#include "sim/dynamics/protocol.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/dynamics/protocol_writer.h"
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

const std::string loading = R"([[stage]]
name = "relax"
kind = "minimise"
cell = "orthorhombic"
pressure_gpa = 0.5

[[stage]]
name = "load"
kind = "ramp"
temperature_k = 300
duration_ps = 2
stress_start_gpa = [-1, -1, -1, 0, 0, 0]
stress_end_gpa = [2, -1, -1, 0.3, 0.2, 0.1]
barostat = "cell-rescaling"
cell = "flexible"
thermostat = "langevin"
thermostat_time_ps = 1

[[stage]]
name = "unload"
kind = "ramp"
temperature_k = 300
pressure_end_gpa = 1
rate_gpa_per_ps = 0.5

[[stage]]
name = "measure"
kind = "sample"
duration_ps = 4
temperature_k = 300
record_interval_ps = 0.5
barostat_time_ps = 2
)";

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

TEST(Protocol, StagesMayHaveTheirOwnStressCellAndTimes) {
  const Protocol p = parse_protocol(loading, "loading.toml");
  EXPECT_TRUE(p.stages[0].minimise_cell);
  EXPECT_EQ(p.stages[0].cell, CellShape::orthorhombic);
  EXPECT_EQ(p.stages[0].pressure_start, 0.5);
  const Stage& load = p.stages[1];
  EXPECT_DOUBLE_EQ(load.pressure_start, 1);
  EXPECT_DOUBLE_EQ(load.pressure_end, 0);
  EXPECT_TRUE(load.stress_start.isZero(1e-15)) << "that was a pressure alone";
  Mat3 expected;  // xx yy zz yz xz xy
  expected << 2, 0.1, 0.2, 0.1, -1, 0.3, 0.2, 0.3, -1;
  EXPECT_TRUE(load.stress_end.isApprox(expected));
  EXPECT_TRUE(target_at(p, 1).stress.isApprox(0.5 * expected));
  EXPECT_EQ(load.barostat, Barostat::cell_rescaling);
  EXPECT_EQ(load.cell, CellShape::flexible);
  EXPECT_EQ(load.thermostat, Thermostat::langevin);
  EXPECT_EQ(load.thermostat_time, 1);
  EXPECT_FALSE(load.barostat_time.has_value());
  EXPECT_DOUBLE_EQ(p.stages[2].pressure_start, 0) << "where the loading ended";
  EXPECT_DOUBLE_EQ(p.stages[2].duration, 2);
  EXPECT_EQ(p.stages[3].record_interval, 0.5);
  EXPECT_EQ(p.stages[3].barostat_time, 2);
}

TEST(Protocol, MistakesOfStressAndCellAreNamedWithTheirLine) {
  const Mistake mistakes[] = {
      {"cell = \"orthorhombic\"", "cell = \"cubic\"", 4, "fixed, isotropic"},
      {"cell = \"orthorhombic\"", "", 5, "unknown key \"pressure_gpa\""},
      {"duration_ps = 2", "duration_ps = 2\npressure_gpa = 1", 14, "exclude each other"},
      {"stress_end_gpa = [2", "stress_gpa = [2", 13, "exclude each other"},
      {"stress_end_gpa = [2, -1, -1, 0.3, 0.2, 0.1]", "", 12, "needs stress_end_gpa"},
      {"0.3, 0.2, 0.1]", "0.3, 0.2]", 13, "list of 6 numbers"},
      {"0.3, 0.2, 0.1]", "0.3, 0.2, \"0.1\"]", 13, "must be a number"},
      {"0.3, 0.2, 0.1]", "0.3, 0.2, 51]", 13, "got 51"},
      {"cell = \"flexible\"", "", 13, "not hydrostatic"},
      {"cell = \"flexible\"", "cell = \"orthorhombic\"", 13, "has shear"},
      {"\"cell-rescaling\"", "\"none\"", 13, "needs a barostat"},
      {"thermostat_time_ps = 1", "thermostat_time_ps = 0", 17, "thermostat_time_ps"},
      {"rate_gpa_per_ps = 0.5", "rate_gpa_per_ps = 0.5\nduration_ps = 1", 24, "duration_ps"},
      {"pressure_end_gpa = 1", "pressure_end_gpa = 0", 24, "differ"},
      {"rate_gpa_per_ps = 0.5", "rate_gpa_per_ps = 0", 24, "more than 0"},
      {"record_interval_ps = 0.5", "", 26, "record_interval_ps is missing"},
      {"barostat_time_ps = 2", "thermostat = \"berendsen\"", 32, "relaxation only"},
  };
  for (const Mistake& m : mistakes) {
    try {
      parse_protocol(replaced(loading, m.from, m.to), "loading.toml");
      ADD_FAILURE() << "accepted: " << m.to;
    } catch (const FileError& error) {
      EXPECT_EQ(error.line(), m.line) << error.what();
      EXPECT_NE(std::string(error.what()).find(m.words), std::string::npos) << error.what();
    }
  }
}

TEST(Protocol, BerendsenAndAPressureThatNothingKeepsComeWithAWarning) {
  const Protocol p = parse_protocol(good, "good.toml");
  EXPECT_NE(p.stages[1].warning().find("relaxation only"), std::string::npos);
  EXPECT_NE(p.stages[2].warning().find("its pressure is not demanded"), std::string::npos);
  EXPECT_EQ(p.stages[0].warning(), "");
}

TEST(Protocol, NamesAMistakeOfEveryStage) {
  const std::string text = replaced(replaced(good, "\"berendsen\"", "\"berndsen\""),
                                    "pressure_end_gpa", "presure_end_gpa");
  try {
    parse_protocol(text, "two.toml");
    ADD_FAILURE() << "was taken";
  } catch (const FileError& error) {
    const std::string all = error.what();
    EXPECT_NE(all.find("presure_end_gpa"), std::string::npos) << all;
    EXPECT_NE(all.find("\ntwo.toml:"), std::string::npos) << all;
    EXPECT_NE(all.find("berndsen"), std::string::npos) << all;
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

TEST(Protocol, ARateIsThatOfWhatChanges) {
  const auto duration = [](const std::string& ramp, const std::string& change) {
    const std::string text = "[[stage]]\nname = \"one\"\nkind = \"ramp\"\nduration_ps = 1\n";
    return parse_protocol(text + ramp, "test", {change}).duration();
  };
  const std::string heating = "temperature_start_k = 300\ntemperature_end_k = 600\n";
  const std::string pressing = "pressure_start_gpa = 0\npressure_end_gpa = 1\n";
  EXPECT_DOUBLE_EQ(duration(heating, "one.rate=10"), 30);
  EXPECT_DOUBLE_EQ(duration(heating + pressing, "one.rate=10"), 30);
  EXPECT_DOUBLE_EQ(duration("temperature_k = 300\n" + pressing, "one.rate=0.1"), 10);
  EXPECT_THROW(duration("temperature_k = 300\n", "one.rate=10"), FileError) << "nothing changes";
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
  EXPECT_GE(names.size(), 5u);
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

TEST(Protocol, WrittenAndReadIsTheSame) {
  for (const std::string& name : resource_names("protocols")) {
    Protocol p = parse_protocol(resource_text(name), name, {"force_limit_ev_per_a=17"});
    const std::string text = protocol_text(p);
    p.text = text;
    EXPECT_EQ(parse_protocol(text, name), p) << text;
  }
}

TEST(Protocol, WrittenStressesAndQuotesComeBack) {
  const Protocol p = parse_protocol(R"(
title = 'a "quoted" \ title'
[[stage]]
name = "shear"
kind = "ramp"
duration_ps = 2
temperature_start_k = 300
temperature_end_k = 400
cell = "flexible"
stress_start_gpa = [0, 0, 0, 0, 0, 0]
stress_end_gpa = [-1, -2, -4, 0.25, 0.5, 0.75]
)",
                                    "stress");
  const Protocol q = parse_protocol(protocol_text(p), "written");
  EXPECT_EQ(q.title, p.title);
  EXPECT_NEAR(q.stages[0].pressure_end, 7.0 / 3, 1e-14);
  EXPECT_TRUE(q.stages[0].stress_end.isApprox(p.stages[0].stress_end, 1e-14));
  EXPECT_TRUE(q.stages[0].stress_start.isZero(1e-14));
}

TEST(Protocol, TheRestAimsAtWhatTheWholeAimedAt) {
  const Protocol p = parse_protocol(resource_text("protocols/melt-quench.toml"), "melt-quench");
  EXPECT_FALSE(rest_of(p, 0).stages.front().minimise) << "a run at time 0 has it behind it";
  for (const double gone : {0.0, 8.0, 100.0, 121.25, 250.0, 398.0}) {
    const Protocol rest = rest_of(p, gone);
    EXPECT_NEAR(rest.duration(), p.duration() - gone, 1e-9);
    for (const double later : {0.01, 0.3, 0.6, 0.99}) {
      const double time = later * rest.duration();
      EXPECT_NEAR(target_at(rest, time).temperature, target_at(p, gone + time).temperature, 1e-9);
    }
    EXPECT_EQ(parse_protocol(rest.text, "rest").stages.size(), rest.stages.size());
  }
  EXPECT_THROW(rest_of(p, 398.75), InputError);
}
