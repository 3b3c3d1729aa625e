#include "app/recorded_run.h"

#include <fmt/core.h>

#include "app/branch.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "sim/dynamics/hydrogen_mass.h"
#include "sim/dynamics/moment.h"
#include "sim/dynamics/schedule.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

void announce(const dynamics::Simulation::Setup& setup, const std::string& force_field,
              const RunSettings& settings) {
  const dynamics::Protocol& protocol = setup.protocol;
  fmt::print(stderr,
             "{}: {} atoms ({}), {:g} ps in steps of {:g} fs, force field {}, threads: {}\n",
             protocol.title, setup.start->size(), formula(*setup.start->topology),
             protocol.duration(), protocol.time_step * 1000, force_field, thread_count(settings));
  if (!protocol.note.empty()) fmt::print(stderr, "{}\n", protocol.note);
}

std::string how_to_go_on(const std::filesystem::path& record) {
  return fmt::format("go on with: vitrine run --resume '{}'", record.string());
}

void follow(dynamics::Simulation::Setup setup, Recorder& recorder,
            const std::filesystem::path& record) {
  setup.publish_interval = 3600;  // nobody watches
  setup.record = [&recorder](FramePtr frame, const dynamics::Sample& sample) {
    recorder.record(std::move(frame), sample);
  };
  setup.keep_checkpoint = [&recorder](std::vector<double> numbers) {
    recorder.keep_checkpoint(std::move(numbers));
  };
  try {
    dynamics::Simulation simulation(std::move(setup));
    follow_to_end(simulation, recorder);
  } catch (const Interrupted& stop) {
    recorder.finish();
    throw Interrupted(fmt::format("{}; {}", stop.what(), how_to_go_on(record)));
  } catch (const PausedByGuard& guard) {
    recorder.finish();
    throw Error(fmt::format("{}; {}", guard.what(), how_to_go_on(record) + " --past-guard"));
  }
  recorder.finish();
  fmt::print(stderr, "wrote {}\n", record.string());
}

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

Recorder new_record(const std::filesystem::path& file, const io::RunOrigin& origin,
                    const Frame& like) {
  return Recorder([=] {
    auto writer = std::make_unique<io::H5mdWriter>(file, like.topology, origin);
    writer->begin(like, observables({}), dynamics::most_numbers(like.size()));
    return writer;
  });
}

RunSettings settings_of(const io::RunOrigin& origin, const ResumedRun& request) {
  const auto recorded = engine_of(origin.engine).value_or(dlff::EngineKind::fast);
  return {.model = request.model.empty() ? origin.force_field_file : request.model,
          .threads = request.threads > 0 ? request.threads : origin.threads,
          .engine = request.engine.value_or(recorded),
          .frame_parameters = origin.frame_parameters,
          .atom_parameters = origin.atom_parameters};
}

dlff::ModelPtr recorded_model(const io::RunOrigin& origin, const RunSettings& settings,
                              const std::filesystem::path& record) {
  dlff::ModelPtr model = load_model(settings);
  if (dlff::model_hash(*model) != origin.force_field_hash)
    throw InputError(fmt::format(
        "{} was run with the force field {} of hash {}, not with {} of hash {}; to go on with "
        "another one branch from it (--from)",
        record.string(), origin.force_field, origin.force_field_hash, dlff::model_name(*model),
        dlff::model_hash(*model)));
  return model;
}

dynamics::Moment newest_moment(const std::filesystem::path& record,
                               const io::Checkpoint& checkpoint) {
  try {
    return dynamics::read_moment(checkpoint.numbers, io::read_topology(record));
  } catch (const InputError& error) {
    throw FileError(record, error.what());
  }
}

}  // namespace

dynamics::Protocol run_and_record(const RecordedRun& request) {
  std::error_code none;
  if (!request.from.empty() &&
      std::filesystem::equivalent(request.record, record_of(request.from), none))
    throw FileError(request.record, "is the run to branch from; give the branch another name");
  if (!request.overwrite && std::filesystem::exists(request.record))
    throw FileError(request.record,
                    "is there already; --resume goes on with it, --force replaces it");
  std::vector<std::string> overrides = request.overrides;
  if (request.seed) overrides.push_back(fmt::format("seed={}", *request.seed));
  dynamics::Simulation::Setup setup;
  setup.protocol = load_protocol(request.protocol, overrides);
  std::optional<io::ParentRun> parent;
  if (!request.from.empty()) {
    BranchPoint point = branch_point(request.from);
    setup.start = std::move(point.start);
    parent = std::move(point.parent);
  } else {
    setup.start = request.structure.empty() ? starting_frame(setup.protocol)
                                            : load_structure(request.structure);
  }
  if (setup.protocol.hydrogen_mass)  // the record is to have the masses of the run
    setup.start = dynamics::with_hydrogen_mass(setup.start, *setup.protocol.hydrogen_mass);
  const dlff::ModelPtr model = load_model(request.settings);
  const Topology& topology = *setup.start->topology;
  setup.force_field = load_force_field(request.settings, model, topology);
  setup.committee = load_committee(request.settings, request.committee, topology);
  announce(setup, dlff::model_name(*model), request.settings);
  io::RunOrigin origin = run_origin(setup.protocol, *model, request.settings, request.committee);
  origin.parent = std::move(parent);
  Recorder recorder =
      new_record(request.record, origin, example_frame(*setup.start, setup.protocol));
  dynamics::Protocol protocol = setup.protocol;
  follow(std::move(setup), recorder, request.record);
  return protocol;
}

void resume_and_record(const ResumedRun& request) {
  const io::RunOrigin origin = io::read_origin(request.record);
  const io::Checkpoint checkpoint = io::read_checkpoint(request.record);
  dynamics::Moment moment = newest_moment(request.record, checkpoint);
  const RunSettings settings = settings_of(origin, request);
  dynamics::Simulation::Setup setup;
  setup.protocol = dynamics::parse_protocol(origin.protocol, request.record.string());
  if (request.past_guard) moment.guard.relax();
  setup.start = std::make_shared<const Frame>(dynamics::frame_of(moment));
  setup.checkpoint = dynamics::numbers_of(moment);
  const dlff::ModelPtr model = recorded_model(origin, settings, request.record);
  setup.force_field = load_force_field(settings, model, *setup.start->topology);
  setup.committee = load_committee(settings, origin.committee, *setup.start->topology);
  announce(setup, dlff::model_name(*model), settings);
  fmt::print(stderr, "goes on from step {}\n", moment.state.step);
  Recorder recorder([&] {
    return std::make_unique<io::H5mdWriter>(request.record, checkpoint, io::H5mdWriter::Flushing{});
  });
  follow(std::move(setup), recorder, request.record);
}

RecordedProgress progress_of(const std::filesystem::path& record) {
  const io::RunOrigin origin = io::read_origin(record);
  const dynamics::Protocol protocol = dynamics::parse_protocol(origin.protocol, record.string());
  const dynamics::Schedule schedule(protocol);
  const dynamics::Moment moment = newest_moment(record, io::read_checkpoint(record));
  RecordedProgress progress{.step = moment.state.step, .total_steps = schedule.total_steps()};
  const auto stage = static_cast<std::size_t>(moment.stage);
  progress.finished = stage >= protocol.stages.size();
  progress.stage = protocol.stages[std::min(stage, protocol.stages.size() - 1)].name;
  return progress;
}

}  // namespace vitrine::app
