// g(r) against: the ideal gas (1 everywhere within Poisson error), the shells of fcc (whole numbers
// of neighbours at known distances), another program's answer on published configurations, and
// itself under changes that must not matter (axes, images, order of frames).
#include <algorithm>
#include <random>

#include "sim/model/errors.h"
#include "sim/model/pair_stream.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

double shell_volume(double r, double width) {
  const double r1 = r - width / 2, r2 = r + width / 2;
  return 4.0 / 3.0 * units::pi * (r2 * r2 * r2 - r1 * r1 * r1);
}

TEST(Rdf, IsOneInTheIdealGas) {
  const Cell cell = Cell::from_parameters(22, 25, 24, 75, 100, 80);
  const int atoms = 1500;
  std::vector<Frame> frames;
  for (int seed = 0; seed < 4; ++seed)
    frames.push_back(test::ideal_gas(cell, atoms, {element::C, element::N, element::N}, seed));
  // r_max beyond half of the shortest height: images count too.
  const auto result = analyse("rdf", frames, {{"r_max", 14}, {"bins", 70}});
  const auto& g = result.dataset("g");
  const auto& r = g.column("r").values;
  const double width = 14.0 / 70;
  const struct {
    const char* name;
    double pairs;  // unordered, in one frame
  } functions[] = {{"total", 1500 * 1499 / 2.0},
                   {"C-C", 500 * 499 / 2.0},
                   {"C-N", 500 * 1000.0},
                   {"N-N", 1000 * 999 / 2.0}};
  for (const auto& f : functions) {
    const auto& values = g.column(f.name).values;
    for (std::size_t b = 5; b < values.size(); ++b) {
      const double expected = 4 * f.pairs * shell_volume(r[b], width) / cell.volume();
      // Poisson; five standard errors of 260 values are met by chance once in 7,000 runs. Images
      // of one pair are counted together beyond half the cell, which doubles the variance at most.
      EXPECT_NEAR(values[b], 1, 5 * std::sqrt(2 / expected)) << f.name << " at " << r[b];
    }
  }
}

TEST(Rdf, ErrorsOfAGasAreThoseOfItsCounts) {
  const Cell cell = Cell::orthorhombic(20, 20, 20);
  std::vector<Frame> frames;
  for (int seed = 0; seed < 32; ++seed)
    frames.push_back(test::ideal_gas(cell, 300, {element::C, element::N, element::N}, 50 + seed));
  const auto result = analyse("rdf", frames, {{"r_max", 9}, {"bins", 45}});
  const auto& errors = result.dataset("g.errors");
  const struct {
    const char* name;
    double pairs;  // unordered, in one frame
  } functions[] = {{"total", 300 * 299 / 2.0}, {"C-N", 100 * 200.0}, {"N-N", 200 * 199 / 2.0}};
  for (const auto& f : functions) {
    double ratio = 0, bins = 0;
    for (std::size_t b = 10; b < 45; ++b, ++bins) {
      const double expected =
          32 * f.pairs * shell_volume(errors.column("r").values[b], 0.2) / cell.volume();
      ratio += errors.column(f.name).values[b] * std::sqrt(expected);
    }
    // Eight blocks know an error to a quarter; 35 bins their mean to 5 %, four times that.
    EXPECT_NEAR(ratio / bins, 1, 0.2) << f.name;
  }
  frames.resize(3);
  EXPECT_THROW(analyse("rdf", frames).dataset("g.errors"), InputError) << "too few frames";
}

TEST(Rdf, HasTheShellsOfFcc) {
  const double a = 4;
  const auto result = analyse("rdf", {test::fcc(a, 3, element::Zn)}, {{"r_max", 7}, {"bins", 700}});
  const auto& g = result.dataset("g");
  const auto& r = g.column("r").values;
  const auto& values = g.column("Zn-Zn").values;
  EXPECT_EQ(values, g.column("total").values);
  const double density = (108 - 1) / (108 / 4 * a * a * a);
  // Neighbours of the shells at a sqrt(n/2): 12, 6, 24, 12, 24, 8. The cell of 12 A is smaller
  // than twice 7 A, so that the last shells need images.
  const int shells[] = {12, 6, 24, 12, 24, 8};
  for (int n = 1; n <= 6; ++n) {
    const double distance = a * std::sqrt(n / 2.0);
    double neighbours = 0;
    for (std::size_t b = 0; b < r.size(); ++b)
      if (std::abs(r[b] - distance) < 0.1)
        neighbours += values[b] * density * shell_volume(r[b], 0.01);
    EXPECT_NEAR(neighbours, shells[n - 1], 1e-9) << distance;
  }
}

