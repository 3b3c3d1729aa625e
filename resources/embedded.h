#pragma once
#include <span>

namespace vitrine {

struct EmbeddedFile {
  const char* name;  ///< path below resources/
  const unsigned char* begin;
  const unsigned char* end;
};

std::span<const EmbeddedFile> embedded_files();  ///< sorted by name

}  // namespace vitrine
