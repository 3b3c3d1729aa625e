#include "sim/io/checkpoints.h"

#include <array>

#include "sim/io/checksum.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

const std::array<std::string, 2> places = {"/parameters/vitrine/checkpoint_0",
                                           "/parameters/vitrine/checkpoint_1"};

/// Head of a place: sequence, frames, count of numbers, and the two halves of their sum.
constexpr std::size_t head = 5, summed_head = 3;

std::uint64_t sum_of(std::span<const double> first, std::span<const double> second) {
  return checksum(std::as_bytes(second), checksum(std::as_bytes(first)));
}

double high_half(std::uint64_t sum) {
  return static_cast<double>(sum >> 32);
}
double low_half(std::uint64_t sum) {
  return static_cast<double>(sum & 0xffffffff);
}

std::optional<Checkpoint> read_place(const Hdf5File& file, const std::string& place) {
  if (!file.has(place)) return std::nullopt;
  const std::vector<std::size_t> shape = file.shape(place);
  if (shape.size() != 1 || shape[0] < head) return std::nullopt;
  const std::vector<double> start = file.read_rows(place, 0, head).values;
  const auto is_count = [](double number, double low, double high) {
    return number >= low && number <= high;
  };
  constexpr double most = 0x1p53;
  if (!is_count(start[0], 1, most) || !is_count(start[1], 0, most) ||
      !is_count(start[2], 0, static_cast<double>(shape[0] - head)))
    return std::nullopt;
  Checkpoint checkpoint{static_cast<std::int64_t>(start[0]), static_cast<std::size_t>(start[1]),
                        file.read_rows(place, head, static_cast<std::size_t>(start[2])).values};
  const std::uint64_t sum = sum_of(std::span(start).first(summed_head), checkpoint.numbers);
  if (start[3] != high_half(sum) || start[4] != low_half(sum)) return std::nullopt;
  return checkpoint;
}

}  // namespace

void CheckpointSlots::make(Hdf5File& file, std::size_t capacity) {
  for (const std::string& place : places) file.make_block(place, head + capacity);
}

void CheckpointSlots::write(Hdf5File& file, const Checkpoint& checkpoint) {
  std::vector<double> all = {static_cast<double>(checkpoint.sequence),
                             static_cast<double>(checkpoint.frames),
                             static_cast<double>(checkpoint.numbers.size())};
  const std::uint64_t sum = sum_of(all, checkpoint.numbers);
  all.insert(all.end(), {high_half(sum), low_half(sum)});
  all.insert(all.end(), checkpoint.numbers.begin(), checkpoint.numbers.end());
  file.overwrite(places[static_cast<std::size_t>(checkpoint.sequence % 2)], all);
  file.flush();
}

std::optional<Checkpoint> CheckpointSlots::newest(const Hdf5File& file) {
  std::optional<Checkpoint> newest;
  for (const std::string& place : places) {
    std::optional<Checkpoint> found = read_place(file, place);
    if (found && (!newest || found->sequence > newest->sequence)) newest = std::move(found);
  }
  return newest;
}

Checkpoint read_checkpoint(const std::filesystem::path& record) {
  const Hdf5File file(record, Hdf5File::Mode::read);
  std::optional<Checkpoint> newest = CheckpointSlots::newest(file);
  if (!newest) throw FileError(record, "holds no checkpoint to go on from");
  return *std::move(newest);
}

}  // namespace vitrine::io
