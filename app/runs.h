#pragma once
// From names to what a run is made of: used by the command line and by the window.
#include <CLI/App.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/dlff/force_field.h"
#include "sim/dlff/model.h"
#include "sim/dynamics/protocol.h"
#include "sim/io/run_origin.h"
#include "sim/model/trajectory.h"

namespace vitrine::app {

/// Choices that every command with a force field has.
struct RunSettings {
  std::string model;  ///< file, or name of a shipped one; empty: the shipped zif-chnzn
  int threads = 0;    ///< 0: all cores
  dlff::EngineKind engine = dlff::EngineKind::fast;
  std::vector<double> frame_parameters, atom_parameters;  ///< fparam, aparam
};
void add_run_settings(CLI::App& command, RunSettings& settings);
CLI::Option* add_committee_option(CLI::App& command, std::vector<std::string>& names);
int thread_count(const RunSettings& settings);
/// As --engine takes it: "fast".
std::string engine_name(dlff::EngineKind kind);
std::optional<dlff::EngineKind> engine_of(const std::string& name);
std::unique_ptr<dlff::ForceField> load_force_field(const RunSettings& settings,
                                                   dlff::ModelPtr model, const Topology& topology);
dlff::ModelPtr load_model(const RunSettings& settings);
/// The force field of a record, where `settings` says that it is. InputError when it is another
/// one; `remedy` says what to do then.
dlff::ModelPtr recorded_model(const io::RunOrigin& origin, const RunSettings& settings,
                              const std::string& remedy, const std::filesystem::path& record);
/// What a record can say of a model so that it is found again: a shipped name as it is, a file by
/// its absolute path.
std::string lasting_name(const std::string& model);
/// Further force fields for the guard, by file or shipped name.
std::vector<dlff::ModelPtr> load_committee(const std::vector<std::string>& names);
/// Those of a record; errors as recorded_model().
std::vector<dlff::ModelPtr> recorded_committee(const io::RunOrigin& origin,
                                               const std::string& remedy,
                                               const std::filesystem::path& record);
/// With the settings of the first.
std::vector<std::unique_ptr<dlff::ForceField>> committee_force_fields(
    const RunSettings& settings, const std::vector<dlff::ModelPtr>& committee,
    const Topology& topology);

/// A shipped structure ("zif-4"), or else a file.
std::unique_ptr<Trajectory> open_structure(const std::string& name);
/// Its last frame.
FramePtr load_structure(const std::string& name);
/// A shipped protocol ("demo", "demo.toml", "protocols/demo.toml"), or else a file.
dynamics::Protocol load_protocol(const std::string& name,
                                 const std::vector<std::string>& overrides);

/// The atoms a protocol starts from: its structure, replicated as it says.
FramePtr starting_frame(const dynamics::Protocol& protocol);

/// What a run record says about this run; of its committee add_committee().
io::RunOrigin run_origin(const dynamics::Protocol& protocol, const dlff::Model& model,
                         const RunSettings& settings);
void add_committee(io::RunOrigin& origin, const std::vector<std::string>& names,
                   const std::vector<dlff::ModelPtr>& models);

}  // namespace vitrine::app
