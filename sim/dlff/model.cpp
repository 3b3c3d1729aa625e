#include "sim/dlff/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#include "sim/dlff/files/dp_file.h"
#include "sim/dlff/files/pb_file.h"
#include "sim/dlff/files/torch_archive.h"
#include "sim/dlff/files/yaml_file.h"
#include "sim/dlff/model_data.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"

namespace vitrine::dlff {
namespace {

// A model beyond this is no file of ours to try: the largest in use have some 50 MB.
constexpr std::uintmax_t largest_file = std::uintmax_t{1} << 30;

std::string fnv1a(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (std::byte byte : bytes) {
    hash ^= std::to_integer<std::uint64_t>(byte);
    hash *= 0x100000001b3u;
  }
  return fmt::format("{:016x}", hash);
}

std::vector<std::byte> file_bytes(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) throw FileError(file, "is a folder, not a model");
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) throw FileError(file, "cannot be opened: " + error.message());
  if (size > largest_file)
    throw FileError(file, fmt::format("{} bytes are too many for a model", size));
  std::vector<std::byte> bytes(size);
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!stream) throw FileError(file, "cannot be read");
  return bytes;
}

std::string_view text_in(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

using Reader = Model (*)(std::span<const std::byte>, const std::string&);

// The names of nodes near the beginning of a frozen graph would do, but their order is free.
bool looks_like_graph(std::string_view image) {
  const auto contains = [&](std::string_view word) { return image.find(word) != image.npos; };
  return contains("descrpt_attr") || contains("model_attr") || contains("t_rcut");
}

// By what is in a file, never by its name.
Reader reader_of(std::span<const std::byte> image, const std::string& name) {
  if (image.empty()) throw FileError(name, "is empty");
  const std::string_view text = text_in(image), head = text.substr(0, 65536);
  if (io::hdf5_start(head) != head.npos) return read_dp;
  if (head.starts_with("PK\x03\x04")) return read_torch_archive;
  if (head.find("@class") != head.npos) return read_yaml;
  if (looks_like_graph(text)) return read_pb;
  throw FileError(name,
                  "is no model of DeePMD-kit: Vitrine reads .dp, .yaml, .pb, .pth and .pt2 files");
}

ModelPtr read_image(std::span<const std::byte> image, const std::string& name,
                    const std::string& model_name) {
  auto model = std::make_shared<Model>(reader_of(image, name)(image, name));
  model->name = model_name;
  model->hash = fnv1a(image);
  check(*model, name);
  return model;
}

void check_finite(const std::vector<double>& values, const std::string& what,
                  const std::string& file) {
  // Beyond this the arithmetic of a layer overflows: such a weight is damage, not training.
  constexpr double absurd = 1e100;
  const auto wrong = [](double value) { return !(std::abs(value) < absurd); };
  const auto found = std::find_if(values.begin(), values.end(), wrong);
  if (found != values.end())
    throw FileError(file, fmt::format("{} holds the number {}", what, *found));
}

void check_net(const Net& net, std::size_t inputs, const std::string& what,
               const std::string& file) {
  if (net.layers.empty()) throw FileError(file, what + " has no layers");
  std::size_t width = inputs;
  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    const Layer& layer = net.layers[l];
    const std::string where = fmt::format("layer {} of {}", l, what);
    if (layer.inputs != width)
      throw FileError(file, fmt::format("{} takes {} inputs, got {}", where, layer.inputs, width));
    if (layer.outputs == 0) throw FileError(file, where + " has no outputs");
    check_finite(layer.weights, where, file);
    check_finite(layer.bias, where, file);
    check_finite(layer.time_step, where, file);
    width = layer.outputs;
  }
}

void check_table(const EmbeddingTable& table, std::size_t width, const std::string& what,
                 const std::string& file) {
  if (table.width != width)
    throw FileError(file, fmt::format("{} is {} wide, table 0 is {}", what, table.width, width));
  check_finite({table.lower, table.upper, table.end}, what, file);
  check_finite(table.coefficients, what, file);
  if (!(table.lower <= table.upper && table.upper <= table.end && table.fine_stride > 0 &&
        table.coarse_stride > 0))
    throw FileError(file, fmt::format("{} must ascend, got {}, {}, {} in strides of {} and {}",
                                      what, table.lower, table.upper, table.end, table.fine_stride,
                                      table.coarse_stride));
  const double pieces = (table.upper - table.lower) / table.fine_stride +
                        (table.end - table.upper) / table.coarse_stride;
  // How a quotient that should be whole is rounded is the writer's affair.
  if (table.pieces() == 0 || std::abs(pieces - static_cast<double>(table.pieces())) > 2)
    throw FileError(
        file, fmt::format("{} must have {:.0f} pieces, got {}", what, pieces, table.pieces()));
}

