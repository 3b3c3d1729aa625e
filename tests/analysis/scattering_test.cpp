// Scattering: another table of form factors, lattices whose reflections are known, molecules whose
// Debye formula is, an ideal gas, and the published glass and its experiment.
#include <gemmi/it92.hpp>

#include <algorithm>
#include <fstream>

#include "analysis/curve_match.h"
#include "analysis/density_waves.h"
#include "analysis/scatterers.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "tests/analysis/configurations.h"

namespace vitrine {
namespace {

using test::analyse;

TEST(Scatterers, HaveTheFormFactorsOfGemmi) {
  // The same table of the International Tables, copied by others. It gives the number of electrons
  // at Q = 0 to 0.12 %.
  const std::pair<Element, gemmi::El> elements[] = {
      {element::H, gemmi::El::H},   {element::C, gemmi::El::C},   {element::N, gemmi::El::N},
      {element::O, gemmi::El::O},   {element::Cl, gemmi::El::Cl}, {element::Co, gemmi::El::Co},
      {element::Zn, gemmi::El::Zn}, {element::Br, gemmi::El::Br}};
  for (const auto& [ours, theirs] : elements) {
    EXPECT_NEAR(analysis::form_factor("test", ours, 0), ours, 0.0012 * ours);
    for (double q = 0; q <= 24; q += 0.5) {
      const double s = q / (4 * units::pi);
      EXPECT_NEAR(analysis::form_factor("test", ours, q),
                  gemmi::IT92<double>::get(theirs).calculate_sf(s * s), 1e-9)
          << int(ours) << " at " << q;
    }
  }
}

TEST(Scatterers, NameWhatTheyDoNotKnow) {
  EXPECT_THROW(analysis::form_factor("test", 54, 1), InputError);
  EXPECT_NEAR(analysis::neutron_length("test", element::H, 0), -3.739, 1e-9);
  EXPECT_NEAR(analysis::neutron_length("test", element::H, 1), 6.671, 1e-9);
  EXPECT_NEAR(analysis::neutron_length("test", element::H, 0.5), (6.671 - 3.739) / 2, 1e-9);
  EXPECT_NEAR(analysis::neutron_length("test", element::Zn, 0.5), 5.68, 1e-9);
}

TEST(DensityWaves, OfOneAtomHaveLengthOne) {
  const Cell cell = Cell::from_parameters(7, 8, 9, 75, 100, 85);
  const analysis::WaveVectors vectors(cell, 3);
  // As many as points of the reciprocal lattice in half a sphere: V q^3/(6 pi^2)/2, to the surface.
  EXPECT_NEAR(static_cast<double>(vectors.size()),
              cell.volume() * 27 / (12 * units::pi * units::pi), 12);
  for (const auto& wave : vectors.waves({Vec3(1, 2, 3)})) EXPECT_NEAR(std::abs(wave), 1, 1e-5);
}

TEST(DirectScattering, OfFccHasItsReflectionsAlone) {
  // 4^3 cells of 4 atoms: S = N = 256 where h, k, l are all odd or all even, 0 elsewhere. Of 111,
  // the first, 2 pi sqrt(3)/a = 2.72 1/A for a = 4.
  const double a = 4;
  const auto result =
      analyse("direct_scattering", {test::fcc(a, 4, element::Zn)}, {{"q_max", 3.5}, {"bins", 350}});
  const auto& curve = result.dataset("structure_factor");
  for (std::size_t n = 0; n < curve.column("Q").values.size(); ++n) {
    const double q = curve.column("Q").values[n], s = curve.column("neutron").values[n];
    const bool is_111 = std::abs(q - 2 * units::pi * std::sqrt(3.0) / a) < 0.005;
    const bool is_200 = std::abs(q - 4 * units::pi / a) < 0.005;
    // Other vectors may share the bin of a reflection.
    if (is_111 || is_200) {
      EXPECT_GT(s, 10) << q;
    } else {
      EXPECT_NEAR(s, 0, 1e-4) << q;
    }
  }
  EXPECT_NEAR(result.scalar("peak.position"), 2 * units::pi * std::sqrt(3.0) / a, 0.01);
}

/// Molecules of two atoms this far apart, turned every way, anywhere.
Frame dumbbells(const Cell& cell, int molecules, double length, Element one, Element other,
                std::uint64_t seed) {
  const Frame centres = test::ideal_gas(cell, molecules, {one}, seed);
  const auto directions = test::random_directions(molecules, seed + 1);
  std::vector<Element> elements;
  std::vector<Vec3> positions;
  for (int m = 0; m < molecules; ++m) {
    elements.insert(elements.end(), {one, other});
    positions.push_back(centres.positions[m] - length / 2 * directions[m]);
    positions.push_back(centres.positions[m] + length / 2 * directions[m]);
  }
  return test::make_frame(cell, elements, positions);
}

TEST(DirectScattering, OfMoleculesIsDebyes) {
  // S(Q) = 1 + sin(Qd)/(Qd) for two like atoms; wave vectors of many frames average the rest out.
  const double d = 2;
  std::vector<Frame> frames;
  for (int f = 0; f < 20; ++f)
    frames.push_back(dumbbells(Cell::from_parameters(20, 21, 22, 80, 95, 105), 500, d, element::C,
                               element::C, 10 * f));
  const auto result = analyse("direct_scattering", frames, {{"q_max", 3}, {"bins", 30}});
  const auto& curve = result.dataset("structure_factor");
  for (std::size_t n = 0; n < curve.column("Q").values.size(); ++n) {
    const double q = curve.column("Q").values[n];
    const double exact = 1 + std::sin(q * d) / (q * d);
    // |rho|^2 is exponentially distributed: its error is its mean over the root of how many waves.
    const double waves = 20 * curve.column("vectors").values[n];
    EXPECT_NEAR(curve.column("neutron").values[n], exact, 4.5 * exact / std::sqrt(waves)) << q;
  }
}

TEST(Scattering, OfMoleculesIsDebyes) {
  // The same from g(r): A(Q) - 1 of H-C has the molecule's sin(Qd)/(Qd) over rho-free weights; with
  // N of either, c_a = 1/2: A_HC - 1 = 2 sin(Qd)/(Qd).
  const double d = 2;
  std::vector<Frame> frames;
  for (int f = 0; f < 10; ++f)
    frames.push_back(dumbbells(Cell::orthorhombic(24, 24, 24), 400, d, element::C, element::H, f));
  const auto result = analyse("scattering", frames, {{"r_max", 12}, {"lorch", 0}, {"q_max", 12}});
  const auto& partials = result.dataset("partials");
  for (std::size_t n = 0; n < partials.column("Q").values.size(); ++n) {
    const double q = partials.column("Q").values[n];
    if (q < 2) continue;  // noise grows as 1/Q, and the window of r rings
    // The ideal gas of pairs gives noise of 1/sqrt(pairs counted): some hundredths.
    EXPECT_NEAR(partials.column("C-H").values[n], 1 + 2 * std::sin(q * d) / (q * d), 0.12) << q;
  }
  // T(r) of the molecule: area 2 c c b b 2/(d) ... its D(r) peaks at d, negative for b_H < 0.
  const auto& real = result.dataset("real_space");
  const auto& g = real.column("G").values;
  const auto lowest = std::min_element(g.begin(), g.end()) - g.begin();
  EXPECT_NEAR(real.column("r").values[lowest], d, 0.02);
}

double highest_between(const analysis::Dataset& curve, const std::string& name, double low,
                       double high) {
  const auto& x = curve.columns[0].values;
  const auto& y = curve.column(name).values;
  double best = -1e9, place = 0;
  for (std::size_t n = 0; n < x.size(); ++n)
    if (x[n] >= low && x[n] <= high && y[n] > best) {
      best = y[n];
      place = x[n];
    }
  return place;
}

TEST(Scattering, OfThePublishedGlass) {
  VITRINE_NEEDS_REFERENCE("zif4-run/glass2.dat");
  const FramePtr glass = test::load(test::reference("zif4-run/glass2.dat"));
  const auto h = analyse("scattering", {*glass});
  const auto& curve = h.dataset("structure_factor");
  // Peaks by an independent program, with other cutoffs and steps: within two steps of ours.
  for (const double peak : {1.109, 2.332, 3.474, 4.592})
    EXPECT_NEAR(highest_between(curve, "xray", peak - 0.3, peak + 0.3), peak, 0.04);
  for (const double peak : {1.37, 2.03, 3.03, 4.17, 5.90})
    EXPECT_NEAR(highest_between(h.dataset("real_space"), "D.xray", peak - 0.25, peak + 0.25), peak,
                0.04);
  EXPECT_NEAR(highest_between(curve, "neutron", 1.25, 1.8), 1.466, 0.03);
  const auto d = analyse("scattering", {*glass}, {{"deuteration", 1}});
  EXPECT_NEAR(highest_between(d.dataset("structure_factor"), "neutron", 1.25, 1.8), 1.483, 0.03);
}

TEST(Scattering, IsNearTheExperiment) {
  VITRINE_NEEDS_REFERENCE("experiment/ZIF4glassa_31.int01");
  const auto rows = test::read_rows(test::reference("experiment/ZIF4glassa_31.int01"), 3);
  std::vector<double> q, f;
  for (const auto& row : rows) {
    q.push_back(row[0]);
    f.push_back(row[1]);
  }
  const auto result = analyse("scattering", {*test::load(test::reference("zif4-run/glass2.dat"))});
  const auto& curve = result.dataset("structure_factor");
  const auto match = analysis::match_curve({curve.column("Q").values, curve.column("xray").values},
                                           {q, f}, {0.8, 15}, {true, false});
  // One frame of another glass: the shape is right when a good half of the signal is.
  EXPECT_LT(match.r_factor, 0.5);
  EXPECT_GT(match.scale, 0.5);
}

}  // namespace
}  // namespace vitrine
