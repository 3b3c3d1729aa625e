#include <algorithm>
#include <atomic>
#include <string_view>
#include <system_error>

#include "sim/io/disk_room.h"
#include "sim/io/hdf5_file_impl.h"
#include "sim/io/hdf5_heap.h"
#include "sim/io/hdf5_journal_driver.h"
#include "sim/io/journaled_file.h"

namespace vitrine::io {
namespace {

constexpr const char* no_hdf5 = "is no HDF5 file or is damaged";

}  // namespace

std::size_t hdf5_start(std::string_view head) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  if (head.starts_with(signature)) return 0;
  for (std::size_t at = 512; at < head.size(); at *= 2)
    if (head.substr(at).starts_with(signature)) return at;
  return head.npos;
}

std::string system_reason() {
  std::string reason;
  const auto keep = [](unsigned, const H5E_error2_t* error, void* text) -> herr_t {
    constexpr std::string_view mark = "error message = '";
    const std::string_view words = error->desc ? error->desc : "";
    const std::size_t at = words.find(mark);
    if (at == std::string_view::npos) return 0;
    const std::string_view rest = words.substr(at + mark.size());
    *static_cast<std::string*>(text) = rest.substr(0, rest.find('\''));
    return 1;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep, &reason);
  return reason;
}

std::string with_system_reason(const char* what) {
  const std::string reason = system_reason();
  return reason.empty() ? what : fmt::format("{} ({})", what, reason);
}

std::vector<hsize_t> extents(hid_t space) {
  const int rank = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> dims(rank > 0 ? static_cast<std::size_t>(rank) : 0);
  if (rank > 0) H5Sget_simple_extent_dims(space, dims.data(), nullptr);
  return dims;
}

bool Hdf5File::Impl::has(const std::string& object) const {
  if (object == "/") return true;
  // HDF5 answers only for the last part of a path, and fails when an earlier one is missing.
  for (std::size_t slash = object.find('/', 1);; slash = object.find('/', slash + 1)) {
    const std::string part = object.substr(0, slash);
    if (H5Lexists(file.get(), part.c_str(), H5P_DEFAULT) <= 0) return false;
    if (slash == std::string::npos) break;
  }
  return H5Oexists_by_name(file.get(), object.c_str(), H5P_DEFAULT) > 0;
}

Handle Hdf5File::Impl::open_dataset(const std::string& name) const {
  if (!has(name)) fail(name, "there is no such dataset");
  return need(Handle(H5Dopen2(file.get(), name.c_str(), H5P_DEFAULT), H5Dclose), name,
              "is not a dataset that can be opened");
}

hid_t Hdf5File::Impl::dataset_to_read(const std::string& name) const {
  const auto found = opened.find(name);
  if (found != opened.end()) return found->second.get();
  return opened.emplace(name, open_dataset(name)).first->second.get();
}

