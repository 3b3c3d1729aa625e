#pragma once
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::dlff {

/// The members of a ZIP archive that are stored as they are, as PyTorch writes them (also with the
/// 64-bit sizes of ZIP64). Views into the bytes, bounds-checked.
class ZipArchive {
 public:
  /// `image` must live as long as the archive. FileError when it is no archive or incomplete.
  ZipArchive(std::span<const std::byte> image, std::string file);

  const std::string& file() const { return file_; }
  /// The name of the first member that ends so ("/data.pkl"); empty: none.
  std::string find(std::string_view suffix) const;
  bool has(const std::string& member) const { return members_.count(member) > 0; }
  /// FileError when it is missing, compressed, cut short, or its check sum is wrong.
  std::span<const std::byte> bytes(const std::string& member) const;
  std::string_view text(const std::string& member) const;

 private:
  struct Member {
    std::uint64_t offset = 0, size = 0;
    std::uint32_t checksum = 0;
    std::uint16_t method = 0;
  };
  class Cursor;
  void read_directory();
  void read_entry(Cursor& directory);
  void widen(Cursor extra, Member& member, std::uint64_t packed_size) const;

  std::span<const std::byte> image_;
  std::string file_;
  std::map<std::string, Member> members_;
};

}  // namespace vitrine::dlff
