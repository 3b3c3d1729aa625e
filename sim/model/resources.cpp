#include "sim/model/resources.h"

#include <fmt/format.h>

#include <algorithm>

#include "resources/embedded.h"
#include "sim/model/errors.h"

namespace vitrine {
namespace {

InputError unknown_resource(std::string_view name) {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) names.emplace_back(file.name);
  const std::string near = nearest_name(std::string(name), names);
  return InputError(
      near.empty() ? fmt::format("nothing named '{}' ships with the program", name)
                   : fmt::format("nothing named '{}' ships with the program, did you mean '{}'",
                                 name, near));
}

}  // namespace

std::span<const std::byte> resource(std::string_view name) {
  const auto files = embedded_files();
  const auto file = std::ranges::find_if(files, [&](const auto& f) { return name == f.name; });
  if (file == files.end()) throw unknown_resource(name);
  return std::as_bytes(std::span(file->begin, file->end));
}

std::string_view resource_text(std::string_view name) {
  const auto bytes = resource(name);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<std::string> resource_names(std::string_view folder) {
  const std::string prefix = std::string(folder) + '/';
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (std::string_view(file.name).starts_with(prefix)) names.emplace_back(file.name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace vitrine
