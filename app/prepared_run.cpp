#include "app/prepared_run.h"

#include <fmt/core.h>

#include <algorithm>

#include "sim/dynamics/hydrogen_mass.h"
#include "sim/dynamics/moment.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

/// A frame like those that the run will record.
Frame example_frame(const Frame& start, const dynamics::Protocol& protocol) {
  Frame like = start;
  like.forces.reset();
  like.velocities.reset();
  if (protocol.record_velocities) like.velocities.emplace(start.size(), Vec3::Zero());
  like.potential_energy = 0;
  like.virial = Mat3::Zero();
  return like;
}

Recorder::Open new_record(const std::filesystem::path& file, const io::RunOrigin& origin,
                          const Frame& like) {
  return [=] {
    auto writer = std::make_unique<io::H5mdWriter>(file, like.topology, origin);
    writer->begin(like, observables({}), dynamics::most_numbers(like.size()));
    return writer;
  };
}

RunSettings settings_of(const io::RunOrigin& origin, const ResumedRun& request) {
  const auto recorded = engine_of(origin.engine).value_or(dlff::EngineKind::fast);
  return {.model = request.model.empty() ? origin.force_field_file : request.model,
          .threads = request.threads > 0 ? request.threads : origin.threads,
          .engine = request.engine.value_or(recorded),
          .frame_parameters = origin.frame_parameters,
          .atom_parameters = origin.atom_parameters};
}

dynamics::Protocol protocol_of(const NewRun& request) {
  std::vector<std::string> overrides = request.overrides;
  if (request.seed) overrides.push_back(fmt::format("seed={}", *request.seed));
  if (!request.structure.empty()) {  // the record is to say what was run
    std::error_code none;
    const bool is_file = std::filesystem::exists(request.structure, none);
    overrides.push_back("structure=" + (is_file
                                            ? std::filesystem::absolute(request.structure).string()
                                            : request.structure));
    if (std::none_of(request.overrides.begin(), request.overrides.end(),
                     [](const std::string& change) { return change.starts_with("replicate"); }))
      overrides.push_back("replicate=[1, 1, 1]");
  }
  if (request.protocol_text.empty()) return load_protocol(request.protocol, overrides);
  return dynamics::parse_protocol(request.protocol_text, "the schedule", overrides);
}

/// The atoms; where they are another run's, `parent` says which.
FramePtr start_of(const NewRun& request, const dynamics::Protocol& protocol,
                  std::optional<io::ParentRun>& parent) {
  if (request.atoms) return request.atoms;
  if (!request.start && request.from.empty()) return starting_frame(protocol);
  BranchPoint point = request.start ? *request.start : branch_point(request.from);
  parent = std::move(point.parent);
  return std::move(point.start);
}

}  // namespace

PreparedRun prepare(const NewRun& request, const std::filesystem::path& record) {
  PreparedRun run{.setup = {},
                  .origin = {},
                  .settings = request.settings,
                  .guard_reason = {},
                  .open_record = {}};
  auto& setup = run.setup;
  setup.protocol = protocol_of(request);
  std::optional<io::ParentRun> parent;
  setup.start = start_of(request, setup.protocol, parent);
  if (setup.protocol.hydrogen_mass)  // the record is to have the masses of the run
    setup.start = dynamics::with_hydrogen_mass(setup.start, *setup.protocol.hydrogen_mass);
  const dlff::ModelPtr model = load_model(run.settings);
  const Topology& topology = *setup.start->topology;
  setup.force_field = load_force_field(run.settings, model, topology);
  const std::vector<dlff::ModelPtr> committee = load_committee(request.committee);
  setup.committee = committee_force_fields(run.settings, committee, topology);
  run.origin = run_origin(setup.protocol, *model, run.settings);
  add_committee(run.origin, request.committee, committee);
  run.origin.id = io::new_run_id();
  run.origin.parent = std::move(parent);
  run.open_record = new_record(record, run.origin, example_frame(*setup.start, setup.protocol));
  return run;
}

PreparedRun prepare(const ResumedRun& request) {
  PreparedRun run;
  run.origin = io::read_origin(request.record);
  run.settings = settings_of(run.origin, request);
  const io::Checkpoint checkpoint = io::read_checkpoint(request.record);
  dynamics::Moment moment = newest_moment(request.record, checkpoint);
  run.guard_reason = moment.guard_reason;
  if (request.past_guard && run.guard_reason.empty())
    throw FileError(request.record, "was not stopped by its guard: there is none to get past");
  if (request.past_guard) moment.guard.relax();
  auto& setup = run.setup;
  setup.protocol = dynamics::parse_protocol(run.origin.protocol, request.record.string());
  setup.start = std::make_shared<const Frame>(dynamics::frame_of(moment));
  setup.checkpoint = dynamics::numbers_of(moment);
  const std::string remedy = "to go on with another one branch from it (--from)";
  const dlff::ModelPtr model = recorded_model(run.origin, run.settings, remedy, request.record);
  setup.force_field = load_force_field(run.settings, model, *setup.start->topology);
  setup.committee = committee_force_fields(
      run.settings, recorded_committee(run.origin, remedy, request.record), *setup.start->topology);
  run.open_record = [record = request.record, checkpoint] {
    return std::make_unique<io::H5mdWriter>(record, checkpoint, io::H5mdWriter::Flushing{});
  };
  return run;
}

void record_into(Recorder& recorder, dynamics::Simulation::Setup& setup) {
  setup.record = [&recorder](FramePtr frame, const dynamics::Sample& sample) {
    recorder.record(std::move(frame), sample);
  };
  setup.keep_checkpoint = [&recorder](std::vector<double> numbers) {
    recorder.keep_checkpoint(std::move(numbers));
  };
}

dynamics::Moment newest_moment(const std::filesystem::path& record,
                               const io::Checkpoint& checkpoint) {
  try {
    return dynamics::read_moment(checkpoint.numbers, io::read_topology(record));
  } catch (const InputError& error) {
    throw FileError(record, error.what());
  }
}

}  // namespace vitrine::app
