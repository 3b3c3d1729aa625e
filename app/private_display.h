#pragma once
#include <sys/types.h>

namespace vitrine::app {

/// An X display for as long as this lives: the one that DISPLAY names or, where it does not answer,
/// a private Xvfb (VTK draws through GLX alone, so pictures need a server even without a screen).
class PrivateDisplay {
 public:
  /// Error when there is no display and Xvfb is missing or does not start.
  PrivateDisplay();
  ~PrivateDisplay();
  PrivateDisplay(const PrivateDisplay&) = delete;
  PrivateDisplay& operator=(const PrivateDisplay&) = delete;

 private:
  pid_t server_ = -1;  // -1: the display is somebody else's
};

}  // namespace vitrine::app
