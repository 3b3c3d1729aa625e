#include "sim/io/text_file.h"

#include <fast_float/fast_float.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

constexpr std::size_t block = std::size_t{1} << 22;
// Longer lines are no text of any format here; without a limit a binary file would be read whole.
constexpr std::size_t longest_line = std::size_t{1} << 24;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

std::string_view without_carriage_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

TextFile::TextFile(const std::filesystem::path& file) : path_(file) {
  if (std::filesystem::is_directory(file)) throw FileError(file, "is a folder, not a file");
  descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) {
    const int code = errno;
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    throw FileError(file, fmt::format("cannot be opened ({})", std::strerror(code)));
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

TextFile::TextFile(std::string text, std::string name)
    : path_(std::move(name)), size_(text.size()), text_(std::move(text)) {}

TextFile::~TextFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

TextFile::TextFile(TextFile&& other) noexcept
    : path_(std::move(other.path_)),
      size_(other.size_),
      text_(std::move(other.text_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

std::size_t TextFile::read(std::uint64_t offset, std::size_t count, char* target) const {
  if (descriptor_ < 0) {
    if (offset >= text_.size()) return 0;
    return text_.copy(target, count, static_cast<std::size_t>(offset));
  }
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got =
        ::pread(descriptor_, target + done, count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw FileError(path_, fmt::format("cannot be read ({})", std::strerror(errno)));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

std::string TextFile::read(std::uint64_t offset, std::size_t count) const {
  std::string text(count, '\0');
  if (read(offset, count, text.data()) != count) {
    throw FileError(path_, "has become shorter since it was opened");
  }
  return text;
}

LineScanner::LineScanner(const TextFile& file, const Progress& progress, std::stop_token stop)
    : file_(file),
      progress_(progress),
      stop_(std::move(stop)),
      buffer_(static_cast<std::size_t>(std::min<std::uint64_t>(block, file.size() + 1))) {}

bool LineScanner::refill() {
  if (stop_.stop_requested())
    throw Error(fmt::format("reading {} was stopped", file_.path().string()));
  std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
  filled_ -= begin_;
  begin_ = 0;
  if (filled_ == buffer_.size()) {
    if (filled_ >= longest_line) {
      throw FileError(file_.path(), number_ + 1, "the line is too long for a text file");
    }
    buffer_.resize(2 * buffer_.size());
  }
  const std::size_t got = file_.read(read_, buffer_.size() - filled_, buffer_.data() + filled_);
  filled_ += got;
  read_ += got;
  if (progress_ && file_.size() > 0) {
    progress_(std::min(1.0, static_cast<double>(read_) / static_cast<double>(file_.size())));
  }
  return got > 0;
}

bool LineScanner::next() {
  std::size_t searched = 0;
  const char* stop = nullptr;
  for (;;) {
    const char* start = buffer_.data() + begin_ + searched;
    const std::size_t length = filled_ - begin_ - searched;
    stop = length ? static_cast<const char*>(std::memchr(start, '\n', length)) : nullptr;
    if (stop) break;
    searched = filled_ - begin_;
    if (!refill()) break;
  }
  const std::size_t length =
      stop ? static_cast<std::size_t>(stop - buffer_.data()) - begin_ : filled_ - begin_;
  if (!stop && length == 0) return false;
  terminated_ = stop != nullptr;
  line_ = without_carriage_return({buffer_.data() + begin_, length});
  begin_ += length + (terminated_ ? 1 : 0);
  offset_ = end_;
  end_ += length + (terminated_ ? 1 : 0);
  ++number_;
  return true;
}

std::optional<std::string_view> LineReader::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t length = rest_.find('\n');
  const std::string_view line = rest_.substr(0, length);
  rest_.remove_prefix(length == std::string_view::npos ? rest_.size() : length + 1);
  ++number_;
  return without_carriage_return(line);
}

std::string_view LineReader::need(std::string_view what) {
  if (const auto line = next()) return *line;
  throw FileError(file_, number_ + 1, fmt::format("the file ends where {} was expected", what));
}

void LineReader::fail(const std::string& reason) const {
  throw FileError(file_, number_, reason);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view next_word(std::string_view& rest) {
  std::size_t begin = 0;
  while (begin < rest.size() && is_blank(rest[begin])) ++begin;
  std::size_t end = begin;
  while (end < rest.size() && !is_blank(rest[end])) ++end;
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> result;
  for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
    result.push_back(word);
  }
  return result;
}

std::optional<double> to_double(std::string_view word) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') word.remove_prefix(1);
  double value = 0;
  const auto [end, error] = fast_float::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> to_integer(std::string_view word) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') word.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::string expected(std::string_view what, std::string_view word) {
  if (word.empty()) return fmt::format("expected {}, but the line ends there", what);
  return fmt::format("expected {}, found {}", what, cited(word));
}

std::string cited(std::string_view word) {
  constexpr std::size_t most = 40;
  std::string text(word.substr(0, most));
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 127; }, '?');
  return fmt::format("\"{}{}\"", text, word.size() > most ? "..." : "");
}

}  // namespace vitrine::io
