#include "sim/model/zinc_sites.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/model/errors.h"
#include "tests/model/imidazolate.h"
#include "tests/model/published_run.h"

namespace vitrine {
namespace {

TEST(ZincSites, NitrogensComeNearestFirstAcrossTheBoundary) {
  Frame frame;
  frame.cell = Cell::orthorhombic(10, 10, 10);
  frame.positions = {{3.1, 0, 0}, {9.9, 0, 0}, {7.9, 0, 0}, {1.6, 0, 0}, {9.9, 1, 0}};
  frame.topology = make_topology({element::N, element::Zn, element::N, element::N, element::C});
  const auto sites = find_zinc_sites(frame);
  ASSERT_EQ(sites.size(), 1u);
  EXPECT_EQ(sites[0].zinc, 1);
  EXPECT_EQ(sites[0].nitrogens, (std::vector{3, 2}));  // 1.7 and 2.0 A; the third is at 3.2 A
  EXPECT_NEAR(sites[0].bonds[0][0], 1.7, 1e-12);
  EXPECT_NEAR(sites[0].bonds[1][0], -2.0, 1e-12);
  EXPECT_EQ(find_zinc_sites(frame, 3.3)[0].nitrogens.size(), 3u);
  EXPECT_THROW(find_zinc_sites(frame, 0), InputError);
}

TEST(ZincSites, AZincAloneIsASiteWithoutBonds) {
  Frame frame;
  frame.positions = {{0, 0, 0}};
  frame.topology = make_topology({element::Zn});
  ASSERT_EQ(find_zinc_sites(frame).size(), 1u);
  EXPECT_TRUE(find_zinc_sites(frame)[0].nitrogens.empty());
}

TEST(ZincSites, ThePublishedCrystalIsFourFoldAndItsMeltIsNot) {
  VITRINE_NEEDS_REFERENCE("zif4-run");
  const auto four_fold = [](const char* name) {
    const auto sites = find_zinc_sites(test::published_configuration(name));
    EXPECT_EQ(sites.size(), 128u);
    const auto count = std::ranges::count_if(sites, [](const ZincSite& site) {
      EXPECT_TRUE(std::ranges::is_sorted(site.bonds, {}, [](const Vec3& d) { return d.norm(); }));
      return site.nitrogens.size() == 4;
    });
    return static_cast<double>(count) / 128;
  };
  EXPECT_EQ(four_fold("ZIF4.data"), 1);
  EXPECT_EQ(four_fold("300K2.dat"), 1);
  EXPECT_NEAR(four_fold("melt2.dat"), 0.727, 5e-4);  // 93 of 128, by an independent program
}

TEST(CovalentBonds, AnImidazolateHasEight) {
  const Frame frame = test::imidazolate();
  const auto bonds = find_covalent_bonds(frame);
  EXPECT_EQ(bonds.size(), 8u);
  for (const Bond& bond : bonds) {
    EXPECT_LT(bond.i, bond.j);
    EXPECT_TRUE(bond.vector.isApprox(frame.positions[bond.j] - frame.positions[bond.i], 1e-12));
  }
  Frame metal = frame;
  metal.topology = make_topology(std::vector<Element>(8, element::Zn));
  EXPECT_TRUE(find_covalent_bonds(metal).empty());
}

TEST(CovalentBonds, ThePublishedCrystalHasEightPerLinker) {
  VITRINE_NEEDS_REFERENCE("zif4-run");
  EXPECT_EQ(find_covalent_bonds(test::published_configuration("300K2.dat")).size(), 8u * 256);
}

}  // namespace
}  // namespace vitrine
