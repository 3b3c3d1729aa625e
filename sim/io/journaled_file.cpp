#include "sim/io/journaled_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "sim/io/checksum.h"
#include "sim/io/disk_room.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

// In the byte order of the machine, like the checkpoints of a record.
constexpr std::uint64_t signature = 0x0a315445'4e495256;  // "VRINET1\n"

/// The first bytes of the file. A journal of no length is none.
struct Head {
  std::uint64_t mark = signature;
  std::uint64_t size = 0;  ///< of the contents after the commit
  std::uint64_t journal_at = 0, journal_length = 0, journal_sum = empty_checksum;
  std::uint64_t sum = 0;

  std::uint64_t own_sum() const { return checksum(std::as_bytes(std::span(&mark, 5))); }
};
static_assert(sizeof(Head) == 48 && sizeof(Head) <= JournaledFile::head_size);

constexpr std::size_t entry_head = 2 * sizeof(std::uint64_t);

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::uint64_t length_of(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

/// How many of the bytes there are; the system may hand them out in pieces.
std::optional<std::size_t> read_at(int descriptor, std::uint64_t at, std::span<std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n =
        pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at + done));
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

void write_at(int descriptor, std::uint64_t at, std::span<const std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n =
        pwrite(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("cannot be written");
    done += static_cast<std::size_t>(n);
  }
}

void wait_for_disk(int descriptor) {
  if (fdatasync(descriptor) != 0) fail("the disk does not take it");
}

std::optional<Head> read_head(int descriptor) {
  Head head;
  const auto bytes = std::as_writable_bytes(std::span(&head, 1));
  if (read_at(descriptor, 0, bytes) != bytes.size()) return std::nullopt;
  if (head.mark != signature || head.sum != head.own_sum()) return std::nullopt;
  return head;
}

void write_head(int descriptor, Head head) {
  head.sum = head.own_sum();
  write_at(descriptor, 0, std::as_bytes(std::span(&head, 1)));
}

std::uint64_t word_at(std::span<const std::byte> bytes, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

/// Writes the bytes of a journal to their places in contents of `size` bytes; what lies behind, or
/// does not add up, is left out.
void put_in_place(int descriptor, std::span<const std::byte> journal, std::uint64_t size) {
  while (journal.size() >= entry_head) {
    const std::uint64_t at = word_at(journal, 0), length = word_at(journal, sizeof at);
    journal = journal.subspan(entry_head);
    if (length > journal.size()) return;
    if (at <= size && length <= size - at) write_at(descriptor, at, journal.first(length));
    journal = journal.subspan(length);
  }
}

/// The journal that a head speaks of, if it is there whole.
std::vector<std::byte> read_journal(int descriptor, const Head& head) {
  const std::uint64_t end = length_of(descriptor);
  if (head.journal_at > end || head.journal_length > end - head.journal_at) return {};
  std::vector<std::byte> journal(head.journal_length);
  if (read_at(descriptor, head.journal_at, journal) != journal.size() ||
      checksum(journal) != head.journal_sum)
    return {};
  return journal;
}

/// Step 3 and 4 of the commit that was begun; returns the head that is left, if there is one.
std::optional<Head> finish_commit(int descriptor) {
  std::optional<Head> head = read_head(descriptor);
  if (!head || head->journal_length == 0) return head;
  put_in_place(descriptor, read_journal(descriptor, *head), head->size);
  wait_for_disk(descriptor);
  *head = Head{.size = head->size};
  write_head(descriptor, *head);
  return head;
}

/// A descriptor that is closed with the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace

JournaledFile::JournaledFile(const std::filesystem::path& path, Mode mode) {
  const int flags = mode == Mode::create ? O_RDWR | O_CREAT | O_TRUNC : O_RDWR;
  Descriptor opened(open(path.c_str(), flags | O_CLOEXEC, 0666));
  if (opened.number() < 0) fail("cannot be opened to be written");
  if (mode == Mode::resume) {
    const std::optional<Head> head = finish_commit(opened.number());
    has_head_ = head.has_value();
    size_ = head ? head->size : length_of(opened.number());
    committed_ = head ? size_ : 0;
  }
  descriptor_ = opened.release();
}

JournaledFile::~JournaledFile() {
  ::close(descriptor_);
}

void JournaledFile::read(std::uint64_t at, std::span<std::byte> bytes) const {
  const std::optional<std::size_t> there = read_at(descriptor_, at, bytes);
  if (!there) fail("cannot be read");
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(*there), bytes.end(), std::byte{0});
  for (const Overwrite& overwrite : overwrites_) {
    const std::uint64_t first = std::max(at, overwrite.at);
    const std::uint64_t last = std::min(at + bytes.size(), overwrite.at + overwrite.length);
    if (first >= last) continue;
    std::memcpy(bytes.data() + (first - at),
                journal_.data() + overwrite.data + (first - overwrite.at), last - first);
  }
}

void JournaledFile::need_sound() const {
  if (broken_)
    throw std::system_error(EIO, std::generic_category(), "a commit before failed half way");
}

void JournaledFile::write(std::uint64_t at, std::span<const std::byte> bytes) {
  need_sound();
  size_ = std::max(size_, at + bytes.size());
  changed_ = true;
  const std::size_t held =
      at < committed_ ? std::min<std::uint64_t>(committed_ - at, bytes.size()) : 0;
  write_at(descriptor_, at + held, bytes.subspan(held));
  if (held == 0) return;
  const std::array<std::uint64_t, 2> head = {at, held};
  const auto head_bytes = std::as_bytes(std::span(head));
  journal_.insert(journal_.end(), head_bytes.begin(), head_bytes.end());
  overwrites_.push_back({at, held, journal_.size()});
  journal_.insert(journal_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(held));
}

void JournaledFile::commit(std::uint64_t size, bool trim) {
  need_sound();
  if (changed_ || size != size_) {
    if (has_head_) commit_through_journal(size);
    wait_for_disk(descriptor_);
    changed_ = false;
    size_ = size;
  }
  const std::uint64_t length = length_of(descriptor_);
  if ((length < size || (trim && length > size)) &&
      ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
    fail("cannot be given its length");
}

void JournaledFile::commit_through_journal(std::uint64_t size) {
  const std::uint64_t journal_at = std::max(size, size_);
  write_at(descriptor_, journal_at, journal_);
  wait_for_disk(descriptor_);
  broken_ = true;  // until it is done
  write_head(descriptor_, {.size = size,
                           .journal_at = journal_at,
                           .journal_length = journal_.size(),
                           .journal_sum = checksum(journal_)});
  if (!journal_.empty()) {
    wait_for_disk(descriptor_);
    put_in_place(descriptor_, journal_, size);
    wait_for_disk(descriptor_);
    write_head(descriptor_, {.size = size});
    journal_.clear();
    overwrites_.clear();
  }
  committed_ = size;
  broken_ = false;
}

bool is_journaled(const std::filesystem::path& path) {
  const Descriptor opened(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return opened.number() >= 0 && read_head(opened.number());
}

void recover(const std::filesystem::path& path) {
  const Descriptor opened(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const std::optional<Head> head = opened.number() < 0 ? std::nullopt : read_head(opened.number());
  if (!head || head->journal_length == 0 || access(path.c_str(), W_OK) != 0) return;
  try {
    const WriterLock alone(path);
    const JournaledFile finished(path, JournaledFile::Mode::resume);
  } catch (const FileError&) {
    // Its writer is alive and will finish it.
  }
}

}  // namespace vitrine::io
