#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace vitrine::io {

/// A file whose changes take effect together. What is written behind the end that the last commit
/// left goes straight there, where nothing refers to it yet. What is written over older bytes is
/// held in memory until commit(), which
///   1. writes it, as a journal, behind the new end, and waits for the disk,
///   2. notes in the head of the file where the journal is, and waits,
///   3. writes the bytes to their places, in the order in which they came, and waits,
///   4. strikes the note out, and waits.
/// Whenever the writer dies, by SIGKILL or with the whole machine, the file is as the last commit
/// left it (before 2) or as the new one would have (after), once recover() has done step 3 again.
/// The sums of head and journal tell a torn one; a disk may write in any order between two waits.
///
/// The head takes the first 512 bytes; the rest is the caller's. A file that does not begin with
/// one (a record of another program) is written straight into.
///
/// Everything throws std::system_error. After a commit that failed nothing more is written; the
/// next who opens the file finishes it. One thread at a time.
class JournaledFile {
 public:
  static constexpr std::uint64_t head_size = 512;

  enum class Mode { create, resume };
  /// create  an empty file; until its first commit a reader finds none at all
  /// resume  recovers it and drops what was written behind its last commit. Nobody else may be
  ///         writing it (WriterLock).
  JournaledFile(const std::filesystem::path& path, Mode mode);
  ~JournaledFile();  ///< what was not committed is lost
  JournaledFile(const JournaledFile&) = delete;
  JournaledFile& operator=(const JournaledFile&) = delete;

  /// What the next commit would leave; zeros behind the end.
  void read(std::uint64_t at, std::span<std::byte> bytes) const;
  void write(std::uint64_t at, std::span<const std::byte> bytes);
  /// Makes everything written so far the contents, of `size` bytes, for good. The file itself may
  /// be longer until the next one; `trim` cuts it.
  void commit(std::uint64_t size, bool trim = false);
  /// Where the last byte that was written ends.
  std::uint64_t size() const { return size_; }
  const int& descriptor() const { return descriptor_; }

 private:
  void need_sound() const;
  void commit_through_journal(std::uint64_t size);

  struct Overwrite {
    std::uint64_t at = 0, length = 0;
    std::size_t data = 0;  ///< where its bytes are in journal_
  };

  int descriptor_ = -1;
  bool has_head_ = true;
  bool changed_ = false;  ///< since the last commit
  bool broken_ = false;   ///< a commit failed half way: what it noted must not be written over
  std::uint64_t committed_ = 0;  ///< bytes that must not change before the next commit
  std::uint64_t size_ = 0;
  std::vector<std::byte> journal_;  ///< as it is written: place, length and bytes of each overwrite
  std::vector<Overwrite> overwrites_;
};

/// Whether a file begins with a head of these.
bool is_journaled(const std::filesystem::path& path);

/// Finishes the commit in whose midst the writer of a file was killed. Nothing happens to a file
/// that needs none, that somebody is writing, or that may not be written. std::system_error when
/// the disk does not take it.
void recover(const std::filesystem::path& path);

}  // namespace vitrine::io
