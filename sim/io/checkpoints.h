#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::io {

class Hdf5File;

/// All that a run needs to go on from one moment, and how much of its record was there then.
struct Checkpoint {
  std::int64_t sequence = 0;  ///< counts the checkpoints of a run from 1
  std::size_t frames = 0;     ///< recorded before it
  std::vector<double> numbers;
};

/// Two places for checkpoints in a record, written in turn: while one is being written the other
/// holds the last whole one. Each carries its sequence number and a sum of its bits; a place that
/// was left half written does not add up and is passed over. Both are laid out on the disk when the
/// record begins, so that the checkpoint of a run on a full disk still finds its place.
///
/// A checkpoint and the frames before it come to stand in the file together (Hdf5File::flush).
class CheckpointSlots {
 public:
  /// Lays out places for checkpoints of up to `capacity` numbers.
  static void make(Hdf5File& file, std::size_t capacity);
  /// Over the older place, and flushes. FileError when the numbers do not fit.
  static void write(Hdf5File& file, const Checkpoint& checkpoint);
  /// The newest whole one.
  static std::optional<Checkpoint> newest(const Hdf5File& file);
};

/// The newest checkpoint of a run record. FileError when it has none.
Checkpoint read_checkpoint(const std::filesystem::path& record);

}  // namespace vitrine::io
