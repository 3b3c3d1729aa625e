#pragma once
// What the readers of text formats share: bytes by offset, lines with their numbers, and numbers
// that do not depend on the locale.
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "sim/io/read.h"

namespace vitrine::io {

/// The bytes of a text, on disk or in memory. Read by offset, never mapped: a file that another
/// program shortens meanwhile gives a FileError, not a bus error.
class TextFile {
 public:
  explicit TextFile(const std::filesystem::path& file);
  TextFile(std::string text, std::string name);
  ~TextFile();
  TextFile(TextFile&& other) noexcept;
  TextFile(const TextFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  /// Up to `count` bytes from `offset` into `target`; how many there were.
  std::size_t read(std::uint64_t offset, std::size_t count, char* target) const;
  /// Exactly these bytes. FileError when the file has become shorter.
  std::string read(std::uint64_t offset, std::size_t count) const;

 private:
  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  std::string text_;
  int descriptor_ = -1;
};

/// Walks once through a large file, line after line, in blocks.
class LineScanner {
 public:
  LineScanner(const TextFile& file, const Progress& progress, std::stop_token stop);
  /// Steps to the next line; false at the end. Error when a stop is requested.
  bool next();
  std::string_view line() const { return line_; }   ///< without its end
  std::uint64_t offset() const { return offset_; }  ///< where the line starts
  std::uint64_t end() const { return end_; }        ///< where the next one starts
  std::size_t number() const { return number_; }    ///< from 1
  bool terminated() const { return terminated_; }   ///< it has a line end

 private:
  bool refill();

  const TextFile& file_;
  const Progress& progress_;
  std::stop_token stop_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, filled_ = 0;  // what of the buffer is still to be walked
  std::uint64_t read_ = 0;              // bytes taken from the file
  std::string_view line_;
  std::uint64_t offset_ = 0, end_ = 0;
  std::size_t number_ = 0;
  bool terminated_ = false;
};

/// The lines of a piece of a file that lies in memory.
class LineReader {
 public:
  LineReader(std::filesystem::path file, std::string_view text, std::size_t first_line = 1)
      : file_(std::move(file)), rest_(text), number_(first_line - 1) {}

  std::optional<std::string_view> next();
  /// The next line; FileError "the file ends where WHAT was expected" when there is none.
  std::string_view need(std::string_view what);
  std::size_t number() const { return number_; }  ///< of the line last given, from 1
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  std::filesystem::path file_;
  std::string_view rest_;
  std::size_t number_;
};

std::string_view trimmed(std::string_view text);
/// Cuts the first word off `rest`; empty when only blanks are left.
std::string_view next_word(std::string_view& rest);
std::vector<std::string_view> words(std::string_view text);
/// The whole word as a number, or nothing. "nan" and "inf" are numbers.
std::optional<double> to_double(std::string_view word);
std::optional<std::int64_t> to_integer(std::string_view word);

/// "expected WHAT, found "WORD""; of an empty word, that the line ends there.
std::string expected(std::string_view what, std::string_view word);

/// The word quoted for a message: shortened, and unprintable bytes shown as '?'.
std::string cited(std::string_view word);

}  // namespace vitrine::io
