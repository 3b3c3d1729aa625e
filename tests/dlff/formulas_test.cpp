// Random weights in every shape the format allows: each engine against the formulas themselves
// (tests/dlff/naive.h), forces and virials as differences of the energy of fourth order in steps
// of 1e-3 A, whose error is some 1e-12 times the fifth derivative of nets as sharp as these.
#include <gtest/gtest.h>

#include <map>

#include "tests/dlff/engines.h"

namespace vitrine::test {
namespace {

using dlff::Activation;
using dlff::EngineKind;

struct Case {
  std::string name;
  Variant variant;
  Configuration configuration;
};

// The differences take seconds; every engine is held to the same ones.
const dlff::Evaluation& from_the_formulas(const dlff::Model& model, const Case& of) {
  static std::map<std::string, dlff::Evaluation> known;
  const auto [found, is_new] = known.try_emplace(of.name);
  if (is_new) {
    dlff::Evaluation& answer = found->second;
    for (long double energy : naive_atom_energies(model, of.configuration))
      answer.atom_energies.push_back(static_cast<double>(energy));
    answer.energy = static_cast<double>(naive_energy(model, of.configuration));
    answer.forces = naive_forces(model, of.configuration);
    answer.virial = naive_virial(model, of.configuration);
  }
  return found->second;
}

class Formulas : public testing::TestWithParam<std::tuple<EngineKind, Case>> {};

TEST_P(Formulas, Hold) {
  const auto& [kind, of] = GetParam();
  const std::string missing = what_is_missing(kind);
  if (!missing.empty()) GTEST_SKIP() << missing;
  const auto model = std::make_shared<dlff::Model>(random_model(of.variant, 1));
  Exactness within = exactness(kind);
  within.force = within.virial = std::max(within.force, 1e-7);
  expect_same(evaluate(model, of.configuration, {kind, 1}), from_the_formulas(*model, of), within);
}

std::vector<Case> cases() {
  // More neighbours than slots.
  const Configuration molecule = random_configuration(9, 4, false, 3);
  std::vector<Case> list = {
      {"one_sided", {}, molecule},
      {"two_sided", {.one_sided = false}, molecule},
      {"one_sided_mean", {.mean_zero = false}, molecule},
      {"two_sided_mean", {.one_sided = false, .mean_zero = false}, molecule},
      {"no_skips", {.one_sided = false, .mean_zero = false, .residual = false}, molecule},
      {"time_steps", {.one_sided = false, .time_step = true}, molecule},
      {"time_steps_mean", {.mean_zero = false, .time_step = true}, molecule},
      {"shared_fitting", {.mean_zero = false, .shared_fitting = true}, molecule},
      {"skip_in_first_layer",
       {.embedding = {2, 4, 8}, .axis = 5, .fitting = {40, 80, 7}},
       molecule},
      {"odd_widths", {.embedding = {3, 5, 11}, .axis = 11, .fitting = {17, 17, 13, 1}}, molecule},
      {"one_layer", {.embedding = {25}, .axis = 1, .fitting = {}}, molecule},
      {"protection", {.mean_zero = false, .protection = 0.3}, molecule},
  };
  const std::vector<std::pair<const char*, Activation>> functions = {
      {"linear", Activation::linear},   {"relu", Activation::relu},
      {"relu6", Activation::relu6},     {"softplus", Activation::softplus},
      {"sigmoid", Activation::sigmoid}, {"gelu", Activation::gelu},
      {"silu", Activation::silu},       {"silut", Activation::silut}};
  for (const auto& [name, function] : functions)
    list.push_back(
        {name, {.mean_zero = false, .time_step = true, .activation = function}, molecule});
  list.push_back({"cell_smaller_than_the_cutoff",
                  {.mean_zero = false},
                  random_configuration(3, 3.4, true, 5)});
  list.push_back({"cell_larger_than_the_cutoff",
                  {.one_sided = false, .mean_zero = false},
                  random_configuration(5, 6.5, true, 6)});
  return list;
}

INSTANTIATE_TEST_SUITE_P(Engines, Formulas,
                         testing::Combine(testing::Values(EngineKind::reference, EngineKind::fast,
                                                          EngineKind::torch),
                                          testing::ValuesIn(cases())),
                         [](const auto& each) {
                           return engine_name(std::get<0>(each.param)) + "_" +
                                  std::get<1>(each.param).name;
                         });

}  // namespace
}  // namespace vitrine::test
