#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "sim/io/disk_room.h"
#include "sim/io/hdf5_file_impl.h"
#include "sim/io/hdf5_journal_driver.h"

namespace vitrine::io {
namespace {

hid_t stored_type(Hdf5File::Type type) {
  switch (type) {
    case Hdf5File::Type::float32:
      return H5T_IEEE_F32LE;
    case Hdf5File::Type::float64:
      return H5T_IEEE_F64LE;
    case Hdf5File::Type::int32:
      return H5T_STD_I32LE;
    case Hdf5File::Type::int64:
      break;
  }
  return H5T_STD_I64LE;
}

/// Of variable length: readers in Python hand texts of fixed length out as bytes.
Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), H5T_VARIABLE);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  return type;
}

Handle making_groups() {
  Handle properties(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(properties.get(), 1);
  return properties;
}

/// More than the library's own records of a growing file take between two reservations.
constexpr std::uint64_t margin = 1 << 20;

/// Whether this process has the file open by any name.
bool is_open_here(const std::filesystem::path& path) {
  const Library library;
  const ssize_t most = H5Fget_obj_count(hid_t(H5F_OBJ_ALL), H5F_OBJ_FILE);
  std::vector<hid_t> files(most > 0 ? std::size_t(most) : 0);
  if (files.empty()) return false;
  const ssize_t found =
      H5Fget_obj_ids(hid_t(H5F_OBJ_ALL), H5F_OBJ_FILE, files.size(), files.data());
  files.resize(found > 0 ? std::size_t(found) : 0);
  return std::any_of(files.begin(), files.end(), [&](hid_t file) {
    std::string name(4096, '\0');
    const ssize_t length = H5Fget_name(file, name.data(), name.size());
    if (length <= 0) return false;
    name.resize(std::min(std::size_t(length), name.size()));
    std::error_code other;  // a file in memory has a name that is no file's
    return std::filesystem::equivalent(name, path, other);
  });
}

/// What a row holds that nobody wrote.
void set_fill_value(hid_t layout, Hdf5File::Type type) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const std::int64_t minus_one = -1;
  const bool whole = type == Hdf5File::Type::int32 || type == Hdf5File::Type::int64;
  if (whole)
    H5Pset_fill_value(layout, H5T_NATIVE_INT64, &minus_one);
  else
    H5Pset_fill_value(layout, H5T_NATIVE_DOUBLE, &none);
}

}  // namespace

