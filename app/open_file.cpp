#include "app/open_file.h"

#include <fmt/core.h>

#include "sim/io/read.h"

namespace vitrine::app {

std::unique_ptr<Trajectory> open_file(const std::filesystem::path& file) {
  auto trajectory = io::open_trajectory(file);
  if (const std::string notice = trajectory->notice(); !notice.empty())
    fmt::print(stderr, "{}: {}\n", file.string(), notice);
  return trajectory;
}

}  // namespace vitrine::app
