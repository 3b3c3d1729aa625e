// Angles and tetrahedral order: figures with known angles, the published configurations, and
// LAMMPS.
#include "sim/model/errors.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

Frame tetrahedron() {
  const Vec3 centre(5, 5, 5);
  return test::make_frame(
      Cell::orthorhombic(10, 10, 10),
      {element::N, element::N, element::Zn, element::N, element::N, element::C},
      {centre + Vec3(1, 1, 1), centre + Vec3(1, -1, -1), centre, centre + Vec3(-1, 1, -1),
       centre + Vec3(-1, -1, 1), centre + Vec3(2, 0, 0)});
}

TEST(Angles, OfAPerfectTetrahedron) {
  const auto result = analyse("angles", {tetrahedron()});
  EXPECT_NEAR(result.scalar("n_zn_n.mean"), 109.4712206, 1e-6);
  // The difference of two squares of about 12,000.
  EXPECT_NEAR(result.scalar("n_zn_n.sd"), 0, 1e-4);
  EXPECT_NEAR(result.scalar("order"), 1, 1e-12);
  EXPECT_EQ(result.dataset("zinc").column("atom").values, (std::vector<double>{2}));
}

TEST(Angles, OrderOfASquareAndOfRandomDirections) {
  // Four N in a square: cosines 0, 0, 0, 0, -1, -1, so q = 1 - 3/8 (4/9 + 2 * 4/9) = 1/2.
  const Vec3 centre(5, 5, 5);
  const Frame square = test::make_frame(
      Cell::orthorhombic(10, 10, 10), {element::Zn, element::N, element::N, element::N, element::N},
      {centre, centre + Vec3(2, 0, 0), centre + Vec3(-2, 0, 0), centre + Vec3(0, 2, 0),
       centre + Vec3(0, -2, 0)});
  EXPECT_NEAR(analyse("angles", {square}).scalar("order"), 0.5, 1e-12);
  // The mean of four random directions is 0: < (cos + 1/3)^2 > = 1/3 + 1/9 = 4/9 of six pairs.
  std::vector<Frame> random;
  const auto directions = test::random_directions(4 * 4000, 5);
  for (std::size_t n = 0; n < directions.size(); n += 4) {
    Frame frame = square;
    for (std::size_t k = 0; k < 4; ++k) frame.positions[k + 1] = centre + 2 * directions[n + k];
    random.push_back(frame);
  }
  const auto result = analyse("angles", random);
  for (const auto& scalar : result.scalars)
    if (scalar.name == "order") {
      EXPECT_NEAR(scalar.value, 0, 5 * scalar.error.value());
    }
}

TEST(Angles, AreToldOneByOneWithTheAtomAtTheApex) {
  const auto file = io::open_trajectory(test::data("peers/zif4-272-nve.dump"));
  const auto result = analyse("angles", {*file->read(2)});
  const auto& curves = result.dataset("angles");
  const auto& points = result.dataset("angles.atoms");
  const auto& elements = file->topology()->elements;
  std::vector<std::vector<double>> counts(4, std::vector<double>(180, 0.0));
  for (std::size_t row = 0; row < points.columns[0].values.size(); ++row) {
    const auto curve = static_cast<std::size_t>(points.column("curve").values[row]);
    const auto bin = static_cast<std::size_t>(points.column("angle").values[row]);
    ++counts[curve][std::min<std::size_t>(bin, 179)];
    const int atom = static_cast<int>(points.column("atom").values[row]);
    EXPECT_EQ(elements[atom], curves.columns[curve].name == "Zn-N-C" ? element::N : element::Zn);
  }
  for (std::size_t c = 1; c < 4; ++c) {
    double all = 0;
    for (const double count : counts[c]) all += count;
    ASSERT_GT(all, 0) << curves.columns[c].name;
    for (std::size_t bin = 0; bin < 180; ++bin)
      EXPECT_NEAR(counts[c][bin] / all, curves.columns[c].values[bin], 1e-12)
          << curves.columns[c].name << " " << bin;
  }
}

TEST(Angles, CountImagesAndNothingTwice) {
  // One N halfway between a Zn and its image: two neighbours, opposite to each other.
  const Frame frame = test::make_frame(Cell::orthorhombic(4, 9, 9), {element::Zn, element::N},
                                       {Vec3(0, 0, 0), Vec3(2, 0, 0)});
  const auto result = analyse("angles", {frame}, {{"cutoff", 2.5}});
  EXPECT_NEAR(result.scalar("n_zn_n.mean"), 180, 1e-9);
  EXPECT_EQ(result.dataset("angles").column("N-Zn-N").values.back(), 1)
      << "180 belongs to the last";
  EXPECT_EQ(result.scalar("ordered"), 0);
  EXPECT_THROW(result.scalar("order"), InputError) << "no Zn has four N";
}

TEST(Angles, AtNitrogenAndAlongTheNetworkOfAStraightChain) {
  // A ring in the plane z = 0 between a Zn and its image: each Zn lies on the line from the ring's
  // centre through an N, where both Zn-N-C angles are (360 - 108)/2 = 126 degrees.
  const Frame frame = test::zinc_chain();
  const auto result = analyse("angles", {frame});
  EXPECT_NEAR(result.scalar("zn_n_c.mean"), 126, 1e-9);
  EXPECT_NEAR(result.scalar("zn_n_c.sd"), 0, 1e-4);
  // The chain goes on in the image: at every Zn the two linkers point opposite ways.
  EXPECT_NEAR(result.scalar("zn_zn_zn.mean"), 180, 1e-6);
}

TEST(Angles, OfThePublishedConfigurations) {
  const struct {
    const char* file;
    double angle, spread;
  } published[] = {{"zif4-run/300K2.dat", 109.2, 7.8},
                   {"zif4-run/melt2.dat", 109.9, 14.8},
                   {"zif4-run/glass2.dat", 109.3, 10.2}};
  for (const auto& expected : published) {
    VITRINE_NEEDS_REFERENCE(expected.file);
    const auto result = analyse("angles", {*test::load(test::reference(expected.file))});
    // One digit is given.
    EXPECT_NEAR(result.scalar("n_zn_n.mean"), expected.angle, 0.051) << expected.file;
    EXPECT_NEAR(result.scalar("n_zn_n.sd"), expected.spread, 0.051) << expected.file;
  }
}

TEST(Angles, AreThoseOfLammps) {
  for (const std::string name : {"300K2", "melt2"}) {
    VITRINE_NEEDS_REFERENCE("zif4-run/" + name + ".dat");
    const auto rows = test::read_rows(test::data("peers/" + name + ".adf.txt"), 4);
    ASSERT_EQ(rows.size(), 180U);
    const auto result =
        analyse("angles", {*test::load(test::reference("zif4-run/" + name + ".dat"))});
    const auto& density = result.dataset("angles").column("N-Zn-N").values;
    for (std::size_t bin = 0; bin < 180; ++bin)
      EXPECT_NEAR(density[bin], rows[bin][2], 1e-6) << name << " " << rows[bin][1];
  }
}

}  // namespace
}  // namespace vitrine