TEST(Rdf, AgreesWithLammps) {
  const char* const pairs[] = {"C-C", "C-H",  "C-N", "C-Zn", "H-H",
                               "H-N", "H-Zn", "N-N", "N-Zn", "Zn-Zn"};
  for (const std::string name : {"300K2", "melt2"}) {
    VITRINE_NEEDS_REFERENCE("zif4-run/" + name + ".dat");
    const auto rows = test::read_rows(test::data("peers/" + name + ".rdf.txt"), 22);
    ASSERT_EQ(rows.size(), 500U);
    const auto result = analyse("rdf", {*test::load(test::reference("zif4-run/" + name + ".dat"))});
    for (std::size_t p = 0; p < 10; ++p) {
      const auto& values = result.dataset("g").column(pairs[p]).values;
      for (std::size_t b = 0; b < 500; ++b)
        // Six digits in the file.
        EXPECT_NEAR(values[b], rows[b][2 + 2 * p], 1e-5 * std::max(1.0, values[b]))
            << name << " " << pairs[p] << " " << rows[b][1];
    }
  }
}

TEST(Rdf, HasThePublishedPeaksOfTheCrystal) {
  VITRINE_NEEDS_REFERENCE("zif4-run/300K2.dat");
  const auto result = analyse("rdf", {*test::load(test::reference("zif4-run/300K2.dat"))});
  const auto& r = result.dataset("g").column("r").values;
  const auto& g = result.dataset("g").column("total").values;
  for (const double peak : {1.085, 1.370, 2.201}) {
    double best = 0, position = 0;
    for (std::size_t b = 0; b < r.size(); ++b)
      if (std::abs(r[b] - peak) < 0.12 && g[b] > best) {
        best = g[b];
        position = r[b];
      }
    EXPECT_NEAR(position, peak, 0.02) << "one bin is 0.02 A";
  }
  EXPECT_NEAR(result.scalar("N-Zn.position"), 2.0, 0.05);
}

TEST(Rdf, ReadsThePeakOfAGaussianShell) {
  // N at distances from Zn drawn from a Gaussian about 2 A: its own full width at half height is
  // 2 sqrt(2 ln 2) sigma. The weight 1/r^2 of g moves the peak in by sigma^2 * 2/r = 0.01 A.
  const double sigma = 0.1;
  const int zincs = 1000, around = 4;
  std::mt19937_64 random(12);
  std::normal_distribution<double> distance(2, sigma);
  const auto directions = test::random_directions(zincs * around, 2);
  std::vector<Element> elements;
  std::vector<Vec3> positions;
  for (int z = 0; z < zincs; ++z) {
    const Vec3 zinc(10 * (z % 10), 10 * (z / 10 % 10), 10 * (z / 100));
    elements.push_back(element::Zn);
    positions.push_back(zinc);
    for (int k = 0; k < around; ++k) {
      elements.push_back(element::N);
      positions.push_back(zinc + distance(random) * directions[around * z + k]);
    }
  }
  const auto result =
      analyse("rdf", {test::make_frame(Cell::orthorhombic(100, 100, 100), elements, positions)},
              {{"r_max", 4}, {"bins", 80}});
  // 4,000 distances know their mean to 0.0016 and bins of 0.05 A hold about 800 at the top: 4 %
  // of the height, which moves each half-height crossing by some 0.004 A.
  EXPECT_NEAR(result.scalar("N-Zn.position"), 1.99, 0.01);
  EXPECT_NEAR(result.scalar("N-Zn.width"), 2 * std::sqrt(2 * std::log(2.0)) * sigma, 0.025);
  EXPECT_NEAR(result.scalar("N-Zn.neighbours"), 1, 0.001) << "Zn about an N, of which it has one";
}

