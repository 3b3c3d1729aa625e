// What holds for every analysis there is, whatever it computes.
#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "sim/model/errors.h"
#include "sim/model/share_out.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::AnalysisInfo;
using analysis::Dataset;

/// Rings that bridge Zn, rings that stand alone, hydrogen, velocities: something to say for every
/// analysis.
Frame small_system() {
  const Frame chain = test::zinc_chain();
  std::vector<Element> elements = chain.topology->elements;
  std::vector<Vec3> positions = chain.positions;
  const Frame ring = test::lone_rings({Vec3(1, 2, 3)});
  for (std::size_t i = 0; i < ring.size(); ++i) {
    elements.push_back(ring.topology->elements[i]);
    positions.push_back(ring.positions[i] + Vec3(2, 0, 1));
  }
  for (const Vec3& position : {Vec3(1, 8, 1), Vec3(1, 8, 6), Vec3(4, 9, 3)}) {
    elements.push_back(element::H);
    positions.push_back(position);
  }
  Frame frame = test::make_frame(chain.cell, elements, positions);
  frame.velocities = test::random_directions(static_cast<int>(frame.size()), 3);
  return frame;
}

/// The frame again and again, 0.1 ps apart, its atoms trembling.
std::vector<Frame> row_of(const Frame& frame, int frames = 4) {
  std::vector<Frame> row(frames, frame);
  for (int f = 0; f < frames; ++f) {
    const auto steps = test::random_directions(static_cast<int>(frame.size()), 40 + f);
    for (std::size_t i = 0; i < frame.size(); ++i) row[f].positions[i] += 0.02 * steps[i];
    if (frame.velocities)
      for (std::size_t i = 0; i < frame.size(); ++i) (*row[f].velocities)[i] += 0.1 * steps[i];
  }
  return test::in_time(row, 0.1);
}

struct NamedFrame {
  const char* name;
  Frame frame;
};

/// Systems that an analysis may have nothing to say about, or find hard.
std::vector<NamedFrame> awkward_systems() {
  const Cell cube = Cell::orthorhombic(12, 12, 12);
  Eigen::Matrix3i axes;
  axes << 1, 0, 0, 1, 1, 0, -1, 1, 1;
  const Frame whole = small_system();
  Frame still = whole;
  still.velocities.reset();
  Frame unknown = whole;
  unknown.topology = make_topology(std::vector<Element>(whole.size(), 0));
  Frame open = whole;
  open.cell = Cell();
  Frame layer = whole;
  layer.cell = Cell(whole.cell.rows(), {true, true, false});
  const auto of = [&](const Cell& cell, const std::vector<Element>& elements) {
    return test::ideal_gas(cell, static_cast<int>(elements.size()), elements, 8);
  };
  return {
      {"triclinic", change_axes(whole, axes)},
      {"without velocities", still},
      {"of unknown elements and masses", unknown},
      {"without a cell", open},
      {"periodic in two directions", layer},
      {"one Zn", of(cube, {element::Zn})},
      {"one H", of(cube, {element::H})},
      {"a cell much smaller than a cutoff",
       of(Cell::orthorhombic(2.9, 3.1, 3.3), {element::Zn, element::N})},
      {"no Zn", test::lone_rings(test::random_directions(4, 2))},
      {"no rings", of(cube, {element::Zn, element::Zn, element::N, element::H})},
      {"two atoms in one place", test::make_frame(cube, {element::Zn, element::N, element::N},
                                                  {Vec3(1, 1, 1), Vec3(3, 1, 1), Vec3(3, 1, 1)})}};
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no InputError";
}

class EveryAnalysis : public testing::TestWithParam<std::string> {
 protected:
  const AnalysisInfo& info() const { return analysis::analysis_info(GetParam()); }
};

