#pragma once
#include <filesystem>
#include <optional>

#include "sim/dynamics/protocol.h"

namespace vitrine::widgets {

/// The plan of a recorded run as its newest checkpoint has it: the protocol it began with, or what
/// that was changed to while it went on. Nothing for a file that is no run record; FileError where
/// the protocol cannot be read.
std::optional<dynamics::Protocol> recorded_plan(const std::filesystem::path& record);

}  // namespace vitrine::widgets
