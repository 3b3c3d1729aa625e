#include "sim/io/hdf5_journal_driver.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <limits>
#include <new>
#include <string>
#include <system_error>
#include <type_traits>

#include "sim/io/journaled_file.h"

namespace vitrine::io {
namespace {

/// What HDF5 holds for an open file; it fills the base itself.
struct OpenFile : H5FD_t {
  OpenFile(const char* name, JournaledFile::Mode mode) : H5FD_t{}, file(name, mode) {}

  JournaledFile file;
  haddr_t end_of_allocation = 0;
};

OpenFile& opened(H5FD_t* file) {
  return *static_cast<OpenFile*>(file);
}
const OpenFile& opened(const H5FD_t* file) {
  return *static_cast<const OpenFile*>(file);
}

/// In the words in which HDF5's own driver hands on what the system said.
void push(hid_t kind, hid_t what, const std::string& reason) {
  H5Epush2(H5E_DEFAULT, __FILE__, __func__, __LINE__, H5E_ERR_CLS, kind, what,
           "error message = '%s'", reason.c_str());
}

/// No exception may pass through HDF5: its words are left where the library keeps its own.
template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::system_error& error) {
    push(H5E_IO, H5E_WRITEERROR, error.code().message());
  } catch (const std::bad_alloc&) {
    push(H5E_RESOURCE, H5E_NOSPACE, "out of memory");
  }
  if constexpr (std::is_pointer_v<decltype(work())>)
    return nullptr;
  else
    return -1;
}

herr_t commit(OpenFile& opened_file, bool closing) {
  return guarded([&]() -> herr_t {
    opened_file.file.commit(opened_file.end_of_allocation, closing);
    return 0;
  });
}

H5FD_t* open_file(const char* name, unsigned flags, hid_t, haddr_t) {
  const bool create = (flags & H5F_ACC_TRUNC) != 0 || (flags & H5F_ACC_CREAT) != 0;
  return guarded([&]() -> H5FD_t* {
    return new OpenFile(name, create ? JournaledFile::Mode::create : JournaledFile::Mode::resume);
  });
}

// HDF5 has flushed by now; what it writes while it closes is committed here.
herr_t close_file(H5FD_t* file) {
  OpenFile* closing = &opened(file);
  const herr_t status = closing->end_of_allocation > 0 ? commit(*closing, true) : 0;
  delete closing;
  return status;
}

int compare(const H5FD_t* a, const H5FD_t* b) {
  struct stat first {
  }, second{};
  if (fstat(opened(a).file.descriptor(), &first) != 0 ||
      fstat(opened(b).file.descriptor(), &second) != 0)
    return -1;
  if (first.st_dev != second.st_dev) return first.st_dev < second.st_dev ? -1 : 1;
  if (first.st_ino != second.st_ino) return first.st_ino < second.st_ino ? -1 : 1;
  return 0;
}

// Those of HDF5's own driver for files.
herr_t features(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_POSIX_COMPAT_HANDLE |
           H5FD_FEAT_SUPPORTS_SWMR_IO | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t end_of_allocation(const H5FD_t* file, H5FD_mem_t) {
  return opened(file).end_of_allocation;
}

herr_t set_end_of_allocation(H5FD_t* file, H5FD_mem_t, haddr_t end) {
  opened(file).end_of_allocation = end;
  return 0;
}

haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t) {
  return opened(file).file.size();
}

herr_t descriptor(H5FD_t* file, hid_t, void** handle) {
  *handle = const_cast<int*>(&opened(file).file.descriptor());
  return 0;
}

herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, void* bytes) {
  return guarded([&]() -> herr_t {
    opened(file).file.read(at, {static_cast<std::byte*>(bytes), size});
    return 0;
  });
}

herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, const void* bytes) {
  return guarded([&]() -> herr_t {
    opened(file).file.write(at, {static_cast<const std::byte*>(bytes), size});
    return 0;
  });
}

herr_t flush(H5FD_t* file, hid_t, hbool_t closing) {
  return commit(opened(file), closing);
}

// Part of every commit.
herr_t truncate(H5FD_t*, hid_t, hbool_t) {
  return 0;
}

// As HDF5's own driver does: where the file system knows no locks, there are none.
herr_t lock(H5FD_t* file, hbool_t to_write) {
  const int kind = to_write ? LOCK_EX : LOCK_SH;
  if (flock(opened(file).file.descriptor(), kind | LOCK_NB) == 0 || errno == ENOSYS) return 0;
  push(H5E_FILE, H5E_CANTLOCK, "another program has it open");
  return -1;
}

herr_t unlock(H5FD_t* file) {
  return flock(opened(file).file.descriptor(), LOCK_UN) == 0 || errno == ENOSYS ? 0 : -1;
}

H5FD_class_t description() {
  H5FD_class_t driver{};
  driver.name = "vitrine journal";
  driver.maxaddr = std::numeric_limits<off_t>::max();
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.open = open_file;
  driver.close = close_file;
  driver.cmp = compare;
  driver.query = features;
  driver.get_eoa = end_of_allocation;
  driver.set_eoa = set_end_of_allocation;
  driver.get_eof = end_of_file;
  driver.get_handle = descriptor;
  driver.read = read;
  driver.write = write;
  driver.flush = flush;
  driver.truncate = truncate;
  driver.lock = lock;
  driver.unlock = unlock;
  const H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(map), std::end(map), std::begin(driver.fl_map));
  return driver;
}

}  // namespace

hid_t journal_driver() {
  static const H5FD_class_t driver = description();
  static const hid_t id = H5FDregister(&driver);
  return id;
}

}  // namespace vitrine::io
