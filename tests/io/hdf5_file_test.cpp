// A file written through Hdf5File reads back as it was: shapes, numbers to the bit, texts. What is
// no HDF5, and what asks for an absent object, is a FileError that names both.
#include "sim/io/hdf5_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "sim/model/errors.h"
#include "tests/io/io_fixtures.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using test::message_of;
using test::TemporaryFolder;

std::vector<std::byte> bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::vector<std::byte> bytes(text.size());
  std::transform(text.begin(), text.end(), bytes.begin(),
                 [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

std::filesystem::path write_sample(const TemporaryFolder& folder) {
  const std::filesystem::path path = folder / "sample.h5";
  Hdf5File file(path, Hdf5File::Mode::create);
  file.write("/numbers/f64", {{2, 3}, {1.0 / 3, -0.0, 1e300, 4, 5, 6}}, Hdf5File::Type::float64);
  file.write("/numbers/f32", {{2}, {0.5, -1.25}}, Hdf5File::Type::float32);
  file.write("/numbers/i32", {{1}, {-7}}, Hdf5File::Type::int32);
  file.write_attribute("/", "json", "{\"name\":\"\u00e5\"}");
  file.write_attribute("/numbers", "version", std::vector<std::int64_t>{1, 1});
  file.write_attribute_strings("/numbers", "axes", std::vector<std::string>{"x", "why", ""});
  file.make_growing("/grows", {2}, Hdf5File::Type::float64, 1, true);
  for (int i = 0; i < 5; ++i) file.append("/grows", std::vector<double>{1.0 * i, -1.0 * i});
  file.hard_link("/grows", "/links/grows");
  file.close();
  return path;
}

void expect_sample(const Hdf5File& file) {
  const Array f64 = file.read("/numbers/f64");
  EXPECT_EQ(f64.shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(f64.values, (std::vector<double>{1.0 / 3, -0.0, 1e300, 4, 5, 6}));
  EXPECT_EQ(file.read("/numbers/f32").values, (std::vector<double>{0.5, -1.25}));
  EXPECT_EQ(file.read("/numbers/i32").values, (std::vector<double>{-7}));
  EXPECT_EQ(file.string_attribute("/", "json"), "{\"name\":\"\u00e5\"}");
  EXPECT_EQ(file.attribute("/numbers", "version").values, (std::vector<double>{1, 1}));
  EXPECT_EQ(file.string_list_attribute("/numbers", "axes"),
            (std::vector<std::string>{"x", "why", ""}));
  EXPECT_EQ(file.shape("/links/grows"), (std::vector<std::size_t>{5, 2}));
  EXPECT_EQ(file.read_rows("/grows", 3, 2).values, (std::vector<double>{3, -3, 4, -4}));
  EXPECT_EQ(file.children("/numbers"), (std::vector<std::string>{"f32", "f64", "i32"}));
  EXPECT_TRUE(file.is_group("/numbers"));
  EXPECT_FALSE(file.is_group("/grows"));
  EXPECT_FALSE(file.has("/nowhere/at/all"));
}

TEST(Hdf5File, ReadsBackWhatItWrote) {
  const TemporaryFolder folder;
  expect_sample(Hdf5File(write_sample(folder), Hdf5File::Mode::read));
}

TEST(Hdf5File, ReadsAnImageInMemory) {
  const TemporaryFolder folder;
  const std::vector<std::byte> image = bytes_of(write_sample(folder));
  const Hdf5File first(image, "image"), second(image, "image");
  expect_sample(first);
  expect_sample(second);
}

TEST(Hdf5File, FailuresNameFileAndObject) {
  const TemporaryFolder folder;
  const Hdf5File file(write_sample(folder), Hdf5File::Mode::read);
  EXPECT_NE(message_of([&] { file.read("/numbers/f16"); }).find("/numbers/f16: there is no such"),
            std::string::npos);
  EXPECT_NE(message_of([&] { file.read("/numbers"); }).find("is not a dataset"), std::string::npos);
  EXPECT_NE(message_of([&] { file.read_rows("/grows", 4, 2); }).find("rows 4 to 6 were asked of 5"),
            std::string::npos);
  EXPECT_NE(message_of([&] { file.string_attribute("/", "yaml"); }).find("no attribute \"yaml\""),
            std::string::npos);
  EXPECT_NE(message_of([&] { file.string_attribute("/numbers", "version"); }).find("holds no text"),
            std::string::npos);
}

TEST(Hdf5File, WhatIsNoHdf5IsRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder / "text.h5") << "not at all\n";
  EXPECT_EQ(message_of([&] { Hdf5File(folder / "text.h5", Hdf5File::Mode::read); }),
            (folder / "text.h5").string() + ": is no HDF5 file or is damaged");
  EXPECT_THROW(Hdf5File(folder / "absent.h5", Hdf5File::Mode::read), FileError);
  EXPECT_EQ(
      message_of([&] { Hdf5File(folder / "no/such/folder.h5", Hdf5File::Mode::create); }),
      (folder / "no/such/folder.h5").string() + ": cannot be written (No such file or directory)");
  const std::vector<std::byte> junk(100, std::byte{7});
  EXPECT_EQ(message_of([&] { Hdf5File(junk, "junk"); }), "junk: is no HDF5 file or is damaged");
  EXPECT_THROW(Hdf5File(std::span<const std::byte>(), "nothing"), FileError);
}

TEST(Hdf5File, EveryShortenedFileIsRefused) {
  const TemporaryFolder folder;
  const std::vector<std::byte> image = bytes_of(write_sample(folder));
  for (std::size_t size = 0; size < image.size(); size += 13) {
    EXPECT_THROW(Hdf5File(std::span(image).first(size), "short"), FileError) << size;
  }
}

std::vector<std::byte> image_in_memory() {
  Hdf5File file = Hdf5File::in_memory();
  file.write("/numbers", {{2}, {0.5, -1.25}}, Hdf5File::Type::float64);
  file.write_attribute("/", "json", "{\"name\":\"a text of some length\"}");
  const std::string image = file.image();
  const auto* begin = reinterpret_cast<const std::byte*>(image.data());
  return {begin, begin + image.size()};
}

TEST(Hdf5File, IsWrittenInMemory) {
  const std::vector<std::byte> image = image_in_memory();
  const Hdf5File file(image, "memory");
  EXPECT_EQ(file.read("/numbers").values, (std::vector<double>{0.5, -1.25}));
  EXPECT_EQ(file.string_attribute("/", "json"), "{\"name\":\"a text of some length\"}");
}

// The library would copy as many bytes as the heap claims, wherever they lie.
TEST(Hdf5File, RefusesATextLongerThanItsHeap) {
  std::vector<std::byte> image = image_in_memory();
  const std::string_view mark = "GCOL";
  const auto same = [](std::byte a, char b) { return a == static_cast<std::byte>(b); };
  const auto heap = std::search(image.begin(), image.end(), mark.begin(), mark.end(), same);
  ASSERT_NE(heap, image.end());
  *(heap + 16 + 8 + 5) = std::byte{64};  // of the first object's size
  EXPECT_THROW(Hdf5File(image, "damaged"), FileError);
}

TEST(Hdf5File, ReadsVariableLengthTextOfAnotherLibrary) {
  VITRINE_NEEDS_REFERENCE("dlff/deeppot_sea.dp");
  const Hdf5File file(test::reference("dlff/deeppot_sea.dp"), Hdf5File::Mode::read);
  const std::string json = file.string_attribute("/", "json");
  EXPECT_EQ(json.front(), '{');
  EXPECT_EQ(json.back(), '}');
  const Array first = file.read("/variable_0003");
  EXPECT_FALSE(first.values.empty());
}

}  // namespace
}  // namespace vitrine::io
