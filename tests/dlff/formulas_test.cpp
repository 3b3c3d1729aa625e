// Random weights in every shape the format allows, against tests/dlff/naive.h. Energies agree to
// the rounding of doubles; forces and virials to that of the fourth-order difference, whose error
// is some h^4 = 1e-12 times the fifth derivative of nets as sharp as these.
#include <gtest/gtest.h>

#include "tests/dlff/naive.h"

namespace vitrine::test {
namespace {

using dlff::Activation;

void expect_agreement(const Variant& variant, const Configuration& configuration, unsigned seed) {
  const auto model = std::make_shared<dlff::Model>(random_model(variant, seed));
  const dlff::Evaluation got = evaluate(model, configuration);
  const auto energy = static_cast<double>(naive_energy(*model, configuration));
  EXPECT_NEAR(got.energy, energy, 1e-12 * (1 + std::abs(energy)));
  const std::vector<Vec3> forces = naive_forces(*model, configuration);
  const double tolerance = 1e-7;
  for (std::size_t i = 0; i < forces.size(); ++i)
    EXPECT_LT((got.forces[i] - forces[i]).norm(), tolerance * (1 + forces[i].norm()))
        << "atom " << i;
  const Mat3 virial = naive_virial(*model, configuration);
  EXPECT_LT((got.virial - virial).norm(), tolerance * (1 + virial.norm()));
}

const Configuration& molecule() {
  static const Configuration made = random_configuration(9, 4, false, 3);
  return made;
}

struct Named {
  const char* name;
  Variant variant;
};

class Formulas : public testing::TestWithParam<Named> {};

TEST_P(Formulas, HoldForAMoleculeOfMoreAtomsThanSlots) {
  expect_agreement(GetParam().variant, molecule(), 1);
}

std::vector<Named> variants() {
  std::vector<Named> list = {
      {"one_sided", {}},
      {"two_sided", {.one_sided = false}},
      {"one_sided_mean", {.mean_zero = false}},
      {"two_sided_mean", {.one_sided = false, .mean_zero = false}},
      {"no_skips", {.one_sided = false, .mean_zero = false, .residual = false}},
      {"time_steps", {.one_sided = false, .time_step = true}},
      {"time_steps_mean", {.mean_zero = false, .time_step = true}},
      {"shared_fitting", {.mean_zero = false, .shared_fitting = true}},
      {"skip_in_first_layer", {.embedding = {2, 4, 8}, .axis = 5, .fitting = {40, 80, 7}}},
      {"odd_widths", {.embedding = {3, 5, 11}, .axis = 11, .fitting = {17, 17, 13, 1}}},
      {"one_layer", {.embedding = {25}, .axis = 1, .fitting = {}}},
      {"protection", {.mean_zero = false, .protection = 0.3}},
  };
  const std::vector<std::pair<const char*, Activation>> functions = {
      {"linear", Activation::linear},   {"relu", Activation::relu},
      {"relu6", Activation::relu6},     {"softplus", Activation::softplus},
      {"sigmoid", Activation::sigmoid}, {"gelu", Activation::gelu},
      {"silu", Activation::silu},       {"silut", Activation::silut}};
  for (const auto& [name, function] : functions)
    list.push_back({name, {.mean_zero = false, .time_step = true, .activation = function}});
  return list;
}

INSTANTIATE_TEST_SUITE_P(Variants, Formulas, testing::ValuesIn(variants()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(FormulasInACell, HoldInACellSmallerThanTheCutoff) {
  expect_agreement({.mean_zero = false}, random_configuration(3, 3.4, true, 5), 7);
}

TEST(FormulasInACell, HoldInACellLargerThanTheCutoff) {
  expect_agreement({.one_sided = false, .mean_zero = false}, random_configuration(5, 6.5, true, 6),
                   8);
}

}  // namespace
}  // namespace vitrine::test
