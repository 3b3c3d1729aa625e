#pragma once
#include <cstdint>
#include <random>

namespace vitrine::dynamics {

/// Random numbers that depend on the seed alone: the standard fixes the output of mt19937_64 but
/// not that of its distributions, so the transforms are our own. Copying copies the stream's state.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  double uniform();  ///< [0, 1), 53 random bits
  /// Mean 0, variance 1; polar method (Marsaglia, Bray, SIAM Rev 6 (1964) 260).
  double normal();
  /// Sum of n squared normals, n >= 0: chi-square with n degrees of freedom, as twice a gamma
  /// variate (Marsaglia, Tsang, ACM Trans Math Softw 26 (2000) 363).
  double chi_square(int n);

  template <class Archive>
  void persist(Archive& archive) {
    archive(engine_, spare_, has_spare_);
  }

 private:
  std::mt19937_64 engine_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace vitrine::dynamics
