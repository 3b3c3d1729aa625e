#include "sim/dynamics/random.h"

#include <cmath>

namespace vitrine::dynamics {

double Random::uniform() {
  return static_cast<double>(engine_() >> 11) * 0x1.0p-53;
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u, v, s;
  do {
    u = 2 * uniform() - 1;
    v = 2 * uniform() - 1;
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double factor = std::sqrt(-2 * std::log(s) / s);
  spare_ = v * factor;
  has_spare_ = true;
  return u * factor;
}

double Random::chi_square(int n) {
  if (n <= 0) return 0;
  if (n == 1) {
    const double x = normal();
    return x * x;
  }
  const double d = 0.5 * n - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = 1 - uniform();  // (0, 1]
    if (std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return 2 * d * v;
  }
}

}  // namespace vitrine::dynamics