TEST_P(EveryAnalysis, DescribesItself) {
  EXPECT_FALSE(info().title.empty());
  EXPECT_FALSE(info().category.empty());
  EXPECT_FALSE(info().reference.empty());
  std::set<std::string> names;
  for (const analysis::Parameter& p : info().parameters) {
    EXPECT_TRUE(names.insert(p.name).second) << p.name << " is there twice";
    EXPECT_FALSE(p.label.empty()) << p.name;
    EXPECT_FALSE(p.unit.empty()) << p.name;
    EXPECT_LE(p.minimum, p.value) << p.name;
    EXPECT_LE(p.value, p.maximum) << p.name;
  }
}

void check_result(const analysis::Result& result) {
  std::set<std::string> names;
  for (const analysis::Scalar& s : result.scalars) {
    EXPECT_TRUE(names.insert(s.name).second) << s.name << " is there twice";
    EXPECT_FALSE(s.unit.empty()) << s.name;
    EXPECT_TRUE(std::isfinite(s.value)) << s.name;
    EXPECT_TRUE(!s.error || *s.error >= 0) << s.name;
  }
  for (const Dataset& d : result.datasets) {
    ASSERT_GE(d.columns.size(), 2U) << d.name;
    if (d.kind == Dataset::Kind::per_atom) {
      EXPECT_EQ(d.columns[0].name, "atom") << d.name;
    }
    for (const analysis::Column& c : d.columns) {
      EXPECT_EQ(c.values.size(), d.columns[0].values.size()) << d.name << " " << c.name;
      EXPECT_FALSE(c.unit.empty()) << d.name << " " << c.name;
    }
  }
}

TEST_P(EveryAnalysis, GivesColumnsOfEqualLengthWithUnits) {
  const auto result = test::analyse(GetParam(), row_of(small_system()));
  EXPECT_EQ(result.id, GetParam());
  EXPECT_EQ(result.frames, 4U);
  EXPECT_EQ(result.parameters.size(), info().parameters.size());
  EXPECT_FALSE(result.scalars.empty());
  check_result(result);
}

TEST_P(EveryAnalysis, IsRightOrSaysWhyNot) {
  for (const NamedFrame& system : awkward_systems()) {
    SCOPED_TRACE(system.name);
    try {
      check_result(test::analyse(GetParam(), row_of(system.frame)));
    } catch (const InputError& error) {
      const std::string sentence = error.what();
      EXPECT_GT(sentence.size(), 20U) << sentence;
      EXPECT_TRUE(std::islower(static_cast<unsigned char>(sentence[0]))) << sentence;
      EXPECT_NE(sentence.back(), '.') << sentence;
    }
  }
}

void expect_same_scalars(const analysis::Result& found, const analysis::Result& expected,
                         double tolerance) {
  ASSERT_EQ(found.scalars.size(), expected.scalars.size());
  for (std::size_t s = 0; s < expected.scalars.size(); ++s)
    EXPECT_NEAR(found.scalars[s].value, expected.scalars[s].value,
                tolerance * (1e-3 + std::abs(expected.scalars[s].value)))
        << expected.scalars[s].name;
}

TEST_P(EveryAnalysis, DoesNotSeeWhereTheCellIsCut) {
  // Any atom may be given by another of its images, in any frame.
  const std::vector<Frame> row = row_of(small_system());
  std::vector<Frame> moved = row;
  for (std::size_t f = 0; f < moved.size(); ++f)
    for (std::size_t i = 0; i < moved[f].size(); ++i) {
      const int n = static_cast<int>(7 * f + i);
      moved[f].positions[i] += moved[f].cell.offset(n % 3 - 1, n % 2, n % 5 - 2);
    }
  const auto before = test::analyse(GetParam(), row), after = test::analyse(GetParam(), moved);
  // Coordinates of 20 A keep 15 digits; waves and correlations are summed in float.
  expect_same_scalars(after, before, 2e-5);
}

