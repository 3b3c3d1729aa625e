#pragma once
#include <string>

#include "sim/dynamics/protocol.h"

namespace vitrine::dynamics {

/// The protocol as TOML: what parse_protocol() makes of it equals `protocol` but for its text.
std::string protocol_text(const Protocol& protocol);

}  // namespace vitrine::dynamics
