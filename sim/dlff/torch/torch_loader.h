#pragma once
#include <memory>

#include "sim/dlff/torch/network_module.h"

namespace vitrine::dlff {

/// Whether the module of libtorch is there; it is not loaded.
bool has_torch_module();

/// The networks of the model in libtorch: loads vitrine_torch.so, which lies beside the program, in
/// ../lib/vitrine from there, or where it was built, once and for good. InputError saying what to
/// install when this build has none, or why it could not be loaded.
std::unique_ptr<NetworkModule> make_torch_networks(const Model& model, int threads);

}  // namespace vitrine::dlff
