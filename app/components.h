#pragma once
#include <string>
#include <utility>
#include <vector>

#include "app/runs.h"

namespace vitrine::app {

/// What the program is made of, below the window: name and version or state, for the about box.
std::vector<std::pair<std::string, std::string>> components(const RunSettings& settings);

}  // namespace vitrine::app
