#include "sim/dlff/files/kinds.h"

#include <array>
#include <string_view>
#include <utility>

namespace vitrine::dlff {
namespace {

using Names = std::pair<std::string_view, std::string_view>;  // in the file, in words

constexpr std::array<Names, 17> descriptors{{
    {"se_atten", "a DPA-1 attention model"},
    {"se_atten_v2", "a DPA-1 attention model"},
    {"dpa1", "a DPA-1 attention model"},
    {"dpa2", "a DPA-2 model"},
    {"dpa3", "a DPA-3 model"},
    {"se_e2_r", "a model of distances without angles"},
    {"se_r", "a model of distances without angles"},
    {"se_e3", "a model with a three-body embedding"},
    {"se_t", "a model with a three-body embedding"},
    {"se_e3_tebd", "a model with a three-body embedding"},
    {"se_e2_a_tebd", "a model with a type embedding"},
    {"se_a_tpe", "a model with a type embedding"},
    {"se_a_ebd", "a model with a type embedding"},
    {"se_a_mask", "a model of masked atoms"},
    {"se_e2_a_mask", "a model of masked atoms"},
    {"loc_frame", "a model of local frames"},
    {"hybrid", "a model of several descriptors at once"},
}};

constexpr std::array<Names, 5> predictions{{
    {"dipole", "a model of dipoles"},
    {"polar", "a model of polarisabilities"},
    {"global_polar", "a model of polarisabilities"},
    {"dos", "a model of the density of states"},
    {"property", "a model of a property"},
}};

template <std::size_t N>
std::string in_words(const std::array<Names, N>& known, const std::string& name,
                     const std::string& otherwise) {
  for (const auto& [key, words] : known)
    if (key == name) return std::string(words) + " (" + name + ")";
  return otherwise + " \"" + name + "\"";
}

}  // namespace

bool is_se_e2_a(const std::string& descriptor) {
  return descriptor == "se_e2_a" || descriptor == "se_a";
}

std::string other_kind(const std::string& what) {
  return "is " + what +
         "; Vitrine evaluates energy models of the kind se_e2_a: train one on the same data, or "
         "run "
         "this one in LAMMPS and open its trajectory here";
}

std::string other_descriptor(const std::string& descriptor) {
  return other_kind(in_words(descriptors, descriptor, "a model with the descriptor"));
}

std::string other_prediction(const std::string& fitting) {
  return other_kind(in_words(predictions, fitting, "a model that predicts"));
}

}  // namespace vitrine::dlff
