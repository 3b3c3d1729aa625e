#pragma once
// From a protocol's name to a running simulation: used by the command line and by the window.
#include <CLI/App.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/recorder.h"
#include "sim/dlff/model.h"
#include "sim/dynamics/simulation.h"
#include "sim/model/trajectory.h"
#include "widgets/window.h"

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
/// What a record can say of a model so that it is found again: a shipped name as it is, a file by
/// its absolute path.
std::string lasting_name(const std::string& model);
/// Further force fields for the guard, with the settings of the first.
std::vector<std::unique_ptr<dlff::ForceField>> load_committee(const RunSettings& settings,
                                                              const std::vector<std::string>& names,
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

/// What a run record says about this run.
io::RunOrigin run_origin(const dynamics::Protocol& protocol, const dlff::Model& model,
                         const RunSettings& settings, const std::vector<std::string>& committee);

/// A simulation in another program, at HOST:PORT, of the atoms of a structure (shipped or a file).
widgets::Run attach_window_run(const std::string& address, const std::string& structure);
widgets::Run start_window_run(const widgets::RunRequest& request, const RunSettings& settings);

}  // namespace vitrine::app
