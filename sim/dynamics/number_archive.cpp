#include "sim/dynamics/number_archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <locale>
#include <sstream>

#include "sim/model/errors.h"

namespace vitrine::dynamics {
namespace {

// The standard gives the state of an engine as text alone: its words in decimal, 312 by the
// standard, and as the last what the library itself adds.
std::vector<std::uint64_t> words_of(const std::mt19937_64& engine) {
  std::stringstream text;
  text.imbue(std::locale::classic());
  text << engine;
  std::vector<std::uint64_t> words;
  for (std::uint64_t word = 0; text >> word;) words.push_back(word);
  return words;
}

constexpr double half_word = 0x1p32;

}  // namespace

// Counts of steps and atoms: no run comes near 2^53 of them.
void NumberWriter::put(std::int64_t value) {
  numbers_.push_back(static_cast<double>(value));
}

void NumberWriter::put(const Mat3& value) {
  numbers_.insert(numbers_.end(), value.data(), value.data() + value.size());
}

void NumberWriter::put(const std::mt19937_64& engine) {
  for (const std::uint64_t word : words_of(engine)) {
    numbers_.push_back(static_cast<double>(word >> 32));
    numbers_.push_back(static_cast<double>(word & 0xffffffffu));
  }
}

// Four bytes to a number.
void NumberWriter::put(const std::string& text) {
  put(static_cast<std::int64_t>(text.size()));
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint32_t)) {
    std::uint32_t word = 0;
    std::memcpy(&word, text.data() + at, std::min(sizeof word, text.size() - at));
    numbers_.push_back(word);
  }
}

double NumberReader::next() {
  if (read_ == numbers_.size())
    throw InputError(
        fmt::format("the state of a run is cut short after {} numbers", numbers_.size()));
  return numbers_[read_++];
}

double NumberReader::whole(double low, double high) {
  const double value = next();
  if (!(value >= low && value <= high) || value != std::floor(value))
    throw InputError(
        fmt::format("number {} of the state of a run must be a whole number of {:g} to {:g}, "
                    "got {:g}",
                    read_, low, high, value));
  return value;
}

void NumberReader::get(int& value) {
  value = static_cast<int>(whole(std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

void NumberReader::get(std::int64_t& value) {
  constexpr double most = 0x1p53;
  value = static_cast<std::int64_t>(whole(-most, most));
}

void NumberReader::get(std::string& text) {
  text.resize(static_cast<std::size_t>(
      whole(0, sizeof(std::uint32_t) * static_cast<double>(numbers_.size()))));
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint32_t)) {
    const auto word = static_cast<std::uint32_t>(whole(0, 0xffffffffu));
    std::memcpy(text.data() + at, &word, std::min(sizeof word, text.size() - at));
  }
}

void NumberReader::get(Mat3& value) {
  for (double& entry : value.reshaped()) entry = next();
}

void NumberReader::get(std::mt19937_64& engine) {
  std::stringstream text;
  text.imbue(std::locale::classic());
  const std::size_t words = words_of(engine).size();
  for (std::size_t i = 0; i < words; ++i) {
    const auto high = static_cast<std::uint64_t>(whole(0, half_word - 1));
    const auto low = static_cast<std::uint64_t>(whole(0, half_word - 1));
    text << ((high << 32) | low) << ' ';
  }
  if (!(text >> engine)) throw InputError("the state of a run has no random numbers");
}

void NumberReader::finish() const {
  if (read_ != numbers_.size())
    throw InputError(
        fmt::format("the state of a run has {} numbers, {} were expected", numbers_.size(), read_));
}

}  // namespace vitrine::dynamics
