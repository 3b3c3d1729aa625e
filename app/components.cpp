#include "app/components.h"

#include <fmt/format.h>

#include <thread>

#include "sim/dlff/fast/kernels.h"
#include "sim/dlff/torch/torch_loader.h"
#include "sim/io/hdf5_version.h"

namespace vitrine::app {

std::vector<std::pair<std::string, std::string>> components(const RunSettings& settings) {
  return {{"HDF5", io::hdf5_version()},
          {"libtorch", dlff::has_torch_module() ? "yes, loaded by --engine torch" : "none"},
          {"Vector instructions", dlff::fast_kernels().name},
          {"Engine", engine_name(settings.engine)},
          {"Threads",
           fmt::format("{} of {}", thread_count(settings), std::thread::hardware_concurrency())}};
}

}  // namespace vitrine::app