TEST_P(EveryAnalysis, DoesNotSeeOnWhichAxesACrystalIsGiven) {
  // The same crystal on sheared axes, a along x and b in the xy plane as before: nothing is turned.
  Eigen::Matrix3i axes;
  axes << 1, 0, 0, 1, 1, 0, -1, 1, 1;
  const std::vector<Frame> row = row_of(small_system());
  std::vector<Frame> sheared;
  for (const Frame& frame : row) sheared.push_back(change_axes(frame, axes));
  for (std::size_t f = 0; f < row.size(); ++f) {
    sheared[f].time = row[f].time;
    sheared[f].topology = sheared[0].topology;
  }
  auto before = test::analyse(GetParam(), row), after = test::analyse(GetParam(), sheared);
  const auto drop = [&](const std::set<std::string>& names) {
    for (auto* result : {&before, &after})
      std::erase_if(result->scalars,
                    [&](const analysis::Scalar& s) { return names.contains(s.name); });
  };
  // What describes the axes; and what random points in them find, with 10,000 of them.
  if (GetParam() == "density") drop({"a", "b", "c", "alpha", "beta", "gamma"});
  if (GetParam() == "pores") {
    EXPECT_NEAR(after.scalar("volume.accessible"), before.scalar("volume.accessible"), 0.02);
    drop({"volume.accessible", "volume.closed"});
  }
  expect_same_scalars(after, before, 2e-5);
}

TEST_P(EveryAnalysis, IsTheSameOnSeveralThreads) {
  const std::vector<Frame> row = row_of(replicate(small_system(), 2, 2, 2));
  ThreadTeam team(3);
  const auto shared = analysis::make_analysis(GetParam());
  for (const Frame& frame : row) shared->add({frame, {.team = &team}});
  // Density waves are summed in float, in another order.
  expect_same_scalars(shared->result(), test::analyse(GetParam(), row), 1e-5);
}

TEST_P(EveryAnalysis, HasNoResultBeforeAFrame) {
  EXPECT_EQ(message_of([&] { analysis::make_analysis(GetParam())->result(); }),
            GetParam() + ": no frame was added yet");
}

TEST_P(EveryAnalysis, RefusesParametersItCannotUse) {
  EXPECT_NE(message_of([&] {
              analysis::make_analysis(GetParam(), {{"no_such", 1}});
            }).find(GetParam() + ": there is no parameter 'no_such'"),
            std::string::npos);
  for (const analysis::Parameter& p : info().parameters)
    for (const double wrong : {p.minimum - 1, p.maximum + 1, std::nan("")})
      EXPECT_THROW(analysis::make_analysis(GetParam(), {{p.name, wrong}}), InputError) << p.name;
}

TEST_P(EveryAnalysis, RefusesFramesItCannotUse) {
  std::vector<Frame> row = row_of(small_system(), 5);
  const auto made = analysis::make_analysis(GetParam());
  EXPECT_THROW(made->add(Frame{}), InputError);
  for (int f = 0; f < 4; ++f) made->add(row[f]);
  row[4].positions[0][0] = std::nan("");
  EXPECT_THROW(made->add(row[4]), InputError);
  EXPECT_THROW(made->add(test::lone_rings({Vec3(0, 0, 1)})), InputError);
  EXPECT_EQ(made->result().frames, 4U) << "a refused frame does not count";
}

