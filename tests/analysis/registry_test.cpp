// What holds for every analysis there is, whatever it computes.
#include <cmath>
#include <set>

#include "sim/model/errors.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::AnalysisInfo;
using analysis::Dataset;

/// Four Zn on a cube's diagonal, each with an imidazole ring near by and hydrogen: something to say
/// for every analysis.
Frame small_system() {
  const Frame rings = test::lone_rings(test::random_directions(8, 2));
  std::vector<Element> elements = rings.topology->elements;
  std::vector<Vec3> positions = rings.positions;
  for (int n = 0; n < 4; ++n) {
    elements.push_back(element::Zn);
    positions.push_back(3 * Vec3(1 + n % 2, 1, 1 + n / 2));
    elements.push_back(element::H);
    positions.push_back(3 * Vec3(1 + n % 2, 2, 1 + n / 2));
  }
  return test::make_frame(rings.cell, elements, positions);
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

TEST_P(EveryAnalysis, GivesColumnsOfEqualLengthWithUnits) {
  const auto result = test::analyse(GetParam(), {small_system(), small_system()});
  EXPECT_EQ(result.id, GetParam());
  EXPECT_EQ(result.frames, 2U);
  EXPECT_EQ(result.parameters.size(), info().parameters.size());
  std::set<std::string> names;
  for (const analysis::Scalar& s : result.scalars) {
    EXPECT_TRUE(names.insert(s.name).second) << s.name << " is there twice";
    EXPECT_FALSE(s.unit.empty()) << s.name;
    EXPECT_TRUE(std::isfinite(s.value)) << s.name;
  }
  EXPECT_FALSE(result.scalars.empty());
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
  Frame frame = small_system();
  const auto made = analysis::make_analysis(GetParam());
  EXPECT_THROW(made->add(Frame{}), InputError);
  made->add(frame);
  frame.positions[0][0] = std::nan("");
  EXPECT_THROW(made->add(frame), InputError);
  EXPECT_THROW(made->add(test::lone_rings({Vec3(0, 0, 1)})), InputError);
  EXPECT_EQ(made->result().frames, 1U) << "a refused frame does not count";
}

std::vector<std::string> ids() {
  std::vector<std::string> all;
  for (const AnalysisInfo& info : analysis::registry()) all.push_back(info.id);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Registry, EveryAnalysis, testing::ValuesIn(ids()),
                         [](const auto& name) { return name.param; });

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
