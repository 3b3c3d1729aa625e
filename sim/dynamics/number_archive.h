#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "sim/model/vector.h"

namespace vitrine::dynamics {

// The state of a moving part as one flat list of numbers, exactly: what a part has to remember it
// names once, in
//   template <class Archive> void persist(Archive& archive) { archive(a_, b_, c_); }
// and numbers_of() and restore() go through it in the same order. Whole numbers are stored as
// doubles of at most 32 bits each, so that any file of doubles keeps them.

class NumberWriter {
 public:
  static constexpr bool reading = false;
  template <class... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  /// An enumerator, of `count` consecutive ones from 0.
  template <class E>
  void index(E& value, std::size_t /*count*/) {
    numbers_.push_back(static_cast<double>(value));
  }
  std::vector<double> take() { return std::move(numbers_); }

 private:
  void put(double value) { numbers_.push_back(value); }
  void put(int value) { numbers_.push_back(value); }
  void put(bool value) { numbers_.push_back(value); }
  void put(std::int64_t value);
  void put(const Mat3& value);
  void put(const std::string& text);
  void put(const Vec3& value) { numbers_.insert(numbers_.end(), value.begin(), value.end()); }
  void put(const std::mt19937_64& engine);
  template <class T>
  void put(std::optional<T>& value) {
    bool there = value.has_value();
    put(there);
    if (there) put(*value);
  }
  template <class T>
  void put(std::vector<T>& values) {
    put(static_cast<std::int64_t>(values.size()));
    for (T& value : values) put(value);
  }
  template <std::size_t n>
  void put(const std::array<double, n>& values) {
    numbers_.insert(numbers_.end(), values.begin(), values.end());
  }
  template <class Part>
  requires requires(Part& part, NumberWriter& archive) { part.persist(archive); }
  void put(Part& part) { part.persist(*this); }

  std::vector<double> numbers_;
};

/// InputError where the numbers end too early or are none that a NumberWriter writes.
class NumberReader {
 public:
  static constexpr bool reading = true;
  explicit NumberReader(std::span<const double> numbers) : numbers_(numbers) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  template <class E>
  void index(E& value, std::size_t count) {
    value = static_cast<E>(whole(0, static_cast<double>(count) - 1));
  }
  /// InputError unless every number was read.
  void finish() const;

 private:
  double next();
  double whole(double low, double high);
  void get(double& value) { value = next(); }
  void get(int& value);
  void get(bool& value) { value = whole(0, 1) != 0; }
  void get(std::int64_t& value);
  void get(Mat3& value);
  void get(std::string& text);
  void get(Vec3& value) {
    for (double& entry : value) entry = next();
  }
  void get(std::mt19937_64& engine);
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (there) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.resize(static_cast<std::size_t>(whole(0, static_cast<double>(numbers_.size()))));
    for (T& value : values) get(value);
  }
  template <std::size_t n>
  void get(std::array<double, n>& values) {
    for (double& value : values) value = next();
  }
  template <class Part>
  requires requires(Part& part, NumberReader& archive) { part.persist(archive); }
  void get(Part& part) { part.persist(*this); }

  std::span<const double> numbers_;
  std::size_t read_ = 0;
};

template <class Part>
std::vector<double> numbers_of(Part part) {  // a copy: persist() reads and writes alike
  NumberWriter archive;
  part.persist(archive);
  return archive.take();
}

/// The part as it was when numbers_of() wrote it; untouched when InputError is thrown.
template <class Part>
void restore(Part& part, std::span<const double> numbers) {
  Part restored = part;
  NumberReader archive(numbers);
  restored.persist(archive);
  archive.finish();
  part = std::move(restored);
}

}  // namespace vitrine::dynamics
