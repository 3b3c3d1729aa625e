// What is known of single atoms: each property is a number for the atoms that can have it and for
// no others, in its unit; what a frame cannot give is refused with the reason that the list of
// properties tells, too.
#include "analysis/atom_properties.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/analysis/configurations.h"
#include "tests/small_framework.h"

namespace vitrine {
namespace {

using analysis::atom_values;
using analysis::AtomProperty;
using analysis::ReferenceFrame;

std::vector<double> values(const std::string& id, const Frame& frame,
                           const ReferenceFrame* reference = nullptr) {
  return atom_values(id, frame, reference);
}

std::string obstacle(const std::string& id, const Frame& frame,
                     const ReferenceFrame* reference = nullptr) {
  for (const AtomProperty& property : analysis::atom_properties(frame, reference))
    if (property.id == id) return property.obstacle;
  return "no such property";
}

std::vector<int> those_with_a_value(const std::vector<double>& all) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!std::isnan(all[i])) atoms.push_back(static_cast<int>(i));
  return atoms;
}

TEST(AtomProperties, AreToldWhereTheListPromisesThem) {
  Frame full = *test::small_framework();
  full.forces.emplace(full.size(), Vec3(1, 2, 2));
  full.columns["charge"].assign(full.size(), 0.25);
  full.columns["committee_deviation"].assign(full.size(), 0.5);
  const ReferenceFrame reference(test::small_framework());
  for (const Frame& frame :
       {full, *test::small_framework(), Frame(test::lone_rings({Vec3(0, 0, 1)}))})
    for (const AtomProperty& property : analysis::atom_properties(frame, &reference)) {
      SCOPED_TRACE(property.id);
      EXPECT_FALSE(property.title.empty());
      EXPECT_FALSE(property.unit.empty());
      EXPECT_FALSE(property.definition.empty());
      if (!property.obstacle.empty()) {
        EXPECT_THROW(values(property.id, frame, &reference), InputError);
        continue;
      }
      const std::vector<double> found = values(property.id, frame, &reference);
      EXPECT_EQ(found.size(), frame.size());
      EXPECT_FALSE(those_with_a_value(found).empty() && property.id != "tetrahedral_order");
      for (std::size_t c = 1; c < property.categories.size(); ++c)
        EXPECT_LT(property.categories[c - 1].value, property.categories[c].value);
    }
}

TEST(AtomProperties, OfZincBelongToZincAlone) {
  const Frame frame = *test::small_framework();
  for (const char* id : {"entropy", "coordination", "tetrahedral_order"})
    EXPECT_EQ(those_with_a_value(values(id, frame)), std::vector<int>{0}) << id;
  EXPECT_EQ(values("coordination", frame)[0], 4);
  EXPECT_NEAR(values("tetrahedral_order", frame)[0], 1, 1e-12);  // a perfect tetrahedron
  EXPECT_EQ(values("entropy", frame)[0],
            test::analyse("entropy", {frame}).dataset("zinc").column("entropy").values[0]);
}

TEST(AtomProperties, ANitrogenThatLeavesTakesOneFromTheCoordination) {
  Frame frame = *test::small_framework();
  frame.positions[1] = frame.positions[0] + Vec3(0, 0, 3.2);  // beyond 3.0 A
  EXPECT_EQ(values("coordination", frame)[0], 3);
  EXPECT_TRUE(std::isnan(values("tetrahedral_order", frame)[0])) << "of three there is none";
}

TEST(AtomProperties, TheTiltIsTheAngleOfTheNormalWhateverItsSign) {
  // Normals along z, in the xy plane half way between x and y, and the first one upside down.
  const Frame frame = test::lone_rings({Vec3(0, 0, 1), Vec3(1, 1, 0), Vec3(0, 0, -1)});
  const double expected[3][3] = {{90, 45, 90}, {90, 45, 90}, {0, 90, 0}};
  const char* ids[] = {"tilt_x", "tilt_y", "tilt_z"};
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<double> tilt = values(ids[axis], frame);
    for (int ring = 0; ring < 3; ++ring)
      for (int k = 0; k < 5; ++k)
        EXPECT_NEAR(tilt[5 * ring + k], expected[axis][ring], 1e-5) << ids[axis] << " " << ring;
  }
  const Frame small = *test::small_framework();
  EXPECT_EQ(those_with_a_value(values("tilt_z", small)), (std::vector<int>{5, 6, 7, 8, 9}));
}

