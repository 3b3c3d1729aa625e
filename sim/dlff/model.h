#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/dlff/force_field.h"

namespace vitrine::dlff {

/// Weights and shapes of a DeepPot-SE model (se_e2_a), whatever file it came from: design/dlff.md
/// section 1; Zhang et al., Adv Neural Inf Process Syst 31 (2018) 4436.
struct Model;
using ModelPtr = std::shared_ptr<const Model>;

/// Reads a model of DeePMD-kit, whatever its name: a frozen graph (.pb), a .dp, .yaml, .pth or
/// .pt2 file. FileError says what the file is when it is no se_e2_a energy model.
ModelPtr read_model(const std::filesystem::path& file);
/// The same from memory; `name` is for messages.
ModelPtr read_model(std::span<const std::byte> image, const std::string& name);
/// The force field that ships with Vitrine: resource "forcefield/zif-chnzn.dp", read once.
ModelPtr default_model();

/// Element symbols in the order of the model's types.
const std::vector<std::string>& type_map(const Model& model);
const std::string& model_name(const Model& model);
/// 64-bit FNV-1a of the file's bytes, as 16 hexadecimal digits: identifies it in run records.
const std::string& model_hash(const Model& model);

/// Who evaluates a model. One contract test runs over all of them (tests/dlff/contract_test.cpp).
enum class EngineKind {
  /// Tabulated embedding, float networks: within 2e-5 eV/A of `reference`.
  fast,
  reference,  ///< the formulas as they stand, in double precision throughout
  torch,      ///< libtorch, on an accelerator where there is one; a module loaded on demand
};

struct EngineSettings {
  EngineKind kind = EngineKind::fast;
  int threads = 1;
  /// fparam and aparam of a model that takes them, in the units it was trained with:
  /// [count] of the frame, and [atoms][count], or one set of [count] for all atoms. Empty: the
  /// model's own preset.
  std::vector<double> frame_parameters = {}, atom_parameters = {};
};

/// The engine for these atoms. Distances, the switch, the energy bias and all sums over atoms are
/// doubles in every one. InputError naming the element when the model does not know one of the
/// atoms, when its parameters are missing or of the wrong number, or saying what is missing when
/// this build has no such engine.
std::unique_ptr<ForceField> make_force_field(ModelPtr model, const Topology& topology,
                                             const EngineSettings& settings);

}  // namespace vitrine::dlff
