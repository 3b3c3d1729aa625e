#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace vitrine::app {

/// The frames that "start:stop:step" picks out of `count`: as in Python, parts may be missing or
/// negative ("-1:" is the last frame, "::10" every tenth), and a single number is one frame.
/// InputError when it cannot be read or picks nothing.
std::vector<std::size_t> frame_range(const std::string& text, std::size_t count);

}  // namespace vitrine::app
