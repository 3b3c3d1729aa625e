#include "app/runs.h"

#include <fmt/core.h>
#include <sys/utsname.h>

#include <algorithm>
#include <thread>

#include "app/open_file.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"

namespace vitrine::app {
namespace {

/// The resource that `name` means ("zif-4" is "structures/zif-4.xyz"), if there is one.
std::optional<std::string> find_resource(const std::string& name, const std::string& folder,
                                         const std::string& extension) {
  for (const std::string& resource : resource_names(folder)) {
    const std::string file = resource.substr(folder.size() + 1);
    if (name == resource || name == file || name + extension == file) return resource;
  }
  return std::nullopt;
}

/// "zif-4" is a name of ours; "zif-4.xyz" and "./zif-4" may be somebody's file.
bool is_file_name(const std::string& name) {
  return name.find_first_of("./") != name.npos;
}

/// The resource to take for `name`: bare names are ours, and a file comes before a resource.
std::optional<std::string> shipped_instead(const std::string& name, const std::string& folder,
                                           const std::string& extension) {
  if (is_file_name(name) && std::filesystem::exists(name)) return std::nullopt;
  return find_resource(name, folder, extension);
}

/// For a name that is neither shipped nor a file: what is shipped, in a sentence.
[[noreturn]] void throw_unknown(const std::string& kind, const std::string& name,
                                const std::string& folder) {
  std::string known;
  for (const std::string& resource : resource_names(folder)) {
    if (!known.empty()) known += ", ";
    known += std::filesystem::path(resource).stem().string();
  }
  throw InputError(
      fmt::format("{} '{}' is neither a file nor shipped with Vitrine ({})", kind, name, known));
}

const std::map<std::string, dlff::EngineKind> engines{{"fast", dlff::EngineKind::fast},
                                                      {"reference", dlff::EngineKind::reference},
                                                      {"torch", dlff::EngineKind::torch}};

/// InputError unless the model is the one that the record names.
void check_is_recorded(const dlff::Model& model, const std::string& name, const std::string& hash,
                       const std::string& remedy, const std::filesystem::path& record) {
  if (dlff::model_hash(model) == hash) return;
  throw InputError(fmt::format(
      "{} was run with the force field {} of hash {}, not with {} of hash {}; {}", record.string(),
      name, hash, dlff::model_name(model), dlff::model_hash(model), remedy));
}

std::string machine_name() {
  utsname names{};
  if (uname(&names) != 0) return "unknown";
  return fmt::format("{} {} {}", names.nodename, names.sysname, names.machine);
}

}  // namespace

void add_run_settings(CLI::App& command, RunSettings& settings) {
  command.add_option(
      "--model", settings.model,
      "Force field of DeePMD-kit (se_e2_a): .pb, .dp, .yaml, .pth or .pt2 file, or a shipped "
      "one; default: zif-chnzn");
  command
      .add_option("--threads", settings.threads, "Threads of the force field (default: all cores)")
      ->check(CLI::Range(1, 1024));
  command
      .add_option("--engine", settings.engine,
                  "Who evaluates the force field: fast (float networks, tables), reference (double "
                  "precision throughout) or torch (libtorch, on a GPU where there is one)")
      ->transform(CLI::CheckedTransformer(engines))
      ->option_text("fast|reference|torch")
      ->default_str("fast");
  const auto add_numbers = [&](const char* name, std::vector<double>& numbers, const char* help) {
    command.add_option(name, numbers, help)->delimiter(',')->allow_extra_args(false);
  };
  add_numbers("--fparam", settings.frame_parameters,
              "Frame parameters of a model that takes them, with commas between");
  add_numbers("--aparam", settings.atom_parameters,
              "Atom parameters of a model that takes them: one set for all atoms, or one per atom");
}

CLI::Option* add_committee_option(CLI::App& command, std::vector<std::string>& names) {
  return command.add_option(
      "--committee", names,
      "Further force fields (files or shipped: zif-chnzn-b) that are asked every n-th step; where "
      "they differ from the first the run pauses");
}

std::string engine_name(dlff::EngineKind kind) {
  for (const auto& [name, engine] : engines)
    if (engine == kind) return name;
  return "unknown";
}

int thread_count(const RunSettings& settings) {
  if (settings.threads > 0) return settings.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::optional<dlff::EngineKind> engine_of(const std::string& name) {
  const auto found = engines.find(name);
  return found == engines.end() ? std::nullopt : std::optional(found->second);
}

dlff::ModelPtr load_model(const RunSettings& settings) {
  const std::string& name = settings.model;
  if (name.empty()) return dlff::default_model();
  if (const auto shipped = shipped_instead(name, "forcefield", ".dp"))
    return dlff::read_model(resource(*shipped), *shipped);
  if (!std::filesystem::exists(name)) throw_unknown("force field", name, "forcefield");
  return dlff::read_model(name);
}

dlff::ModelPtr recorded_model(const io::RunOrigin& origin, const RunSettings& settings,
                              const std::string& remedy, const std::filesystem::path& record) {
  dlff::ModelPtr model = load_model(settings);
  check_is_recorded(*model, origin.force_field, origin.force_field_hash, remedy, record);
  return model;
}

std::string lasting_name(const std::string& model) {
  if (model.empty() || shipped_instead(model, "forcefield", ".dp")) return model;
  return std::filesystem::absolute(model).string();
}

std::vector<dlff::ModelPtr> load_committee(const std::vector<std::string>& names) {
  std::vector<dlff::ModelPtr> models;
  for (const std::string& name : names) {
    RunSettings member;
    member.model = name;
    models.push_back(load_model(member));
  }
  return models;
}

std::vector<dlff::ModelPtr> recorded_committee(const io::RunOrigin& origin,
                                               const std::string& remedy,
                                               const std::filesystem::path& record) {
  std::vector<dlff::ModelPtr> models = load_committee(origin.committee);
  const std::size_t known = std::min(models.size(), origin.committee_hashes.size());
  for (std::size_t i = 0; i < known; ++i)
    check_is_recorded(*models[i], origin.committee[i], origin.committee_hashes[i], remedy, record);
  return models;
}

std::vector<std::unique_ptr<dlff::ForceField>> committee_force_fields(
    const RunSettings& settings, const std::vector<dlff::ModelPtr>& committee,
    const Topology& topology) {
  std::vector<std::unique_ptr<dlff::ForceField>> members;
  for (const dlff::ModelPtr& model : committee)
    members.push_back(load_force_field(settings, model, topology));
  return members;
}

std::unique_ptr<dlff::ForceField> load_force_field(const RunSettings& settings,
                                                   dlff::ModelPtr model, const Topology& topology) {
  auto field = dlff::make_force_field(std::move(model), topology,
                                      {settings.engine, thread_count(settings),
                                       settings.frame_parameters, settings.atom_parameters});
  // Whether libtorch found an accelerator shows nowhere else.
  if (settings.engine == dlff::EngineKind::torch)
    fmt::print(stderr, "force field: {}\n", field->name());
  return field;
}

std::unique_ptr<Trajectory> open_structure(const std::string& name) {
  if (const auto shipped = shipped_instead(name, "structures", ".xyz"))
    return io::read_extended_xyz(resource_text(*shipped), name);
  if (!std::filesystem::exists(name)) throw_unknown("structure", name, "structures");
  return open_file(name);
}

FramePtr load_structure(const std::string& name) {
  const auto trajectory = open_structure(name);
  return trajectory->read(trajectory->size() - 1);
}

dynamics::Protocol load_protocol(const std::string& name,
                                 const std::vector<std::string>& overrides) {
  if (const auto shipped = shipped_instead(name, "protocols", ".toml"))
    return dynamics::parse_protocol(resource_text(*shipped), *shipped, overrides);
  if (!std::filesystem::exists(name)) throw_unknown("protocol", name, "protocols");
  return dynamics::read_protocol(name, overrides);
}

FramePtr starting_frame(const dynamics::Protocol& protocol) {
  if (protocol.structure.empty())
    throw InputError(fmt::format(
        "protocol '{}' names no structure to start from (structure = \"zif-4\")", protocol.title));
  const FramePtr frame = load_structure(protocol.structure);
  const auto& n = protocol.replicate;
  if (n[0] == 1 && n[1] == 1 && n[2] == 1) return frame;
  return std::make_shared<const Frame>(replicate(*frame, n[0], n[1], n[2]));
}

io::RunOrigin run_origin(const dynamics::Protocol& protocol, const dlff::Model& model,
                         const RunSettings& settings) {
  io::RunOrigin origin;
  origin.program = "vitrine " VITRINE_VERSION;
  origin.protocol = protocol.text;
  origin.force_field = dlff::model_name(model);
  origin.force_field_file = lasting_name(settings.model);
  origin.force_field_hash = dlff::model_hash(model);
  origin.frame_parameters = settings.frame_parameters;
  origin.atom_parameters = settings.atom_parameters;
  origin.seed = protocol.seed;
  origin.machine = machine_name();
  origin.engine = engine_name(settings.engine);
  origin.threads = thread_count(settings);
  return origin;
}

void add_committee(io::RunOrigin& origin, const std::vector<std::string>& names,
                   const std::vector<dlff::ModelPtr>& models) {
  for (const std::string& name : names) origin.committee.push_back(lasting_name(name));
  for (const dlff::ModelPtr& model : models)
    origin.committee_hashes.push_back(dlff::model_hash(*model));
}

}  // namespace vitrine::app
