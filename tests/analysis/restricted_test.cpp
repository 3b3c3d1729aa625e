// Analyses of selected atoms. What must hold: the parts of a partition, each with its weight, add
// up to the whole; atoms keep the values they have in the whole; and a selection that means
// everything an analysis looks at changes nothing.
#include <algorithm>
#include <numeric>
#include <random>

#include "sim/model/errors.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using analysis::Result;
using Selection = std::vector<int>;

Result analyse_only(const std::string& id, const std::vector<Frame>& row, const Selection& atoms,
                    const analysis::Parameters& parameters = {}) {
  const auto made = analysis::make_analysis(
      id, parameters, std::make_shared<analysis::ChosenAtoms>(atoms, row[0].topology));
  for (const Frame& frame : row) made->add(frame);
  return made->result();
}

/// All atoms of a frame, in `parts` parts at random.
std::vector<Selection> random_parts(const Frame& frame, std::size_t parts, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Selection> all(parts);
  for (std::size_t i = 0; i < frame.size(); ++i)
    all[random() % parts].push_back(static_cast<int>(i));
  return all;
}

std::vector<Selection> species_of(const Frame& frame) {
  std::vector<Selection> all;
  for (const Element element : {element::C, element::H, element::N, element::Zn})
    if (Selection atoms = atoms_of(*frame.topology, element); !atoms.empty())
      all.push_back(std::move(atoms));
  return all;
}

std::vector<Frame> peer_frames(std::size_t count) {
  const auto file = io::open_trajectory(test::data("peers/zif4-272-nve.dump"));
  std::vector<Frame> row;
  for (std::size_t i = 0; i < count; ++i) row.push_back(*file->read(i));
  return test::in_time(row, 0.1);
}

double count_of(const Frame& frame, const Selection& atoms, Element element) {
  return static_cast<double>(std::count_if(atoms.begin(), atoms.end(), [&](int atom) {
    return frame.topology->elements[atom] == element;
  }));
}

TEST(Restricted, PairDistributionsOfThePartsAddUpToTheWhole) {
  const std::vector<Frame> row = peer_frames(2);
  const Frame& frame = row[0];
  const auto whole = test::analyse("rdf", row);
  const auto& g = whole.dataset("g");
  for (const auto& parts : {species_of(frame), random_parts(frame, 3, 7)}) {
    std::vector<std::vector<double>> sums(g.columns.size(),
                                          std::vector<double>(g.columns[0].values.size(), 0.0));
    for (const Selection& part : parts) {
      const auto of_part = analyse_only("rdf", row, part);
      const auto& columns = of_part.dataset("g").columns;
      for (std::size_t c = 1; c < columns.size(); ++c) {
        const std::string& name = columns[c].name;
        double weight = static_cast<double>(part.size()) / static_cast<double>(frame.size());
        if (name != "total") {  // C_a N_b + C_b N_a, the part of all 2 N_a N_b
          const auto dash = name.find('-');
          double chosen = 0;
          for (const std::string& symbol : {name.substr(0, dash), name.substr(dash + 1)}) {
            const Element element = element_from_symbol(symbol);
            const double atoms = static_cast<double>(atoms_of(*frame.topology, element).size());
            chosen += count_of(frame, part, element) / (2 * atoms);
          }
          weight = chosen;
        }
        const auto place = std::find_if(g.columns.begin(), g.columns.end(),
                                        [&](const auto& column) { return column.name == name; });
        ASSERT_NE(place, g.columns.end()) << name;
        auto& sum = sums[static_cast<std::size_t>(place - g.columns.begin())];
        for (std::size_t bin = 0; bin < sum.size(); ++bin)
          sum[bin] += weight * columns[c].values[bin];
      }
    }
    for (std::size_t c = 1; c < g.columns.size(); ++c)
      for (std::size_t bin = 0; bin < sums[c].size(); ++bin)
        EXPECT_NEAR(sums[c][bin], g.columns[c].values[bin], 1e-12 * (1 + sums[c][bin]))
            << g.columns[c].name;
  }
}

