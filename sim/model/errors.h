#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Everything Vitrine throws on purpose. The text is a sentence for the user: lower case, no full
/// stop, with the offending value in it.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An argument or parameter that breaks a rule ("rdf: r_max must be positive, got -1").
class InputError : public Error {
 public:
  using Error::Error;
};

/// A file that cannot be read or written as what it should be. The text reads
/// "FILE:LINE: REASON" (line 0: "FILE: REASON", for files without lines or as a whole).
class FileError : public Error {
 public:
  FileError(const std::filesystem::path& file, std::size_t line, const std::string& reason);
  FileError(const std::filesystem::path& file, const std::string& reason)
      : FileError(file, 0, reason) {}
  std::size_t line() const { return line_; }

 private:
  std::size_t line_;
};

/// The physics went wrong: NaN, absurd forces, atoms on top of each other. Names the atoms.
class PhysicsError : public Error {
 public:
  PhysicsError(const std::string& what, std::vector<int> atoms)
      : Error(what), atoms_(std::move(atoms)) {}
  const std::vector<int>& atoms() const { return atoms_; }  ///< indices from 0

 private:
  std::vector<int> atoms_;
};

/// The candidate nearest to `wrong` by edit distance, for "did you mean" (empty: none is near).
std::string nearest_name(const std::string& wrong, const std::vector<std::string>& candidates);

}  // namespace vitrine
