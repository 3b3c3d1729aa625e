#pragma once
#include <filesystem>
#include <string>

namespace vitrine::test {

struct Outcome {
  int status;          ///< exit status; 128 + signal when it was killed
  std::string output;  ///< standard output and standard error together
};

/// Runs the program under test in a shell: vitrine ARGUMENTS, with assignments such as
/// "DISPLAY=" before it.
Outcome run_vitrine(const std::string& arguments, const std::string& environment = "");

/// An empty folder of this test's own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace vitrine::test
