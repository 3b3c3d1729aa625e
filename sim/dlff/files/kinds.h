#pragma once
// What models are called that Vitrine does not evaluate, and what to do with them instead.
#include <string>

namespace vitrine::dlff {

/// se_e2_a, in any of the names it goes by.
bool is_se_e2_a(const std::string& descriptor);

/// "is a DPA-1 attention model (se_atten); ...": the end of a FileError for a descriptor of
/// another kind.
std::string other_descriptor(const std::string& descriptor);
/// The same for a fitting net that predicts something else than the energy.
std::string other_prediction(const std::string& fitting);
/// "is WHAT", and what to do instead.
std::string other_kind(const std::string& what);

}  // namespace vitrine::dlff