Handle Hdf5File::Impl::open_attribute(const std::string& object, const std::string& name) const {
  if (!has(object)) fail(object, "there is no such object");
  return need(
      Handle(H5Aopen_by_name(file.get(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
             H5Aclose),
      object, fmt::format("has no attribute \"{}\"", name).c_str());
}

/// How many values a dataspace holds. A damaged file may claim anything: more than deflate's best
/// ratio (1032 to 1) could have packed into the file is refused before memory is asked for it.
std::size_t Hdf5File::Impl::count(hid_t space, const std::string& object) const {
  hsize_t bytes = 0;
  H5Fget_filesize(file.get(), &bytes);
  const double most = std::max(1e6, 1100.0 * static_cast<double>(bytes));
  double claimed = 1;
  for (const hsize_t extent : extents(space)) claimed *= static_cast<double>(extent);
  if (claimed > most) {
    fail(object,
         fmt::format("claims {:g} values, more than a file of {} bytes holds", claimed, bytes));
  }
  return static_cast<std::size_t>(H5Sget_simple_extent_npoints(space));
}

void Hdf5File::Impl::need_numbers(hid_t type, const std::string& object) const {
  const H5T_class_t kind = H5Tget_class(type);
  if (kind != H5T_INTEGER && kind != H5T_FLOAT && kind != H5T_ENUM) {
    fail(object, "holds no numbers (expected integers or floating-point values)");
  }
  // The library sets memory aside for numbers as wide as a damaged file says.
  constexpr std::size_t widest = 16;
  if (const std::size_t width = H5Tget_size(type); width > widest)
    fail(object, fmt::format("holds numbers of {} bytes (expected at most {})", width, widest));
}

template <class Read>
Array Hdf5File::Impl::numbers(hid_t type, hid_t space, const std::string& object, Read read) const {
  need_numbers(type, object);
  const std::vector<hsize_t> dims = extents(space);
  Array array{{dims.begin(), dims.end()}, {}};
  array.values.resize(count(space, object));
  if (!array.values.empty()) check(read(array.values.data()), object, "cannot be read");
  return array;
}

template <class Read>
std::vector<std::string> Hdf5File::Impl::texts(hid_t type, hid_t space, const std::string& object,
                                               Read read) const {
  if (H5Tget_class(type) != H5T_STRING) fail(object, "holds no text");
  const std::size_t n = count(space, object);
  std::vector<std::string> result;
  result.reserve(n);
  if (H5Tis_variable_str(type) > 0) {
    Handle memory(H5Tcopy(type), H5Tclose);
    std::vector<char*> pointers(n, nullptr);
    check(read(memory.get(), pointers.data()), object, "the text cannot be read");
    for (const char* text : pointers) result.emplace_back(text ? text : "");
    if (n > 0) H5Dvlen_reclaim(memory.get(), space, H5P_DEFAULT, pointers.data());
    return result;
  }
  const std::size_t width = H5Tget_size(type);
  std::vector<char> characters(n * width);
  check(read(type, characters.data()), object, "the text cannot be read");
  for (std::size_t i = 0; i < n; ++i) {
    const char* begin = characters.data() + i * width;
    std::string text(begin, std::find(begin, begin + width, '\0'));
    if (H5Tget_strpad(type) == H5T_STR_SPACEPAD) text.erase(text.find_last_not_of(' ') + 1);
    result.push_back(std::move(text));
  }
  return result;
}

Hdf5File::Hdf5File(const std::filesystem::path& path, Mode mode) : impl_(std::make_unique<Impl>()) {
  impl_->path = path;
  if (mode == Mode::resume) impl_->wait_for_readers();
  const Library library;
  if (mode == Mode::create) {
    const Handle layout(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_userblock(layout.get(), JournaledFile::head_size);
    impl_->file = impl_->need(
        Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, layout.get(), access_to_write().get()),
               H5Fclose),
        "", "cannot be written");
    return;
  }
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw FileError(path, "there is no such file");
  mode == Mode::read ? impl_->open_to_read() : impl_->open_to_resume();
}

void Hdf5File::Impl::open_to_read() {
  try {
    recover(path);
  } catch (const std::system_error& error) {
    fail("", "its writer was killed, and it cannot be mended: " + error.code().message());
  }
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  // While a writer is at work, what is found half changed is read again, each time after twice the
  // pause. This many attempts take four seconds; HDF5's own hundred would never end on a file whose
  // writer was killed.
  H5Pset_metadata_read_attempts(access.get(), 32);
  file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (file.valid()) return;
  const std::string reason = system_reason();
  if (take_mark_away())
    file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (file.valid()) return;
  // A writer at work leaves a mark that only this mode accepts.
  file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, access.get()), H5Fclose);
  if (!file.valid()) fail("", reason.empty() ? no_hdf5 : "cannot be opened: " + reason);
}

// One that was killed leaves the mark for good, and readers of other programs would refuse the
// file.
bool Hdf5File::Impl::take_mark_away() const {
  if (!is_journaled(path)) return false;  // whoever writes it takes no lock that tells
  try {
    const WriterLock alone(path);
    Impl closed;
    closed.path = path;
    closed.open_to_resume();
    return closed.file.reset() >= 0;
  } catch (const FileError&) {
    return false;  // its writer is alive, or it may not be written
  }
}

Hdf5File::Hdf5File(std::span<const std::byte> image, const std::string& name)
    : impl_(std::make_unique<Impl>()) {
  const Library library;
  impl_->path = name;
  const std::size_t start = hdf5_start({reinterpret_cast<const char*>(image.data()), image.size()});
  if (start >= image.size() || !heaps_are_sound(image.subspan(start))) impl_->fail("", no_hdf5);
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access.get(), 1 << 16, false);
  // HDF5 copies the image and does not change the bytes given to it.
  auto* bytes = const_cast<std::byte*>(image.data());
  impl_->check(H5Pset_file_image(access.get(), bytes, image.size()), "", "no image given");
  // The library takes two files of one name for the same file.
  static std::atomic<int> serial = 0;
  const std::string unique = fmt::format("{}#{}", name, ++serial);
  impl_->file = impl_->need(Handle(H5Fopen(unique.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose),
                            "", no_hdf5);
}

Hdf5File::Hdf5File() : impl_(std::make_unique<Impl>()) {}

Hdf5File Hdf5File::in_memory() {
  const Library library;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access.get(), 1 << 20, false);
  static std::atomic<int> serial = 0;
  Hdf5File made;
  made.impl_->path = fmt::format("memory#{}", ++serial);
  made.impl_->file = made.impl_->need(
      Handle(H5Fcreate(made.impl_->path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()),
             H5Fclose),
      "", "cannot be made in memory");
  return made;
}

std::string Hdf5File::image() {
  flush();
  const Library library;
  const ssize_t size = H5Fget_file_image(impl_->file.get(), nullptr, 0);
  if (size < 0) impl_->fail("", "has no image");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (H5Fget_file_image(impl_->file.get(), bytes.data(), bytes.size()) < 0)
    impl_->fail("", "has no image");
  return bytes;
}

Hdf5File::~Hdf5File() {
  const Library library;
  impl_.reset();
}
Hdf5File::Hdf5File(Hdf5File&&) noexcept = default;
Hdf5File& Hdf5File::operator=(Hdf5File&& other) noexcept {
  const Library library;
  impl_ = std::move(other.impl_);
  return *this;
}