std::vector<int> every_atom(const Frame& frame) {
  std::vector<int> all(frame.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

analysis::Result analyse_chosen(const std::string& id, const std::vector<Frame>& row,
                                const std::vector<int>& atoms) {
  const auto made = analysis::make_analysis(
      id, {}, std::make_shared<analysis::ChosenAtoms>(atoms, row[0].topology));
  for (const Frame& frame : row) made->add(frame);
  return made->result();
}

TEST_P(EveryAnalysis, OfAllAtomsIsWhatItIsUnrestrictedOrSaysWhyItCannotBe) {
  EXPECT_FALSE(info().restriction.sentence.empty());
  const std::vector<Frame> row = row_of(small_system());
  if (!info().restriction.possible) {
    EXPECT_EQ(
        message_of([&] { analyse_chosen(GetParam(), row, every_atom(row[0])); }),
        GetParam() + ": it cannot be restricted to selected atoms: " + info().restriction.sentence);
    return;
  }
  const auto chosen = analyse_chosen(GetParam(), row, every_atom(row[0]));
  const auto whole = test::analyse(GetParam(), row);
  EXPECT_EQ(whole.selection, "");
  EXPECT_EQ(chosen.selection,
            fmt::format("{} selected atoms: {}", row[0].size(), info().restriction.sentence));
  // To the last bit: counts and their norms are doubled at most.
  ASSERT_EQ(chosen.scalars.size(), whole.scalars.size());
  for (std::size_t s = 0; s < whole.scalars.size(); ++s) {
    EXPECT_EQ(chosen.scalars[s].name, whole.scalars[s].name);
    EXPECT_EQ(chosen.scalars[s].value, whole.scalars[s].value) << whole.scalars[s].name;
    EXPECT_EQ(chosen.scalars[s].error, whole.scalars[s].error) << whole.scalars[s].name;
  }
  ASSERT_EQ(chosen.datasets.size(), whole.datasets.size());
  for (std::size_t d = 0; d < whole.datasets.size(); ++d) {
    ASSERT_EQ(chosen.datasets[d].columns.size(), whole.datasets[d].columns.size());
    for (std::size_t c = 0; c < whole.datasets[d].columns.size(); ++c) {
      const auto& found = chosen.datasets[d].columns[c].values;
      const auto& expected = whole.datasets[d].columns[c].values;
      ASSERT_EQ(found.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_TRUE(found[i] == expected[i] || (std::isnan(found[i]) && std::isnan(expected[i])))
            << whole.datasets[d].columns[c].name << " " << i;
    }
  }
}

TEST_P(EveryAnalysis, OfAnySelectionIsRightOrSaysWhyNot) {
  const std::vector<Frame> row = row_of(small_system());
  std::vector<std::vector<int>> selections = {{}, {0}, {5}, {1, 2, 3}, {0, 1, 2, 3, 4}};
  for (const Element element : {element::H, element::C, element::N, element::Zn})
    selections.push_back(atoms_of(*row[0].topology, element));
  selections.push_back({static_cast<int>(row[0].size()) - 1});
  for (const auto& selection : selections) {
    SCOPED_TRACE(testing::PrintToString(selection));
    try {
      check_result(analyse_chosen(GetParam(), row, selection));
      EXPECT_FALSE(selection.empty());
    } catch (const InputError& error) {
      const std::string sentence = error.what();
      EXPECT_NE(sentence.find("select"), std::string::npos) << sentence;
      EXPECT_EQ(sentence.find(GetParam() + ": "), 0U) << sentence;
    }
  }
}

TEST_P(EveryAnalysis, RefusesASelectionOfOtherAtoms) {
  if (!info().restriction.possible) return;
  const std::vector<Frame> row = row_of(small_system());
  const auto others = make_topology(std::vector<Element>(row[0].size(), element::Zn));
  const auto made = analysis::make_analysis(
      GetParam(), {}, std::make_shared<analysis::ChosenAtoms>(std::vector<int>{0, 1}, others));
  EXPECT_EQ(message_of([&] { made->add(row[0]); }),
            GetParam() + ": the selected atoms belong to another structure");
  EXPECT_THROW(analysis::ChosenAtoms({99}, others), InputError);
  EXPECT_THROW(analysis::ChosenAtoms({-1}, others), InputError);
}

TEST_P(EveryAnalysis, SaysWhetherOneFrameIsEnough) {
  const auto made = analysis::make_analysis(GetParam());
  made->add(small_system());
  if (info().sampling == analysis::Sampling::row) {
    EXPECT_NE(message_of([&] { made->result(); }).find("frames or more, got 1"), std::string::npos);
  } else {
    EXPECT_EQ(made->result().frames, 1U);
  }
}

std::vector<std::string> ids() {
  std::vector<std::string> all;
  for (const AnalysisInfo& info : analysis::registry()) all.push_back(info.id);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Registry, EveryAnalysis, testing::ValuesIn(ids()),
                         [](const auto& name) { return name.param; });

TEST(Registry, SharesWhatIsFoundInAFrame) {
  // One SharedFrame for all analyses, in turn, gives what each finds by itself.
  const std::vector<Frame> row = row_of(small_system());
  std::map<std::string, std::unique_ptr<analysis::Analysis>> together;
  for (const std::string& id : ids()) together[id] = analysis::make_analysis(id);
  for (const Frame& frame : row) {
    const analysis::SharedFrame shared(frame);
    for (const auto& [id, analysis] : together) analysis->add(shared);
  }
  for (const auto& [id, analysis] : together) {
    const auto shared = analysis->result(), alone = test::analyse(id, row);
    ASSERT_EQ(shared.scalars.size(), alone.scalars.size()) << id;
    for (std::size_t s = 0; s < alone.scalars.size(); ++s)
      EXPECT_EQ(shared.scalars[s].value, alone.scalars[s].value)
          << id << " " << alone.scalars[s].name;
  }
}

TEST(Registry, SharesAFrameAmongAnalysesAtTheSameTime) {
  const std::vector<Frame> row = row_of(small_system());
  const std::vector<std::string> names = ids();
  std::vector<std::unique_ptr<analysis::Analysis>> together;
  for (const std::string& id : names) together.push_back(analysis::make_analysis(id));
  ThreadTeam team(4);
  for (const Frame& frame : row) {
    const analysis::SharedFrame shared(frame);
    share_out(&team, names.size(), 1, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t n = first; n < last; ++n) together[n]->add(shared);
    });
  }
  for (std::size_t n = 0; n < names.size(); ++n) {
    SCOPED_TRACE(names[n]);
    expect_same_scalars(together[n]->result(), test::analyse(names[n], row), 0);
  }
}

TEST(Registry, LooksOnceAtWhatOneFrameAndTheRowBothNeed) {
  const Frame frame = small_system();
  const analysis::SharedFrame shared(frame);
  int looks = 0;
  const auto look = [&] { return ++looks; };
  EXPECT_EQ(shared.once("test", {{"size", 1}}, look), 1);
  EXPECT_EQ(shared.once("test", {{"size", 1}}, look), 1);
  EXPECT_EQ(shared.once("test", {{"size", 2}}, look), 2) << "other parameters";
}

TEST(Registry, NamesTheNearest) {
  EXPECT_NE(message_of([] { analysis::analysis_info("rfd"); }).find("did you mean 'rdf'?"),
            std::string::npos);
  EXPECT_EQ(message_of([] {
              analysis::make_analysis("rdf", {{"r_mx", 5}});
            }),
            "rdf: there is no parameter 'r_mx'; did you mean 'r_max'?");
  EXPECT_EQ(message_of([] {
              analysis::make_analysis("rdf", {{"r_max", -1}});
            }),
            "rdf: r_max must lie between 1 and 50 A, got -1");
  EXPECT_EQ(message_of([] {
              analysis::make_analysis("rdf", {{"bins", 10.5}});
            }),
            "rdf: bins must be a whole number, got 10.5");
  const auto result = test::analyse("density", {small_system()});
  EXPECT_NE(message_of([&] { result.scalar("densty"); }).find("did you mean 'density'?"),
            std::string::npos);
  EXPECT_THROW(result.dataset("none"), InputError);
  EXPECT_THROW(result.dataset("cell").column("none"), InputError);
}

}  // namespace
}  // namespace vitrine
