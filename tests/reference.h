#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace vitrine::test {

/// The reference data, which are not part of the project: environment, then CMake variable.
inline std::filesystem::path reference(const std::string& name) {
  const char* given = std::getenv("VITRINE_REFERENCE");
  return std::filesystem::path(given && *given ? given : VITRINE_REFERENCE_DEFAULT) / name;
}
/// tests/data, which are.
inline std::filesystem::path data(const std::string& name) {
  return std::filesystem::path(VITRINE_TEST_DATA) / name;
}

}  // namespace vitrine::test

#define VITRINE_NEEDS_REFERENCE(name)                                                     \
  if (!std::filesystem::exists(::vitrine::test::reference(name)))                         \
  GTEST_SKIP() << "reference data " << ::vitrine::test::reference(name) << " are absent; " \
               << "set VITRINE_REFERENCE to the folder that holds them"
