#include "sim/dlff/torch/torch_loader.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

namespace fs = std::filesystem;

fs::path find_module() {
  std::error_code ignored;
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  std::vector<fs::path> places = {folder / "vitrine_torch.so",
                                  folder.parent_path() / "lib/vitrine/vitrine_torch.so"};
#ifdef VITRINE_TORCH_MODULE
  places.emplace_back(VITRINE_TORCH_MODULE);
#endif
  for (const fs::path& place : places)
    if (fs::exists(place, ignored)) return place;
  throw InputError(
      fmt::format("there is no torch engine: {} is not there; install libtorch (on Debian: "
                  "libtorch-dev and libopenblas0-pthread) and build Vitrine again",
                  places.back().string()));
}

// Local: nothing of libtorch's may be found in the place of the program's own symbols. The module
// stays, as libtorch cannot be unloaded.
MakeNetworkModule load() {
  const fs::path file = find_module();
  void* module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* entry = module ? dlsym(module, "vitrine_torch_networks") : nullptr;
  if (!entry) throw InputError(fmt::format("the torch engine cannot be loaded: {}", dlerror()));
  return reinterpret_cast<MakeNetworkModule>(entry);
}

}  // namespace

bool has_torch_module() {
  try {
    return !find_module().empty();
  } catch (const InputError&) {
    return false;
  }
}

std::unique_ptr<NetworkModule> make_torch_networks(const Model& model, int threads) {
  static const MakeNetworkModule make = load();
  return std::unique_ptr<NetworkModule>(make(model, threads));
}

}  // namespace vitrine::dlff