bool Hdf5File::is_one(const std::filesystem::path& file) {
  const Library library;
  return H5Fis_hdf5(file.c_str()) > 0;
}

bool Hdf5File::has(const std::string& object) const {
  const Library library;
  return impl_->has(object);
}

bool Hdf5File::is_group(const std::string& object) const {
  const Library library;
  if (!impl_->has(object)) return false;
  const Handle opened(H5Oopen(impl_->file.get(), object.c_str(), H5P_DEFAULT), H5Oclose);
  return opened.valid() && H5Iget_type(opened.get()) == H5I_GROUP;
}

std::vector<std::string> Hdf5File::children(const std::string& group) const {
  const Library library;
  if (!impl_->has(group)) impl_->fail(group, "there is no such group");
  const Handle opened =
      impl_->need(Handle(H5Gopen2(impl_->file.get(), group.c_str(), H5P_DEFAULT), H5Gclose), group,
                  "is not a group");
  std::vector<std::string> names;
  const auto keep = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  impl_->check(H5Literate(opened.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, keep, &names), group,
               "its members cannot be listed");
  return names;
}

std::vector<std::size_t> Hdf5File::shape(const std::string& dataset) const {
  const Library library;
  const hid_t opened = impl_->dataset_to_read(dataset);
  const Handle space(H5Dget_space(opened), H5Sclose);
  const std::vector<hsize_t> dims = extents(space.get());
  return {dims.begin(), dims.end()};
}

Array Hdf5File::read(const std::string& dataset) const {
  const Library library;
  const hid_t opened = impl_->dataset_to_read(dataset);
  const Handle type(H5Dget_type(opened), H5Tclose);
  const Handle space(H5Dget_space(opened), H5Sclose);
  return impl_->numbers(type.get(), space.get(), dataset, [&](double* target) {
    return H5Dread(opened, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, target);
  });
}

Array Hdf5File::read_rows(const std::string& dataset, std::size_t first, std::size_t count) const {
  const Library library;
  const hid_t opened = impl_->dataset_to_read(dataset);
  const Handle type(H5Dget_type(opened), H5Tclose);
  const Handle space(H5Dget_space(opened), H5Sclose);
  impl_->need_numbers(type.get(), dataset);
  impl_->count(space.get(), dataset);
  std::vector<hsize_t> dims = extents(space.get());
  if (dims.empty() || first > dims[0] || count > dims[0] - first) {
    impl_->fail(dataset, fmt::format("rows {} to {} were asked of {}", first, first + count,
                                     dims.empty() ? 1 : dims[0]));
  }
  std::vector<hsize_t> start(dims.size(), 0);
  start[0] = first;
  dims[0] = count;
  Array array{{dims.begin(), dims.end()}, {}};
  H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, dims.data(), nullptr);
  array.values.resize(static_cast<std::size_t>(H5Sget_select_npoints(space.get())));
  if (array.values.empty()) return array;
  const Handle memory(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
                      H5Sclose);
  impl_->check(H5Dread(opened, H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT,
                       array.values.data()),
               dataset, "cannot be read");
  return array;
}

std::vector<std::string> Hdf5File::read_strings(const std::string& dataset) const {
  const Library library;
  const hid_t opened = impl_->dataset_to_read(dataset);
  const Handle type(H5Dget_type(opened), H5Tclose);
  const Handle space(H5Dget_space(opened), H5Sclose);
  return impl_->texts(type.get(), space.get(), dataset, [&](hid_t memory, void* target) {
    return H5Dread(opened, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, target);
  });
}

bool Hdf5File::has_attribute(const std::string& object, const std::string& name) const {
  const Library library;
  return impl_->has(object) &&
         H5Aexists_by_name(impl_->file.get(), object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

std::vector<std::string> Hdf5File::string_list_attribute(const std::string& object,
                                                         const std::string& name) const {
  const Library library;
  const Handle opened = impl_->open_attribute(object, name);
  const Handle type(H5Aget_type(opened.get()), H5Tclose);
  const Handle space(H5Aget_space(opened.get()), H5Sclose);
  return impl_->texts(
      type.get(), space.get(), fmt::format("{} attribute \"{}\"", object, name),
      [&](hid_t memory, void* target) { return H5Aread(opened.get(), memory, target); });
}

std::string Hdf5File::string_attribute(const std::string& object, const std::string& name) const {
  std::vector<std::string> texts = string_list_attribute(object, name);
  if (texts.size() != 1) {
    impl_->fail(object,
                fmt::format("attribute \"{}\" holds {} texts, expected one", name, texts.size()));
  }
  return std::move(texts.front());
}

Array Hdf5File::attribute(const std::string& object, const std::string& name) const {
  const Library library;
  const Handle opened = impl_->open_attribute(object, name);
  const Handle type(H5Aget_type(opened.get()), H5Tclose);
  const Handle space(H5Aget_space(opened.get()), H5Sclose);
  return impl_->numbers(
      type.get(), space.get(), fmt::format("{} attribute \"{}\"", object, name),
      [&](double* target) { return H5Aread(opened.get(), H5T_NATIVE_DOUBLE, target); });
}

}  // namespace vitrine::io
