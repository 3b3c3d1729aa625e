#pragma once
#include <array>

#include "sim/model/errors.h"

namespace vitrine::app {

/// Somebody stopped the work before its end.
class Interrupted : public Error {
 public:
  using Error::Error;
};

/// Notes the signals that ask for an end (Ctrl+C, SIGTERM, SIGHUP), and restores what they did
/// before. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  bool interrupted() const;

 private:
  std::array<void (*)(int), 3> previous_;
};

}  // namespace vitrine::app
