#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What ships inside the program (resources/ of the tree): "forcefield/zif-chnzn.dp",
/// "protocols/demo.toml", "structures/zif-4.xyz". Embedded, so nothing has to be found on disk.
std::span<const std::byte> resource(std::string_view name);       ///< InputError: unknown name
std::string_view resource_text(std::string_view name);            ///< the same as text
std::vector<std::string> resource_names(std::string_view folder);  ///< sorted, "folder/file"

}  // namespace vitrine
