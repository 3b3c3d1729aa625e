#include "app/interrupt.h"

#include <csignal>

namespace vitrine::app {
namespace {

constexpr std::array signals = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t noted = 0;
void note(int) {
  noted = 1;
}

}  // namespace

InterruptWatch::InterruptWatch() {
  noted = 0;
  for (std::size_t i = 0; i < signals.size(); ++i) previous_[i] = std::signal(signals[i], note);
}

InterruptWatch::~InterruptWatch() {
  for (std::size_t i = 0; i < signals.size(); ++i) std::signal(signals[i], previous_[i]);
}

bool InterruptWatch::interrupted() const {
  return noted != 0;
}

}  // namespace vitrine::app
