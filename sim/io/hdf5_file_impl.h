#pragma once
// What hdf5_file.cpp (opening and reading) and hdf5_file_writing.cpp share; with the driver the
// place that includes HDF5.
#include <fmt/format.h>
#include <hdf5.h>

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {

inline std::recursive_mutex& library_mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

/// Holds the library for one call and keeps HDF5 from printing its error stack.
class Library {
 public:
  Library() : lock_(library_mutex()) { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

 private:
  std::lock_guard<std::recursive_mutex> lock_;
};

class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() { reset(); }
  bool valid() const { return id_ >= 0; }
  hid_t get() const { return id_; }
  herr_t reset() {
    const hid_t id = std::exchange(id_, -1);
    return id >= 0 ? close_(id) : 0;
  }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// What the operating system said, such as "No space left on device"; empty when the trouble lies
/// in the file itself, of which the library speaks in terms of its own internals only.
std::string system_reason();
std::string with_system_reason(const char* what);
std::vector<hsize_t> extents(hid_t space);
/// How a file is opened to be created or gone on with.
Handle access_to_write();

struct Hdf5File::Impl {
  std::filesystem::path path;
  Handle file;
  // Kept open: opening a dataset costs more than reading a row of it.
  std::map<std::string, Handle> growing;
  mutable std::map<std::string, Handle> opened;
  std::uint64_t roomy_until = 0;  // bytes that certainly have their place on the disk

  [[noreturn]] void fail(const std::string& object, const std::string& reason) const {
    throw FileError(path, object.empty() ? reason : fmt::format("{}: {}", object, reason));
  }
  void check(herr_t status, const std::string& object, const char* what) const {
    if (status < 0) fail(object, with_system_reason(what));
  }
  Handle need(Handle handle, const std::string& object, const char* what) const {
    if (!handle.valid()) fail(object, with_system_reason(what));
    return handle;
  }

  void open_to_read();
  bool take_mark_away() const;
  void wait_for_readers() const;
  void open_to_resume();
  int descriptor() const;
  hid_t growing_dataset(const std::string& name) const;
  bool has(const std::string& object) const;
  Handle open_dataset(const std::string& name) const;
  hid_t dataset_to_read(const std::string& name) const;
  Handle open_attribute(const std::string& object, const std::string& name) const;
  std::size_t count(hid_t space, const std::string& object) const;
  void need_numbers(hid_t type, const std::string& object) const;
  template <class Read>
  std::vector<std::string> texts(hid_t type, hid_t space, const std::string& object,
                                 Read read) const;
  template <class Read>
  Array numbers(hid_t type, hid_t space, const std::string& object, Read read) const;
  void put_attribute(const std::string& object, const std::string& name, hid_t type, hid_t space,
                     const void* values);
};

}  // namespace vitrine::io
