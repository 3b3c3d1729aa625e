#pragma once
// The syntax of CIF 1.1 (Hall, Allen, Brown, Acta Cryst A47 (1991) 655;
// https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax): blocks of tags, values and loops.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::io {

struct CifValue {
  std::string text;  ///< without its quotes
  std::size_t line = 0;
  bool known = false;  ///< neither '?' nor '.'
};

/// A data block. Tags are in lower case; a tag outside of a loop has one value.
struct CifBlock {
  std::string name;
  std::map<std::string, std::vector<CifValue>, std::less<>> columns;

  /// The values of a tag; empty when it is not there.
  const std::vector<CifValue>& values(std::string_view tag) const;
};

/// Every data block of the text. FileError with the line of what breaks the syntax.
std::vector<CifBlock> parse_cif(const std::filesystem::path& file, std::string_view text);

}  // namespace vitrine::io
