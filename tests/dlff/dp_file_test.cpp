// The .dp reader: what was written comes back, and what is no se_e2_a energy model, or is damaged,
// is refused by a FileError that names file and place.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"
#include "tests/dlff/bytes.h"
#include "tests/dlff/naive.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

using nlohmann::json;
/// Writes a model the way the format has it, with room for mischief in the description.
class DpWriter {
 public:
  explicit DpWriter(std::function<void(json&)> change = {}) : change_(std::move(change)) {}

  Bytes write(const dlff::Model& model) {
    const std::filesystem::path file =
        std::filesystem::path(testing::TempDir()) /
        ("vitrine-" + std::to_string(std::random_device{}()) + ".dp");
    {
      io::Hdf5File hdf5(file, io::Hdf5File::Mode::create);
      hdf5_ = &hdf5;
      json document = describe(model);
      if (change_) change_(document);
      hdf5.write_attribute("/", "json", document.dump());
      hdf5.close();
    }
    Bytes image = bytes_of(file);
    std::filesystem::remove(file);
    return image;
  }

 private:
  std::string variable(std::vector<std::size_t> shape, const std::vector<double>& values) {
    const std::string name = "/variable_" + std::to_string(count_++);
    hdf5_->write(name, {std::move(shape), values}, io::Hdf5File::Type::float64);
    return name;
  }

  json layer(const dlff::Layer& layer) {
    json variables = {{"w", variable({layer.inputs, layer.outputs}, layer.weights)},
                      {"b", variable({layer.outputs}, layer.bias)},
                      {"idt", nullptr}};
    if (!layer.time_step.empty()) variables["idt"] = variable({layer.outputs}, layer.time_step);
    const bool linear = layer.activation == dlff::Activation::linear;
    return {{"activation_function", linear ? "none" : "tanh"},
            {"resnet", layer.residual},
            {"@variables", variables}};
  }

  json nets(const std::vector<dlff::Net>& list) {
    json networks = json::array();
    for (const dlff::Net& net : list) {
      json layers = json::array();
      for (const dlff::Layer& each : net.layers) layers.push_back(layer(each));
      networks.push_back({{"layers", layers}});
    }
    return {{"networks", networks}};
  }

  // [types][slots][4] of the numbers per pair of types.
  std::string per_slot(const dlff::Model& model, const std::vector<double>& values) {
    std::vector<double> slots;
    const std::size_t types = model.types.size();
    for (std::size_t pair = 0; pair < types * types; ++pair)
      for (int k = 0; k < model.slots[pair % types]; ++k)
        for (std::size_t c = 0; c < 4; ++c) slots.push_back(values[4 * pair + c]);
    return variable({types, static_cast<std::size_t>(model.norm), 4}, slots);
  }

  json describe(const dlff::Model& model) {
    std::vector<dlff::Net> embeddings = model.embeddings;
    if (!model.one_sided) std::swap(embeddings[1], embeddings[2]);  // first index fastest
    json descriptor = {
        {"type", "se_e2_a"},
        {"rcut", model.cutoff},
        {"rcut_smth", model.switch_start},
        {"sel", model.slots},
        {"axis_neuron", model.axis},
        {"type_one_side", model.one_sided},
        {"env_protection", model.protection},
        {"exclude_types", json::array()},
        {"embeddings", nets(embeddings)},
        {"@variables",
         {{"davg", per_slot(model, model.mean)}, {"dstd", per_slot(model, model.spread)}}}};
    json fitting = {{"type", "ener"},
                    {"numb_fparam", 0},
                    {"numb_aparam", 0},
                    {"mixed_types", model.fittings.size() == 1},
                    {"nets", nets(model.fittings)},
                    {"@variables", {{"bias_atom_e", variable({2, 1}, {-1, 0.5})}}}};
    return {{"model",
             {{"type", "standard"},
              {"type_map", model.types},
              {"descriptor", descriptor},
              {"fitting", fitting},
              {"@variables", {{"out_bias", variable({1, 2, 1}, {-0.25, 0.25})}}}}}};
  }

