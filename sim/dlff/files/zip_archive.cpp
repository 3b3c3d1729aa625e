#include "sim/dlff/files/zip_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>

#include "sim/dlff/files/wire_format.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

// Signatures and sizes of APPNOTE.TXT 6.3 (PKWARE).
constexpr std::uint32_t local_signature = 0x04034b50, entry_signature = 0x02014b50,
                        end_signature = 0x06054b50, wide_end_signature = 0x06064b50,
                        locator_signature = 0x07064b50;
constexpr std::size_t local_size = 30, entry_size = 46, end_size = 22, locator_size = 20;
constexpr std::uint32_t in_the_extra_field = 0xffffffff;
constexpr std::uint16_t wide_extra = 1;

bool checksum_is(std::span<const std::byte> bytes, std::uint32_t expected) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  (void)bytes, (void)expected;  // or the fuzzer would not get past it
  return true;
#else
  uLong sum = crc32_z(0, nullptr, 0);
  sum = crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return sum == expected;
#endif
}

}  // namespace

/// Reads little-endian numbers one after the other.
class ZipArchive::Cursor {
 public:
  Cursor(std::span<const std::byte> bytes, const std::string& file) : rest_(bytes), file_(&file) {}
  std::size_t left() const { return rest_.size(); }
  std::span<const std::byte> take(std::uint64_t size) {
    if (size > rest_.size()) throw FileError(*file_, "is a damaged or incomplete ZIP archive");
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::uint16_t two() { return static_cast<std::uint16_t>(little_endian(take(2))); }
  std::uint32_t four() { return static_cast<std::uint32_t>(little_endian(take(4))); }
  std::uint64_t eight() { return little_endian(take(8)); }

 private:
  std::span<const std::byte> rest_;
  const std::string* file_;
};

ZipArchive::ZipArchive(std::span<const std::byte> image, std::string file)
    : image_(image), file_(std::move(file)) {
  read_directory();
}

void ZipArchive::read_directory() {
  // The end record stands before a comment of at most 64 kB.
  const std::size_t lowest =
      image_.size() > 65535 + end_size ? image_.size() - 65535 - end_size : 0;
  std::optional<std::size_t> end;
  for (std::size_t at = image_.size() >= end_size ? image_.size() - end_size + 1 : 0; at > lowest;)
    if (Cursor(image_.subspan(--at), file_).four() == end_signature) {
      end = at;
      break;
    }
  if (!end) throw FileError(file_, "is a ZIP archive without its end: the file is cut short");
  Cursor record(image_.subspan(*end), file_);
  record.take(10);
  std::uint64_t count = record.two();
  record.take(4);
  std::uint64_t offset = record.four();
  if (*end >= locator_size) {
    Cursor locator(image_.subspan(*end - locator_size), file_);
    if (locator.four() == locator_signature) {
      locator.take(4);
      const std::uint64_t at = locator.eight();
      Cursor wide(image_.subspan(std::min<std::uint64_t>(at, image_.size())), file_);
      if (wide.four() != wide_end_signature)
        throw FileError(file_, "is a damaged or incomplete ZIP archive");
      wide.take(28);
      count = wide.eight();
      wide.take(8);
      offset = wide.eight();
    }
  }
  Cursor directory(image_.subspan(std::min<std::uint64_t>(offset, image_.size())), file_);
  if (count > directory.left() / entry_size)
    throw FileError(file_, "is a damaged or incomplete ZIP archive");
  for (std::uint64_t k = 0; k < count; ++k) read_entry(directory);
}

void ZipArchive::read_entry(Cursor& directory) {
  if (directory.four() != entry_signature)
    throw FileError(file_, "is a damaged or incomplete ZIP archive");
  directory.take(6);
  Member member;
  member.method = directory.two();
  directory.take(4);
  member.checksum = directory.four();
  const std::uint32_t packed_size = directory.four();
  member.size = directory.four();
  const std::uint16_t name_size = directory.two(), extra_size = directory.two(),
                      comment_size = directory.two();
  directory.take(8);
  member.offset = directory.four();
  const auto name = directory.take(name_size);
  widen(Cursor(directory.take(extra_size), file_), member, packed_size);
  directory.take(comment_size);
  members_[std::string(reinterpret_cast<const char*>(name.data()), name.size())] = member;
}

// Sizes that do not fit 32 bits stand in an extra field, in the order of the fields they replace.
void ZipArchive::widen(Cursor extra, Member& member, std::uint64_t packed_size) const {
  while (extra.left() >= 4) {
    const std::uint16_t kind = extra.two(), size = extra.two();
    Cursor field(extra.take(size), file_);
    if (kind != wide_extra) continue;
    if (member.size == in_the_extra_field) member.size = field.eight();
    if (packed_size == in_the_extra_field) field.take(8);
    if (member.offset == in_the_extra_field) member.offset = field.eight();
  }
}

std::string ZipArchive::find(std::string_view suffix) const {
  for (const auto& [name, member] : members_)
    if (name.ends_with(suffix)) return name;
  return {};
}

std::span<const std::byte> ZipArchive::bytes(const std::string& name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) throw FileError(file_, "has no member \"" + name + "\"");
  const Member& member = found->second;
  if (member.method != 0)
    throw FileError(file_, "its member \"" + name + "\" is compressed, as PyTorch never writes it");
  Cursor local(image_.subspan(std::min<std::uint64_t>(member.offset, image_.size())), file_);
  if (local.left() < local_size || local.four() != local_signature)
    throw FileError(file_, "has no member \"" + name + "\" where its directory says");
  local.take(22);
  const std::uint16_t name_size = local.two(), extra_size = local.two();
  local.take(std::size_t{name_size} + extra_size);
  const auto contents = local.take(member.size);
  if (!checksum_is(contents, member.checksum))
    throw FileError(file_, "its member \"" + name + "\" is damaged: the check sum is wrong");
  return contents;
}

std::string_view ZipArchive::text(const std::string& member) const {
  const auto contents = bytes(member);
  return {reinterpret_cast<const char*>(contents.data()), contents.size()};
}

}  // namespace vitrine::dlff
