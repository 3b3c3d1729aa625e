#include <fmt/core.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/runs.h"
#include "sim/dlff/files/activation_name.h"
#include "sim/dlff/files/model_writer.h"
#include "sim/dlff/model_data.h"
#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

struct InfoArguments {
  RunSettings settings;
  bool json = false;
};

struct ConvertArguments {
  std::string from;
  std::filesystem::path to;
};

std::vector<std::size_t> widths(const dlff::Net& net) {
  std::vector<std::size_t> found;
  for (const dlff::Layer& layer : net.layers) found.push_back(layer.outputs);
  return found;
}

std::string function_of(const dlff::Net& net) {
  return dlff::activation_name(net.layers.front().activation, net.layers.front().threshold);
}

std::size_t count_weights(const dlff::Model& model) {
  std::size_t count = 0;
  for (const auto* nets : {&model.embeddings, &model.fittings})
    for (const dlff::Net& net : *nets)
      for (const dlff::Layer& layer : net.layers)
        count += layer.weights.size() + layer.bias.size() + layer.time_step.size();
  for (const dlff::EmbeddingTable& table : model.embedding_tables)
    count += table.coefficients.size();
  return count;
}

nlohmann::json to_json(const dlff::Model& model) {
  nlohmann::json embedding = {{"nets", model.embedding_count()}};
  if (model.compressed()) {
    embedding["width"] = model.width();
    embedding["pieces"] = model.embedding_tables.front().pieces();
  } else {
    embedding["widths"] = widths(model.embeddings.front());
    embedding["activation"] = function_of(model.embeddings.front());
  }
  return {{"name", model.name},
          {"format", model.format},
          {"program", model.program},
          {"type", "se_e2_a"},
          {"compressed", model.compressed()},
          {"one_sided", model.one_sided},
          {"type_map", model.types},
          {"cutoff_angstrom", model.cutoff},
          {"switch_start_angstrom", model.switch_start},
          {"sel", model.slots},
          {"axis_neuron", model.axis},
          {"embedding", embedding},
          {"fitting",
           {{"nets", model.fittings.size()},
            {"widths", widths(model.fittings.front())},
            {"activation", function_of(model.fittings.front())}}},
          {"fparam", model.frame_parameters.count()},
          {"aparam", model.atom_parameters.count()},
          {"precision",
           {{"descriptor", model.descriptor_precision}, {"fitting", model.fitting_precision}}},
          {"weights", count_weights(model)},
          {"hash", model.hash}};
}

void print(const dlff::Model& model) {
  const auto line = [](const char* what, const std::string& text) {
    fmt::print("  {:<12}{}\n", what, text);
  };
  fmt::print("{}\n", model.name);
  line("format", model.format + (model.program.empty() ? "" : ", written by " + model.program));
  line("type", fmt::format("se_e2_a, {}-sided{}", model.one_sided ? "one" : "two",
                           model.compressed() ? ", compressed" : ""));
  line("elements", fmt::format("{}", fmt::join(model.types, " ")));
  line("cutoff",
       fmt::format("{:.6g} A, switched off from {:.6g} A on", model.cutoff, model.switch_start));
  line("neighbours", fmt::format("{} of each element (sel)", fmt::join(model.slots, " ")));
  line("embedding",
       model.compressed()
           ? fmt::format("{} tables of {} polynomials", model.embedding_count(), model.width())
           : fmt::format("{} nets of {}, {}", model.embedding_count(),
                         fmt::join(widths(model.embeddings.front()), "-"),
                         function_of(model.embeddings.front())));
  line("descriptor", fmt::format("{} x {}", model.width(), model.axis));
  line("fitting", fmt::format("{} nets of {}, {}", model.fittings.size(),
                              fmt::join(widths(model.fittings.front()), "-"),
                              function_of(model.fittings.front())));
  if (model.extra_inputs() > 0)
    line("parameters", fmt::format("{} of the frame, {} of each atom",
                                   model.frame_parameters.count(), model.atom_parameters.count()));
  line("precision", fmt::format("{} descriptor, {} fitting", model.descriptor_precision,
                                model.fitting_precision));
  line("weights", fmt::format("{}", count_weights(model)));
  line("hash", model.hash);
}

void show_info(const InfoArguments& arguments) {
  const dlff::ModelPtr model = load_model(arguments.settings);
  if (arguments.json)
    fmt::print("{}\n", to_json(*model).dump(2));
  else
    print(*model);
}

void convert(const ConvertArguments& arguments) {
  check_can_write(arguments.to);
  std::error_code ignored;
  if (std::filesystem::equivalent(arguments.from, arguments.to, ignored))
    throw FileError(arguments.to, "is the file to be converted itself: give another name");
  dlff::write_model(*dlff::read_model(arguments.from), arguments.to);
  fmt::print(stderr, "wrote {}\n", arguments.to.string());
}

}  // namespace

void add_model_command(CLI::App& program) {
  auto* command = program.add_subcommand("model", "Look into force fields and convert them");
  command->require_subcommand(1);
  auto* info = command->add_subcommand("info", "Say what a force field is");
  auto looked_at = std::make_shared<InfoArguments>();
  info->add_option("FILE", looked_at->settings.model,
                   "Model of DeePMD-kit, or the name of a shipped one (default: zif-chnzn)");
  info->add_flag("--json", looked_at->json, "As JSON");
  info->callback([looked_at] { show_info(*looked_at); });
  auto* conversion =
      command->add_subcommand("convert", "Write a force field as .dp or .yaml for DeePMD-kit");
  auto converted = std::make_shared<ConvertArguments>();
  conversion->add_option("FROM", converted->from, "Model: .pb, .dp, .yaml, .pth or .pt2")
      ->required()
      ->check(CLI::ExistingFile);
  conversion->add_option("TO", converted->to, "File to write: .dp or .yaml")->required();
  conversion->callback([converted] { convert(*converted); });
}

}  // namespace vitrine::app
