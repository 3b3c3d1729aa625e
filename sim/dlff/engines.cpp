#include <fmt/format.h>

#include "sim/dlff/fast/fast_engine.h"
#include "sim/dlff/model.h"
#include "sim/dlff/reference/reference_engine.h"
#include "sim/dlff/torch/module_engine.h"
#include "sim/dlff/torch/torch_loader.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {

std::unique_ptr<ForceField> make_force_field(ModelPtr model, const Topology& topology,
                                             const EngineSettings& settings) {
  if (settings.threads < 1)
    throw InputError(
        fmt::format("the number of threads must be at least 1, got {}", settings.threads));
  switch (settings.kind) {
    case EngineKind::fast:
      return make_fast_engine(std::move(model), topology, settings);
    case EngineKind::reference:
      return make_reference_engine(std::move(model), topology, settings);
    case EngineKind::torch:
      break;
  }
  auto networks = make_torch_networks(*model, settings.threads);
  return make_module_engine(std::move(model), topology, settings, std::move(networks));
}

}  // namespace vitrine::dlff
