// What is written as .dp or .yaml is read back as the same model, to the last bit; that DeePMD-kit
// reads it too is seen by tests/peers/models_with_deepmd.py.
#include <gtest/gtest.h>

#include "sim/dlff/files/exclusions.h"
#include "sim/dlff/files/model_writer.h"
#include "sim/model/errors.h"
#include "tests/dlff/naive.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

std::filesystem::path temporary(const std::string& extension) {
  return std::filesystem::path(testing::TempDir()) /
         ("vitrine-" + std::to_string(std::random_device{}()) + extension);
}

dlff::ModelPtr written_and_read(const dlff::Model& model, const std::string& extension) {
  const std::filesystem::path file = temporary(extension);
  dlff::write_model(model, file);
  dlff::ModelPtr read = dlff::read_model(file);
  std::filesystem::remove(file);
  return read;
}

void expect_same_answers(const dlff::Model& model, const std::string& extension) {
  const Configuration molecule = random_configuration(7, 4, false, 2);
  const dlff::EngineSettings settings{dlff::EngineKind::reference, 1,
                                      std::vector<double>(model.frame_parameters.count(), 0.3),
                                      std::vector<double>(model.atom_parameters.count(), 0.7)};
  const auto answers = [&](dlff::ModelPtr which) {
    return evaluate(
        *dlff::make_force_field(std::move(which), *make_topology(molecule.elements), settings),
        molecule);
  };
  const dlff::Evaluation before = answers(std::make_shared<dlff::Model>(model));
  const dlff::Evaluation after = answers(written_and_read(model, extension));
  EXPECT_EQ(before.energy, after.energy);
  EXPECT_EQ(before.forces, after.forces);
}

TEST(ModelWriter, GivesBackEveryVariant) {
  for (const Variant& variant :
       {Variant{}, Variant{.one_sided = false, .mean_zero = false, .time_step = true},
        Variant{.residual = false, .shared_fitting = true, .protection = 0.25},
        Variant{.activation = dlff::Activation::gelu},
        Variant{.activation = dlff::Activation::silut}})
    for (const char* extension : {".dp", ".yaml"})
      expect_same_answers(random_model(variant, 3), extension);
}

TEST(ModelWriter, KeepsParametersAndTheirPreset) {
  dlff::Model model = random_model({.fitting = {6, 6}}, 5);
  model.frame_parameters = {{0.1, 0.2}, {2, 3}, {0.3, 0.3}};
  model.atom_parameters = {{0.5}, {1.5}, {}};
  for (dlff::Net& net : model.fittings) {
    dlff::Layer& first = net.layers.front();
    first.inputs += 3;
    for (std::size_t k = 0; k < 3 * first.outputs; ++k)
      first.weights.push_back(0.01 * static_cast<double>(k));
  }
  expect_same_answers(model, ".dp");
  expect_same_answers(model, ".yaml");
  EXPECT_EQ(written_and_read(model, ".yaml")->frame_parameters.preset,
            model.frame_parameters.preset);
}

// DeePMD-kit's PyTorch backend takes the numbers as they are stored.
TEST(ModelWriter, StoresSingleWhatWasTrainedInSingle) {
  dlff::Model model = random_model({}, 5);
  model.descriptor_precision = "float32";
  for (const char* extension : {".dp", ".yaml"}) {
    const dlff::ModelPtr read = written_and_read(model, extension);
    EXPECT_EQ(read->embeddings[0].layers[0].weights[0],
              static_cast<float>(model.embeddings[0].layers[0].weights[0]));
    EXPECT_EQ(read->fittings[0].layers[0].weights, model.fittings[0].layers[0].weights);
    EXPECT_EQ(read->mean, model.mean);
    EXPECT_EQ(read->descriptor_precision, "float32");
  }
}

TEST(ModelWriter, KeepsPairsThatDoNotSeeEachOther) {
  dlff::Model model = random_model({}, 5);
  dlff::exclude_pairs(model, {{0, 1}});
  expect_same_answers(model, ".dp");
}

TEST(ModelWriter, RefusesWhatItCannotSay) {
  dlff::Model model = random_model({}, 1);
  EXPECT_THROW(dlff::write_model(model, temporary(".pb")), InputError);
  EXPECT_THROW(dlff::write_model(model, "/nowhere/x.dp"), FileError);
  model.norm = 20;
  EXPECT_THROW(dlff::write_model(model, temporary(".dp")), InputError);
  model.norm = 14;
  model.embedding_tables.resize(2);
  model.embeddings.clear();
  EXPECT_THROW(dlff::write_model(model, temporary(".dp")), InputError);
}

// The radius of 1.8 A is a float in the graph and a double in the dictionary: 1.4e-8 eV/A.
TEST(ModelWriter, AGraphBecomesADictionary) {
  VITRINE_NEEDS_REFERENCE("dlff/fparam_aparam.pb");
  const dlff::ModelPtr graph = dlff::read_model(reference("dlff/fparam_aparam.pb"));
  const dlff::ModelPtr dictionary = written_and_read(*graph, ".dp");
  EXPECT_EQ(dictionary->switch_start, 1.8);
  EXPECT_EQ(dictionary->atom_parameters.average, graph->atom_parameters.average);
  EXPECT_EQ(dictionary->mean, graph->mean);
}

}  // namespace
}  // namespace vitrine::test