  std::function<void(json&)> change_;
  io::Hdf5File* hdf5_ = nullptr;
  int count_ = 0;
};

std::string refusal(const Bytes& image) {
  try {
    dlff::read_model(image, "some/model.dp");
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

std::string refusal(const std::function<void(json&)>& change, const Variant& variant = {}) {
  return refusal(DpWriter(change).write(random_model(variant, 1)));
}

TEST(DpFile, GivesBackWhatWasWritten) {
  const Configuration molecule = random_configuration(7, 4, false, 2);
  for (const Variant& variant :
       {Variant{}, Variant{.one_sided = false, .mean_zero = false, .time_step = true},
        Variant{.residual = false, .shared_fitting = true, .protection = 0.25}}) {
    dlff::Model model = random_model(variant, 4);
    const dlff::ModelPtr read = dlff::read_model(DpWriter().write(model), "x/model.dp");
    EXPECT_EQ(dlff::model_name(*read), "model.dp");
    EXPECT_EQ(dlff::type_map(*read), (std::vector<std::string>{"Zn", "H"}));
    EXPECT_EQ(dlff::model_hash(*read).size(), 16u);
    const dlff::Evaluation got = evaluate(read, molecule);
    const dlff::Evaluation direct = evaluate(std::make_shared<dlff::Model>(model), molecule);
    EXPECT_DOUBLE_EQ(got.energy, direct.energy);
    EXPECT_EQ(got.forces, direct.forces);
  }
}

TEST(DpFile, TheShippedModelIsKnownByItsHash) {
  const dlff::ModelPtr model = dlff::default_model();
  EXPECT_EQ(dlff::type_map(*model), (std::vector<std::string>{"C", "H", "N", "Zn"}));
  EXPECT_EQ(dlff::model_name(*model), "zif-chnzn.dp");
  EXPECT_EQ(dlff::default_model(), model);
}

TEST(DpFile, OtherModelsAreRefusedByName) {
  const auto says = [](const std::function<void(json&)>& change, const std::string& words) {
    const std::string text = refusal(change);
    EXPECT_EQ(text.rfind("some/model.dp: ", 0), 0u) << text;
    EXPECT_NE(text.find(words), std::string::npos) << text;
  };
  says([](json& d) { d["model"]["type"] = "zbl"; }, "zbl");
  says([](json& d) { d["model"]["descriptor"]["type"] = "dpa1"; },
       "a DPA-1 attention model (dpa1)");
  says([](json& d) { d["model"]["descriptor"]["type"] = "new"; }, "the descriptor \"new\"");
  says([](json& d) { d["model"]["fitting"]["type"] = "dipole"; }, "a model of dipoles");
  says([](json& d) { d["model"]["fitting"]["numb_fparam"] = 1; }, "no entry \"fparam_avg\"");
  says([](json& d) { d["model"]["descriptor"]["spin"] = {{"use_spin", true}}; }, "spin");
  says([](json& d) { d["model"]["descriptor"]["compress"] = json::object(); }, "\"@variables\"");
  says([](json& d) { d["model"]["atom_exclude_types"] = {0}; }, "atoms without energy");
  says([](json& d) { d["model"] = {{"model_dict", json::object()}}; }, "multi-task");
}

TEST(DpFile, WrongDescriptionsAreRefusedWithTheirPlace) {
  const auto says = [](const std::function<void(json&)>& change, const std::string& words) {
    const std::string text = refusal(change);
    EXPECT_NE(text.find(words), std::string::npos) << text;
  };
  const auto descriptor = [](const char* key, const json& value) {
    return [=](json& d) { d["model"]["descriptor"][key] = value; };
  };
  says([](json& d) { d.erase("model"); }, "the description has no entry \"model\"");
  says([](json& d) { d["model"]["descriptor"].erase("rcut"); }, "no entry \"rcut\"");
  says(descriptor("rcut", "six"), "the description.model.descriptor.rcut is not a number");
  says(descriptor("rcut", -6), "rcut must be");
  says(descriptor("rcut_smth", 9), "rcut_smth must be");
  says(descriptor("sel", {9}), "has 1 entries for 2 types");
  says(descriptor("sel", {9, 1e9}), "sel[1] must be a whole number");
  says(descriptor("sel", {9, 6}), "has the shape [2, 14, 4] where [2, 15, 4] is needed");
  says(descriptor("axis_neuron", 17), "axis_neuron must be from 1 to 16");
  says(descriptor("type_one_side", false), "holds 2 networks where 4 are needed");
  says(descriptor("@variables", {{"davg", "/nowhere"}}), "some/model.dp");
  says([](json& d) { d["model"]["type_map"] = {"Zn", "H", "C"}; }, "for 3 types");
  says(
      [](json& d) {
        auto& layers = d["model"]["fitting"]["nets"]["networks"][1]["layers"];
        layers.erase(1);
      },
      "");
  says(
      [](json& d) {
        auto& layers = d["model"]["descriptor"]["embeddings"]["networks"][0]["layers"];
        layers[0]["activation_function"] = "sine";
      },
      "layers[0].activation_function is the unknown function \"sine\"");
}

TEST(DpFile, WeightsThatAreNoNumbersAreRefused) {
  for (double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e300}) {
    dlff::Model model = random_model({}, 1);
    model.fittings[1].layers[2].weights[5] = bad;
    EXPECT_NE(refusal(DpWriter().write(model)).find("layer 2 of fitting net 1 holds the number"),
              std::string::npos);
  }
  dlff::Model model = random_model({}, 1);
  for (double& value : model.spread) value = 0;
  EXPECT_NE(refusal(DpWriter().write(model)).find("dstd must be positive"), std::string::npos);
}

TEST(DpFile, OtherFilesAreToldWhatTheyAre) {
  const auto says = [](const std::string& text, const std::string& words) {
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    const std::string answer = refusal(Bytes(begin, begin + text.size()));
    EXPECT_NE(answer.find(words), std::string::npos) << answer;
  };
  says("", "is empty");
  says("PK\x03\x04....", "is a ZIP archive without its end");
  says("\n\x13x/descrpt_attr/rcut", "TensorFlow graph");
  says("backend: NumPy\nmodel:\n  '@class': Model\n", "has no entry \"descriptor\"");
  says("ITEM: TIMESTEP\n", "is no model of DeePMD-kit");
  EXPECT_THROW(dlff::read_model(std::filesystem::path("/nowhere/x.dp")), FileError);
  EXPECT_THROW(dlff::read_model(std::filesystem::path(testing::TempDir())), FileError);
}

// Reads damaged bytes: anything but a FileError or a model is a defect.
void try_to_read(const Bytes& image) {
  try {
    const dlff::ModelPtr model = dlff::read_model(image, "damaged.dp");
    evaluate(model, random_configuration(3, 4, false, 1));
  } catch (const FileError&) {
  } catch (const InputError&) {  // a type map that names other elements
  }
}

TEST(DpFile, ATruncatedFileIsRefused) {
  const Bytes image = DpWriter().write(random_model({}, 1));
  for (std::size_t size = 0; size < image.size(); size += 1 + image.size() / 150)
    EXPECT_NE(refusal(Bytes(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size))),
              "no error");
}

TEST(DpFile, AMutatedFileIsReadOrRefused) {
  const Bytes image = DpWriter().write(random_model({.one_sided = false}, 1));
  std::mt19937 random(17);
  for (int round = 0; round < 1500; ++round) {
    Bytes damaged = image;
    for (unsigned k = 0; k <= random() % 8; ++k)
      damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    try_to_read(damaged);
  }
}

}  // namespace
}  // namespace vitrine::test