TEST(Restricted, ThePairsOfAllZincAreThoseOfTheWhole) {
  const std::vector<Frame> row = peer_frames(2);
  const auto whole = test::analyse("rdf", row);
  const auto zinc = analyse_only("rdf", row, atoms_of(*row[0].topology, element::Zn));
  const auto& g = zinc.dataset("g");
  for (const auto& column : g.columns) {
    EXPECT_TRUE(column.name == "r" || column.name == "total" ||
                column.name.find("Zn") != std::string::npos)
        << column.name << ": no Zn is in it";
    if (column.name == "r" || column.name == "total") continue;
    const auto& expected = whole.dataset("g").column(column.name).values;
    for (std::size_t bin = 0; bin < expected.size(); ++bin)
      EXPECT_NEAR(column.values[bin], expected[bin], 1e-12 * (1 + expected[bin])) << column.name;
  }
  EXPECT_NEAR(zinc.scalar("Zn-Zn.neighbours"), whole.scalar("Zn-Zn.neighbours"), 1e-9);
  EXPECT_NEAR(zinc.scalar("Zn-N.neighbours"), 4, 1e-6) << "of a crystal";
  EXPECT_THROW(zinc.scalar("N-Zn.neighbours"), InputError) << "no N is selected";
}

TEST(Restricted, NeighboursAreThoseOfTheSelectedAtoms) {
  // Three Zn with one, two and three N in their bonds.
  std::vector<Element> elements;
  std::vector<Vec3> positions;
  const Vec3 arms[] = {Vec3(2, 0, 0), Vec3(0, 2, 0), Vec3(0, 0, 2)};
  for (int zinc = 0; zinc < 3; ++zinc) {
    const Vec3 at(3 + 10.0 * zinc, 5, 5);
    elements.push_back(element::N);  // far from its Zn: N comes first in the names
    positions.push_back(at + Vec3(0, 4.5, 0));
    elements.push_back(element::Zn);
    positions.push_back(at);
    for (int n = 0; n <= zinc; ++n) {
      elements.push_back(element::N);
      positions.push_back(at + arms[n]);
    }
  }
  const Frame frame = test::make_frame(Cell::orthorhombic(30, 20, 20), elements, positions);
  const Selection zinc = atoms_of(*frame.topology, element::Zn);
  for (int n = 0; n < 3; ++n) {
    const auto coordination = analyse_only("coordination", {frame}, {zinc[n]});
    EXPECT_EQ(coordination.scalar("mean"), n + 1);
    EXPECT_EQ(coordination.dataset("zinc").columns[0].values, std::vector<double>{1.0 * zinc[n]});
    const auto force = analyse_only("mean_force", {frame}, {zinc[n]}, {{"temperature", 300}});
    EXPECT_NEAR(force.scalar("bonds"), n + 1, 1e-9);
  }
}

TEST(Restricted, MeansOfThePartsAverageToTheWhole) {
  const std::vector<Frame> row = peer_frames(3);
  const struct {
    const char *id, *scalar;
  } means[] = {{"entropy", "mean"},
               {"coordination", "mean"},
               {"coordination", "fractions.four"},
               {"angles", "order"}};
  for (const auto& m : means) {
    const double whole = test::analyse(m.id, row).scalar(m.scalar);
    double sum = 0, weights = 0;
    for (const Selection& part : random_parts(row[0], 3, 11)) {
      const double zinc = count_of(row[0], part, element::Zn);
      ASSERT_GT(zinc, 0);
      sum += zinc * analyse_only(m.id, row, part).scalar(m.scalar);
      weights += zinc;
    }
    EXPECT_NEAR(sum / weights, whole, 1e-9 * (1 + std::abs(whole))) << m.id << " " << m.scalar;
  }
  double defects = 0, bonds = 0;
  for (const Selection& part : random_parts(row[0], 3, 11)) {
    Selection zinc;
    for (const int atom : part)
      if (row[0].topology->elements[atom] == element::Zn) zinc.push_back(atom);
    defects += analyse_only("coordination", row, part).scalar("defects");
    bonds += analyse_only("bonds", row, zinc).scalar("count");
  }
  EXPECT_NEAR(defects, test::analyse("coordination", row).scalar("defects"), 1e-12);
  EXPECT_NEAR(bonds, test::analyse("bonds", row).scalar("count"), 1e-12);
}