TEST(Rdf, HasTheLindemannRatiosOfThePublishedConfigurations) {
  const std::pair<const char*, double> published[] = {
      {"zif4-run/300K2.dat", 0.081}, {"zif4-run/melt2.dat", 0.161}, {"zif4-run/glass2.dat", 0.078}};
  for (const auto& [file, expected] : published) {
    VITRINE_NEEDS_REFERENCE(file);
    const auto result = analyse("rdf", {*test::load(test::reference(file))});
    // The reference counted its widths in whole bins of 0.02 A: a bin and a half is 0.015 of 2 A.
    EXPECT_NEAR(result.scalar("N-Zn.lindemann"), expected, 0.015) << file;
  }
}

TEST(Rdf, ErrorsAreTheSpreadOfIndependentRows) {
  // The error of the peak's position from one row of 32 independent frames, against the spread of
  // that position over 40 such rows.
  std::vector<double> positions;
  double claimed = 0;
  const int rows = 40;
  for (int row = 0; row < rows; ++row) {
    std::vector<Frame> frames;
    for (int f = 0; f < 32; ++f) {
      std::mt19937_64 random(1000 * row + f);
      std::normal_distribution<double> distance(2, 0.1);
      std::vector<Element> elements;
      std::vector<Vec3> places;
      for (int z = 0; z < 8; ++z) {
        const Vec3 zinc(10 * (z % 2), 10 * (z / 2 % 2), 10 * (z / 4));
        elements.insert(elements.end(), {element::Zn, element::N});
        places.insert(places.end(), {zinc, zinc + Vec3(distance(random), 0, 0)});
      }
      frames.push_back(test::make_frame(Cell::orthorhombic(20, 20, 20), elements, places));
    }
    const auto result = analyse("rdf", frames, {{"r_max", 4}, {"bins", 40}});
    for (const auto& scalar : result.scalars)
      if (scalar.name == "N-Zn.position") {
        positions.push_back(scalar.value);
        claimed += scalar.error.value() / rows;
      }
  }
  double mean = 0, squares = 0;
  for (const double value : positions) mean += value / rows;
  for (const double value : positions) squares += (value - mean) * (value - mean) / (rows - 1);
  // 40 rows know their spread to 11 %; which bins stand above half height changes by jumps, which
  // a jackknife of 8 blocks follows only roughly.
  EXPECT_NEAR(claimed, std::sqrt(squares), 0.5 * std::sqrt(squares));
}

TEST(Rdf, IsTheSameOnOtherAxes) {
  // No multiple of an edge lies on the edge of a bin.
  const Frame gas =
      test::ideal_gas(Cell::orthorhombic(9.07, 10.13, 11.29), 60, {element::C, element::H}, 3);
  Eigen::Matrix3i axes;
  axes << 1, 0, 0, 1, 1, 0, -1, 1, 1;
  const auto straight = analyse("rdf", {gas}, {{"r_max", 12}, {"bins", 60}});
  const auto sheared = analyse("rdf", {change_axes(gas, axes)}, {{"r_max", 12}, {"bins", 60}});
  for (const auto& column : straight.dataset("g").columns)
    for (std::size_t b = 0; b < 60; ++b)
      EXPECT_NEAR(column.values[b], sheared.dataset("g").column(column.name).values[b], 1e-9);
}

TEST(Rdf, TakesOneAtomAndItsImages) {
  const Frame one = test::make_frame(Cell::orthorhombic(3, 3, 3), {element::Zn}, {Vec3(1, 1, 1)});
  const auto result = analyse("rdf", {one}, {{"r_max", 4}, {"bins", 40}});
  const auto& r = result.dataset("g").column("r").values;
  const auto& g = result.dataset("g").column("Zn-Zn").values;
  double six = 0;
  for (std::size_t b = 0; b < 35; ++b) six += g[b] * shell_volume(r[b], 0.1) / 27;
  EXPECT_NEAR(six, 6, 1e-9);
}

TEST(Rdf, NeedsACell) {
  const Frame open = test::make_frame(Cell(), {element::Zn}, {Vec3(1, 1, 1)});
  EXPECT_THROW(analyse("rdf", {open}), InputError);
}

}  // namespace
}  // namespace vitrine
