#include "app/recorded_run.h"

#include <fmt/core.h>

#include "app/progress.h"
#include "sim/dynamics/hydrogen_mass.h"
#include "sim/model/errors.h"

namespace vitrine::app {

dynamics::Protocol run_and_record(const RecordedRun& request) {
  if (!request.overwrite && std::filesystem::exists(request.record))
    throw FileError(request.record, "is there already; --force replaces it");
  std::vector<std::string> overrides = request.overrides;
  if (request.seed) overrides.push_back(fmt::format("seed={}", *request.seed));
  dynamics::Simulation::Setup setup;
  setup.protocol = load_protocol(request.protocol, overrides);
  setup.start = request.structure.empty() ? starting_frame(setup.protocol)
                                          : load_structure(request.structure);
  if (setup.protocol.hydrogen_mass)  // the record is to have the masses of the run
    setup.start = dynamics::with_hydrogen_mass(setup.start, *setup.protocol.hydrogen_mass);
  const dlff::ModelPtr model = load_model(request.settings);
  setup.force_field = load_force_field(request.settings, model, *setup.start->topology);
  setup.publish_interval = 3600;  // nobody watches

  const dynamics::Protocol protocol = setup.protocol;
  fmt::print(
      stderr, "{}: {} atoms ({}), {:g} ps in steps of {:g} fs, force field {}, threads: {}\n",
      protocol.title, setup.start->size(), formula(*setup.start->topology), protocol.duration(),
      protocol.time_step * 1000, dlff::model_name(*model), thread_count(request.settings));
  if (!protocol.note.empty()) fmt::print(stderr, "{}\n", protocol.note);

  Recorder recorder(request.record, setup.start->topology, run_origin(protocol, *model));
  setup.record = [&recorder](FramePtr frame, const dynamics::Sample& sample) {
    recorder.record(std::move(frame), sample);
  };
  {
    dynamics::Simulation simulation(std::move(setup));
    follow_to_end(simulation);
  }
  recorder.finish();
  fmt::print(stderr, "wrote {}\n", request.record.string());
  return protocol;
}

}  // namespace vitrine::app
