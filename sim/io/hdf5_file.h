#pragma once
// The one file pair that includes HDF5. HDF5 is not thread-safe: every handle of a file lives on
// the thread that opened it, and all calls take one process-wide lock.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::io {

/// A numeric array read whole: row-major values and their shape.
struct Array {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

/// Where HDF5 begins in the first bytes of a file: at once, or behind a user block, such as the
/// head of a run record, of 512 bytes or a power of two times as many (HDF5 File Format
/// Specification 3.0, section II.A). npos when it does not.
std::size_t hdf5_start(std::string_view head);

/// Thin, typed view of an HDF5 file. Every failure is a FileError naming file and object.
class Hdf5File {
 public:
  /// read    also opens a file that another process is still writing, or that a killed one left
  ///         behind, when it was streamed (start_streaming)
  /// create  replaces what is there
  /// resume  goes on streaming a file that was streamed and closed, or left by a killed writer.
  ///         Nobody may be writing it: see WriterLock. HDF5 does not open a file to write that this
  ///         process reads, so this waits, up to five seconds, until the last reader has let go.
  enum class Mode { read, create, resume };
  Hdf5File(const std::filesystem::path& file, Mode mode);
  /// A file image in memory (read only); `name` is for messages.
  Hdf5File(std::span<const std::byte> image, const std::string& name);
  /// A new file in memory, to be written and asked for its image().
  static Hdf5File in_memory();
  ~Hdf5File();
  Hdf5File(Hdf5File&&) noexcept;
  Hdf5File& operator=(Hdf5File&&) noexcept;

  /// Whether it begins as an HDF5 file does.
  static bool is_one(const std::filesystem::path& file);
  bool has(const std::string& object) const;
  /// Names of the members of a group, in alphabetical order.
  std::vector<std::string> children(const std::string& group) const;
  bool is_group(const std::string& object) const;
  std::vector<std::size_t> shape(const std::string& dataset) const;
  /// Integers and floating-point numbers of any size and byte order, converted to double.
  Array read(const std::string& dataset) const;
  /// Rows [first, first + count) of the first dimension.
  Array read_rows(const std::string& dataset, std::size_t first, std::size_t count) const;
  std::vector<std::string> read_strings(const std::string& dataset) const;

  bool has_attribute(const std::string& object, const std::string& name) const;
  /// One text of fixed or variable length; the object of the root is "/".
  std::string string_attribute(const std::string& object, const std::string& name) const;
  std::vector<std::string> string_list_attribute(const std::string& object,
                                                 const std::string& name) const;
  Array attribute(const std::string& object, const std::string& name) const;

  // Writing (Mode::create; of a resumed file what can be streamed). Groups on the way are made.
  enum class Type { float32, float64, int32, int64 };
  void make_group(const std::string& group);
  void write(const std::string& dataset, const Array& array, Type type);
  /// A column of short texts, each as long as the longest.
  void write_ascii(const std::string& dataset, std::span<const std::string> texts);
  void write_attribute(const std::string& object, const std::string& name, const std::string& text);
  void write_attribute(const std::string& object, const std::string& name,
                       std::span<const std::int64_t> numbers);
  void write_attribute_strings(const std::string& object, const std::string& name,
                               std::span<const std::string> texts);
  /// A dataset that grows along its first dimension; row_shape is the shape of one entry. Entries
  /// that were begun and not written, when the writer was killed, read as NaN or -1.
  void make_growing(const std::string& dataset, const std::vector<std::size_t>& row_shape,
                    Type type, std::size_t rows_per_chunk, bool compress);
  void append(const std::string& dataset, std::span<const double> row);
  /// A growing dataset of a resumed file, to append to.
  void reopen_growing(const std::string& dataset);
  /// Drops the rows of a growing dataset from `rows` on.
  void shorten(const std::string& dataset, std::size_t rows);
  /// A row of doubles of fixed length whose place on the disk is taken from the start, filled with
  /// zeros: it can be overwritten when the disk is full.
  void make_block(const std::string& dataset, std::size_t length);
  /// Overwrites the first numbers of a block.
  void overwrite(const std::string& dataset, std::span<const double> numbers);
  void hard_link(const std::string& existing, const std::string& link);
  /// From here on only append(), shorten() and overwrite(): HDF5's single-writer-multiple-readers
  /// mode. What was flushed can be read by others at once.
  void start_streaming();
  /// Everything written since the last flush comes to stand in the file, or nothing of it, however
  /// the writer dies: by SIGKILL, with the machine, or on a full disk (JournaledFile). Waits for
  /// the disk.
  void flush();
  /// Sets disk space aside for `bytes` more; empty, or why there is none (see reserve_room()). HDF5
  /// does not outlive a write that fails, so it is asked for room first.
  std::string reserve(std::size_t bytes);
  /// The bytes of the whole file as it stands.
  std::string image();
  void close();

 private:
  Hdf5File();

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::io
