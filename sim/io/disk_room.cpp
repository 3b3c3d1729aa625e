#include "sim/io/disk_room.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

std::string text_of(int error) {
  return std::generic_category().message(error);
}

std::string free_space(int descriptor, std::uint64_t bytes) {
  struct statvfs disk {};
  if (fstatvfs(descriptor, &disk) != 0) return text_of(errno);
  const bool enough = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize >= bytes;
  return enough ? "" : text_of(ENOSPC);
}

}  // namespace

std::string reserve_room(int descriptor, std::uint64_t first, std::uint64_t last) {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      last > limit.rlim_cur)
    return fmt::format("the limit of {} bytes to a file's length (ulimit -f) is reached",
                       static_cast<std::uint64_t>(limit.rlim_cur));
  if (last <= first) return {};
  int status = 0;
  do {
    status = fallocate(descriptor, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(first),
                       static_cast<off_t>(last - first));
  } while (status != 0 && errno == EINTR);
  if (status == 0) return {};
  if (errno == EOPNOTSUPP || errno == ENOSYS) return free_space(descriptor, last - first);
  return text_of(errno);
}

bool is_being_written(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool asked = fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
  close(descriptor);
  return asked && lock.l_type != F_UNLCK;
}

WriterLock::WriterLock(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw FileError(file, "cannot be written: " + text_of(errno));
  // Of the open file, not of the process: another descriptor that is closed leaves it alone.
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (fcntl(descriptor_, F_OFD_SETLK, &lock) == 0) return;
  const int error = errno;
  close(std::exchange(descriptor_, -1));
  // Some network file systems know no locks; better no guard than no record.
  if (error == EAGAIN || error == EACCES)
    throw FileError(file, "is being written by another run of this program");
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace vitrine::io