Handle access_to_write() {
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_driver(access.get(), journal_driver(), nullptr);
  // Streaming needs the newest file format the library knows.
  H5Pset_libver_bounds(access.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  return access;
}

void Hdf5File::Impl::wait_for_readers() const {
  constexpr auto patience = std::chrono::seconds(5);
  constexpr auto pause = std::chrono::milliseconds(20);
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (is_open_here(path)) {  // without the lock, so that a reader can close it
    if (std::chrono::steady_clock::now() > give_up)
      fail("", "is being read by this program and cannot be written");
    std::this_thread::sleep_for(pause);
  }
}

// The library's own tool for files of killed writers, h5clear, does the same: it takes away the
// mark of the writer, and lets nothing be written over what lies behind the end that was last
// noted.
void Hdf5File::Impl::open_to_resume() {
  const Handle access = access_to_write();
  const hbool_t yes = true;
  H5Pset(access.get(), "clear_status_flags", &yes);
  H5Pset(access.get(), "skip_eof_check", &yes);
  file =
      need(Handle(H5Fopen(path.c_str(), H5F_ACC_RDWR | H5F_ACC_SWMR_WRITE, access.get()), H5Fclose),
           "", "cannot be opened to be written on");
  check(H5Fincrement_filesize(file.get(), 0), "", "its end cannot be found");
}

int Hdf5File::Impl::descriptor() const {
  void* handle = nullptr;
  if (H5Fget_vfd_handle(file.get(), H5P_DEFAULT, &handle) < 0 || !handle)
    fail("", "has no descriptor");
  return *static_cast<int*>(handle);
}

hid_t Hdf5File::Impl::growing_dataset(const std::string& name) const {
  const auto found = growing.find(name);
  if (found == growing.end()) fail(name, "was not made as a growing dataset");
  return found->second.get();
}

void Hdf5File::Impl::put_attribute(const std::string& object, const std::string& name, hid_t type,
                                   hid_t space, const void* values) {
  if (!has(object)) fail(object, "there is no such object");
  const Handle attribute =
      need(Handle(H5Acreate_by_name(file.get(), object.c_str(), name.c_str(), type, space,
                                    H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                  H5Aclose),
           object, "an attribute cannot be made");
  check(H5Awrite(attribute.get(), type, values), object, "an attribute cannot be written");
}

void Hdf5File::make_group(const std::string& group) {
  const Library library;
  const Handle links = making_groups();
  impl_->need(
      Handle(H5Gcreate2(impl_->file.get(), group.c_str(), links.get(), H5P_DEFAULT, H5P_DEFAULT),
             H5Gclose),
      group, "the group cannot be made");
}

void Hdf5File::write(const std::string& dataset, const Array& array, Type type) {
  const Library library;
  const std::vector<hsize_t> dims(array.shape.begin(), array.shape.end());
  const Handle space(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
                     H5Sclose);
  if (static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get())) != array.values.size()) {
    impl_->fail(dataset, "as many values as the shape says are needed");
  }
  const Handle links = making_groups();
  const Handle made =
      impl_->need(Handle(H5Dcreate2(impl_->file.get(), dataset.c_str(), stored_type(type),
                                    space.get(), links.get(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Dclose),
                  dataset, "cannot be made");
  impl_->check(
      H5Dwrite(made.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()),
      dataset, "cannot be written");
}

void Hdf5File::write_ascii(const std::string& dataset, std::span<const std::string> texts) {
  const Library library;
  std::size_t length = 1;
  for (const std::string& text : texts) length = std::max(length, text.size());
  std::string block;
  for (std::string text : texts) block += (text.resize(length), text);
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), length);
  H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
  const hsize_t count = texts.size();
  const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle links = making_groups();
  const Handle made =
      impl_->need(Handle(H5Dcreate2(impl_->file.get(), dataset.c_str(), type.get(), space.get(),
                                    links.get(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Dclose),
                  dataset, "cannot be made");
  impl_->check(H5Dwrite(made.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, block.data()),
               dataset, "cannot be written");
}

void Hdf5File::write_attribute(const std::string& object, const std::string& name,
                               const std::string& text) {
  const Library library;
  const Handle type = text_type();
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const char* pointer = text.c_str();
  impl_->put_attribute(object, name, type.get(), space.get(), &pointer);
}

void Hdf5File::write_attribute(const std::string& object, const std::string& name,
                               std::span<const std::int64_t> numbers) {
  const Library library;
  const hsize_t count = numbers.size();
  const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  impl_->put_attribute(object, name, H5T_NATIVE_INT64, space.get(), numbers.data());
}

void Hdf5File::write_attribute_strings(const std::string& object, const std::string& name,
                                       std::span<const std::string> texts) {
  const Library library;
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  const hsize_t count = texts.size();
  const Handle type = text_type();
  const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  impl_->put_attribute(object, name, type.get(), space.get(), pointers.data());
}

void Hdf5File::make_growing(const std::string& dataset, const std::vector<std::size_t>& row_shape,
                            Type type, std::size_t rows_per_chunk, bool compress) {
  const Library library;
  std::vector<hsize_t> dims{0}, most{H5S_UNLIMITED}, chunk{rows_per_chunk};
  for (const std::size_t extent : row_shape) {
    dims.push_back(extent);
    most.push_back(extent);
    chunk.push_back(std::max<std::size_t>(extent, 1));
  }
  const Handle space(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), most.data()),
                     H5Sclose);
  const Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(layout.get(), static_cast<int>(chunk.size()), chunk.data());
  set_fill_value(layout.get(), type);
  if (compress) {
    // Shuffled bytes pack better; levels above the first cost time and gain a few per cent.
    H5Pset_shuffle(layout.get());
    H5Pset_deflate(layout.get(), 1);
  }
  const Handle links = making_groups();
  impl_->growing[dataset] =
      impl_->need(Handle(H5Dcreate2(impl_->file.get(), dataset.c_str(), stored_type(type),
                                    space.get(), links.get(), layout.get(), H5P_DEFAULT),
                         H5Dclose),
                  dataset, "cannot be made");
}