void check_embeddings(const Model& model, const std::string& file) {
  if (!model.embeddings.empty() && !model.embedding_tables.empty())
    throw FileError(file, "has embedding nets and tables of them at once");
  for (std::size_t k = 0; k < model.embeddings.size(); ++k) {
    const std::string what = fmt::format("embedding net {}", k);
    check_net(model.embeddings[k], 1, what, file);
    if (model.embeddings[k].outputs() != model.width())
      throw FileError(file, fmt::format("{} is {} wide, net 0 is {}", what,
                                        model.embeddings[k].outputs(), model.width()));
  }
  for (std::size_t k = 0; k < model.embedding_tables.size(); ++k)
    check_table(model.embedding_tables[k], model.width(), fmt::format("embedding table {}", k),
                file);
}

void check_fittings(const Model& model, const std::string& file) {
  if (model.axis == 0 || model.axis > model.width())
    throw FileError(
        file, fmt::format("axis_neuron must be from 1 to {}, got {}", model.width(), model.axis));
  for (std::size_t k = 0; k < model.fittings.size(); ++k) {
    const std::string what = fmt::format("fitting net {}", k);
    check_net(model.fittings[k], model.descriptor_size() + model.extra_inputs(), what, file);
    if (model.fittings[k].outputs() != 1)
      throw FileError(file, fmt::format("{} has {} outputs, an energy is one", what,
                                        model.fittings[k].outputs()));
  }
}

void check_extra_inputs(const ExtraInputs& extra, const std::string& what,
                        const std::string& file) {
  check_finite(extra.average, "the average of " + what, file);
  check_finite(extra.inverse_spread, "the spread of " + what, file);
  check_finite(extra.preset, "the preset of " + what, file);
  const std::size_t count = extra.count();
  if (extra.inverse_spread.size() != count || extra.preset.size() % std::max<std::size_t>(count, 1))
    throw FileError(file, fmt::format("{} has {} averages, {} spreads and {} presets", what, count,
                                      extra.inverse_spread.size(), extra.preset.size()));
}

void check_descriptor(const Model& model, const std::string& file) {
  if (!(model.cutoff > 0 && model.cutoff <= 100))
    throw FileError(file, fmt::format("rcut must be from 0 to 100 A, got {}", model.cutoff));
  if (!(model.switch_start >= 0 && model.switch_start < model.cutoff))
    throw FileError(file, fmt::format("rcut_smth must be from 0 to rcut {}, got {}", model.cutoff,
                                      model.switch_start));
  if (!(model.switch_width > 0))
    throw FileError(file, fmt::format("the switch must have a width, got {}", model.switch_width));
  if (!(model.protection >= 0 && model.protection <= 100))
    throw FileError(file,
                    fmt::format("env_protection must not be negative, got {}", model.protection));
  if (!(model.norm > 0)) throw FileError(file, "sel leaves no place for neighbours");
  check_finite(model.mean, "davg", file);
  check_finite(model.spread, "dstd", file);
  check_finite(model.bias, "the energy bias", file);
  for (double value : model.spread)
    if (!(value > 0)) throw FileError(file, fmt::format("dstd must be positive, got {}", value));
}

}  // namespace

void check(const Model& model, const std::string& file) {
  check_embeddings(model, file);
  check_extra_inputs(model.frame_parameters, "fparam", file);
  check_extra_inputs(model.atom_parameters, "aparam", file);
  check_fittings(model, file);
  check_descriptor(model, file);
}

ModelPtr read_model(const std::filesystem::path& file) {
  return read_image(file_bytes(file), file.string(), file.filename().string());
}

ModelPtr read_model(std::span<const std::byte> image, const std::string& name) {
  return read_image(image, name, std::filesystem::path(name).filename().string());
}

ModelPtr default_model() {
  static const ModelPtr model =
      read_model(resource("forcefield/zif-chnzn.dp"), "forcefield/zif-chnzn.dp");
  return model;
}

const std::vector<std::string>& type_map(const Model& model) {
  return model.types;
}
const std::string& model_name(const Model& model) {
  return model.name;
}
const std::string& model_hash(const Model& model) {
  return model.hash;
}

}  // namespace vitrine::dlff