TEST(Restricted, AtomsKeepTheirValues) {
  const std::vector<Frame> row = peer_frames(2);
  const Selection zinc = atoms_of(*row[0].topology, element::Zn);
  const Selection some = {zinc[2], zinc[3], zinc[9]};
  for (const char* id : {"entropy", "coordination", "angles"}) {
    const analysis::Dataset all = test::analyse(id, row).dataset("zinc");
    const analysis::Dataset chosen = analyse_only(id, row, some).dataset("zinc");
    ASSERT_EQ(chosen.columns[0].values.size(), 3U) << id;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(chosen.columns[0].values[i], some[i]);
      const auto at = std::find(zinc.begin(), zinc.end(), some[i]) - zinc.begin();
      EXPECT_EQ(chosen.columns[1].values[i], all.columns[1].values[static_cast<std::size_t>(at)])
          << id;
    }
  }
}

TEST(Restricted, OrientationsOfPartsOfTheLinkersAddUp) {
  const std::vector<Vec3> normals = test::random_directions(30, 4);
  const std::vector<Frame> row = {test::lone_rings(normals)};
  Selection first(5 * 12), rest(5 * 18);
  std::iota(first.begin(), first.end(), 0);
  std::iota(rest.begin(), rest.end(), 60);
  const auto whole = test::analyse("orientation", row);
  const auto a = analyse_only("orientation", row, first),
             b = analyse_only("orientation", row, rest);
  EXPECT_EQ(a.scalar("rings"), 12);
  EXPECT_EQ(b.scalar("rings"), 18);
  EXPECT_EQ(analyse_only("rings", row, first).scalar("count"), 12);
  for (const char* plane : {"yz", "xz", "xy"}) {
    const auto& h = whole.dataset("theta").column(plane).values;
    const auto& ha = a.dataset("theta").column(plane).values;
    const auto& hb = b.dataset("theta").column(plane).values;
    for (std::size_t bin = 0; bin < h.size(); ++bin)
      EXPECT_NEAR(30 * h[bin], 12 * ha[bin] + 18 * hb[bin], 1e-4) << plane;
    const std::string pole = std::string("pole.") + plane;
    const auto& d = whole.dataset(pole).column("density").values;
    for (std::size_t i = 0; i < d.size(); ++i) {
      if (std::isnan(d[i])) continue;
      EXPECT_NEAR(30 * d[i],
                  12 * a.dataset(pole).column("density").values[i] +
                      18 * b.dataset(pole).column("density").values[i],
                  1e-9);
    }
  }
  // A linker is one with all five atoms of its ring.
  Selection less(first.begin(), first.end() - 1);
  EXPECT_EQ(analyse_only("orientation", row, less).scalar("rings"), 11);
  EXPECT_THROW(analyse_only("orientation", row, {0, 1, 2, 3}), InputError);
}

TEST(Restricted, TheMotionOfAnElementIsThatOfItsAtoms) {
  std::vector<Frame> row;
  const Frame start = *peer_frames(1).begin();
  for (int f = 0; f < 5; ++f) {
    row.push_back(start);
    row.back().velocities = test::random_directions(static_cast<int>(start.size()), 20 + f);
  }
  row = test::in_time(row, 0.1);
  const auto whole = test::analyse("vibrations", row);
  const auto zinc = analyse_only("vibrations", row, atoms_of(*row[0].topology, element::Zn));
  const auto& expected = whole.dataset("correlation").column("Zn").values;
  const auto& found = zinc.dataset("correlation").column("total").values;
  for (std::size_t lag = 0; lag < expected.size(); ++lag)
    EXPECT_NEAR(found[lag], expected[lag], 1e-6) << "summed in float";
}

TEST(Restricted, SharesAFrameWithOthersOfOtherSelections) {
  const std::vector<Frame> row = peer_frames(1);
  const analysis::SharedFrame shared(row[0]);
  const Selection zinc = atoms_of(*row[0].topology, element::Zn);
  const auto make = [&](const Selection& atoms) {
    return analysis::make_analysis("rdf", {},
                                   std::make_shared<analysis::ChosenAtoms>(atoms, row[0].topology));
  };
  const auto whole = analysis::make_analysis("rdf");
  const auto first = make({zinc[0]}), second = make({zinc[1]});
  for (const auto* analysis : {&whole, &first, &second}) (*analysis)->add(shared);
  EXPECT_EQ(whole->result().dataset("g").column("total").values,
            test::analyse("rdf", row).dataset("g").column("total").values);
  EXPECT_EQ(second->result().dataset("g").column("total").values,
            analyse_only("rdf", row, {zinc[1]}).dataset("g").column("total").values);
  EXPECT_NE(first->result().dataset("g").column("total").values,
            second->result().dataset("g").column("total").values);
}

}  // namespace
}  // namespace vitrine