TEST(AtomProperties, ARingIsBrokenWhereOneOfItsBondsIs) {
  const ReferenceFrame reference(test::small_framework());
  Frame frame = *test::small_framework();
  EXPECT_EQ(values("ring", frame, &reference)[7], 1);
  frame.positions[7] += Vec3(0, 0, 3);
  for (const int atom : {5, 6, 7, 8, 9}) EXPECT_EQ(values("ring", frame, &reference)[atom], 0);
  EXPECT_EQ(those_with_a_value(values("ring", frame, &reference)).size(), 5U);
  EXPECT_EQ(obstacle("ring", frame), "there is no reference frame");
}

TEST(AtomProperties, ADisplacementIsTheShortestWayThroughTheCell) {
  const ReferenceFrame reference(test::small_framework());
  Frame frame = *test::small_framework();
  frame.positions[3] += Vec3(0.3, -0.4, 0);
  frame.positions[4] += frame.cell.offset(1, -2, 0) + Vec3(0, 0, 1);  // another image of the atom
  std::vector<double> moved = values("displacement", frame, &reference);
  EXPECT_NEAR(moved[3], 0.5, 1e-12);
  EXPECT_NEAR(moved[4], 1, 1e-9);
  EXPECT_NEAR(moved[0], 0, 1e-12);
  // A cell that grows takes its atoms along.
  Frame grown = *test::small_framework();
  grown.cell = Cell::orthorhombic(14.7, 14.7, 14.7);
  for (Vec3& position : grown.positions) position *= 1.05;
  for (const double value : values("displacement", grown, &reference)) EXPECT_NEAR(value, 0, 1e-9);
}

TEST(AtomProperties, SayWhyThereAreNone) {
  const Frame frame = *test::small_framework();
  EXPECT_EQ(obstacle("force", frame), "the frame has no forces");
  EXPECT_EQ(obstacle("disagreement", frame), "the frame has no committee");
  EXPECT_EQ(obstacle("displacement", frame), "there is no reference frame");
  const Frame rings = test::lone_rings({Vec3(0, 0, 1)});
  EXPECT_EQ(obstacle("coordination", rings), "there is no Zn");
  const ReferenceFrame other(std::make_shared<const Frame>(rings));
  EXPECT_EQ(obstacle("displacement", frame, &other), "the reference frame has other atoms");
  Frame open = frame;
  open.cell = Cell();
  EXPECT_EQ(obstacle("entropy", open), "it needs a cell that repeats in all three directions");
  try {
    values("entrop", frame);
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "atoms have no property 'entrop'; did you mean 'entropy'?");
  }
}

TEST(AtomProperties, TakeForcesAndColumnsFromTheFrame) {
  Frame frame = *test::small_framework();
  frame.forces.emplace(frame.size(), Vec3(1, 2, 2));
  frame.columns["q"].assign(frame.size(), -0.5);
  EXPECT_DOUBLE_EQ(values("force", frame)[2], 3);
  EXPECT_EQ(values("column.q", frame)[2], -0.5);
  EXPECT_EQ(values("element", frame)[0], 30);
}

TEST(AtomProperties, OfAnalysesAreColumnsOfTheirResults) {
  const Frame frame = *test::small_framework();
  for (const analysis::AnalysisInfo& info : analysis::registry())
    for (const analysis::PerAtomColumn& column : info.per_atom) {
      const auto result = test::analyse(info.id, {frame});
      EXPECT_EQ(result.dataset(column.dataset).kind, analysis::Dataset::Kind::per_atom) << info.id;
      EXPECT_EQ(result.dataset(column.dataset).column(column.column).unit, column.unit) << info.id;
    }
  // And none of the results of single atoms is kept from the view.
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    if (info.sampling == analysis::Sampling::row) continue;
    for (const analysis::Dataset& dataset : test::analyse(info.id, {frame}).datasets) {
      if (dataset.kind != analysis::Dataset::Kind::per_atom) continue;
      const auto declared =
          std::count_if(info.per_atom.begin(), info.per_atom.end(),
                        [&](const auto& column) { return column.dataset == dataset.name; });
      EXPECT_EQ(declared, static_cast<std::ptrdiff_t>(dataset.columns.size() - 1)) << info.id;
    }
  }
}

}  // namespace
}  // namespace vitrine
