#pragma once
// What a file that must not be lost needs from the system: room on the disk before it is written,
// and no second writer.
#include <cstdint>
#include <filesystem>
#include <string>

namespace vitrine::io {

/// Sets disk space aside for the bytes [first, last) of an open file, whose length stays as it is:
/// writing there cannot fail for want of room afterwards. Empty when it is there; else the system's
/// reason ("No space left on device", or the limit of `ulimit -f`). Where the file system cannot
/// set space aside, its free space is asked for instead.
std::string reserve_room(int descriptor, std::uint64_t first, std::uint64_t last);

/// Whether a WriterLock of some process is on the file.
bool is_being_written(const std::filesystem::path& file);

/// Marks a file as being written by this process until the lock or the process goes. Readers are
/// not hindered.
class WriterLock {
 public:
  WriterLock() = default;
  /// Makes the file if need be. FileError when another writer has it, or when it cannot be opened.
  explicit WriterLock(const std::filesystem::path& file);
  ~WriterLock();
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;

 private:
  int descriptor_ = -1;
};

}  // namespace vitrine::io