void Hdf5File::append(const std::string& dataset, std::span<const double> row) {
  const Library library;
  const hid_t id = impl_->growing_dataset(dataset);
  const Handle old_space(H5Dget_space(id), H5Sclose);
  std::vector<hsize_t> dims = extents(old_space.get());
  std::vector<hsize_t> start(dims.size(), 0);
  start[0] = dims[0]++;
  impl_->check(H5Dset_extent(id, dims.data()), dataset, "cannot grow");
  dims[0] = 1;
  const Handle space(H5Dget_space(id), H5Sclose);
  H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, dims.data(), nullptr);
  if (static_cast<std::size_t>(H5Sget_select_npoints(space.get())) != row.size()) {
    impl_->fail(dataset, fmt::format("a row of {} values does not fit", row.size()));
  }
  const Handle memory(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
                      H5Sclose);
  impl_->check(H5Dwrite(id, H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, row.data()),
               dataset, "cannot be written");
}

void Hdf5File::reopen_growing(const std::string& dataset) {
  const Library library;
  impl_->growing[dataset] = impl_->open_dataset(dataset);
}

void Hdf5File::shorten(const std::string& dataset, std::size_t rows) {
  const Library library;
  const hid_t id = impl_->growing_dataset(dataset);
  const Handle space(H5Dget_space(id), H5Sclose);
  std::vector<hsize_t> dims = extents(space.get());
  if (rows > dims[0])
    impl_->fail(dataset, fmt::format("holds {} rows, fewer than the {} to keep", dims[0], rows));
  dims[0] = rows;
  impl_->check(H5Dset_extent(id, dims.data()), dataset, "cannot be shortened");
}

void Hdf5File::make_block(const std::string& dataset, std::size_t length) {
  const Library library;
  const hsize_t extent = length;
  const Handle space(H5Screate_simple(1, &extent, nullptr), H5Sclose);
  const Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_alloc_time(layout.get(), H5D_ALLOC_TIME_EARLY);
  H5Pset_fill_time(layout.get(), H5D_FILL_TIME_ALLOC);
  const Handle links = making_groups();
  impl_->need(Handle(H5Dcreate2(impl_->file.get(), dataset.c_str(), H5T_IEEE_F64LE, space.get(),
                                links.get(), layout.get(), H5P_DEFAULT),
                     H5Dclose),
              dataset, "cannot be made");
}

void Hdf5File::overwrite(const std::string& dataset, std::span<const double> numbers) {
  const Library library;
  const Handle opened = impl_->open_dataset(dataset);
  const Handle space(H5Dget_space(opened.get()), H5Sclose);
  const hsize_t start = 0, count = numbers.size();
  if (const std::vector<hsize_t> dims = extents(space.get()); dims.size() != 1 || count > dims[0])
    impl_->fail(dataset, fmt::format("{} numbers do not fit", count));
  H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &count, nullptr);
  const Handle memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
  impl_->check(H5Dwrite(opened.get(), H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT,
                        numbers.data()),
               dataset, "cannot be written");
}

void Hdf5File::hard_link(const std::string& existing, const std::string& link) {
  const Library library;
  const Handle links = making_groups();
  impl_->check(H5Lcreate_hard(impl_->file.get(), existing.c_str(), impl_->file.get(), link.c_str(),
                              links.get(), H5P_DEFAULT),
               link, "cannot be linked");
}

void Hdf5File::start_streaming() {
  const Library library;
  impl_->check(H5Fstart_swmr_write(impl_->file.get()), "", "cannot be streamed");
}

void Hdf5File::flush() {
  const Library library;
  impl_->check(H5Fflush(impl_->file.get(), H5F_SCOPE_GLOBAL), "", "cannot be flushed");
}

std::string Hdf5File::reserve(std::size_t bytes) {
  const Library library;
  haddr_t end = 0;
  impl_->check(H5Fget_eoa(impl_->file.get(), &end), "", "has no end");
  const std::string reason = reserve_room(
      impl_->descriptor(), std::min<std::uint64_t>(impl_->roomy_until, end), end + bytes + margin);
  if (reason.empty()) impl_->roomy_until = end;
  return reason;
}

void Hdf5File::close() {
  const Library library;
  for (auto& [name, dataset] : impl_->growing)
    impl_->check(dataset.reset(), name, "cannot be closed");
  impl_->growing.clear();
  impl_->opened.clear();
  impl_->check(impl_->file.reset(), "", "cannot be closed");
}

}  // namespace vitrine::io
