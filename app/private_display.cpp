#include "app/private_display.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "render/picture_file.h"
#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

constexpr int start_timeout_ms = 20000;

/// In the child: becomes the server, which writes its display number to `number_fd`.
[[noreturn]] void become_server(int number_fd) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // the server dies with us, however we die
  const std::string fd = std::to_string(number_fd);
  if (freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
  execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-noreset", "-screen", "0", "1600x1000x24",
         "-nolisten", "tcp", static_cast<char*>(nullptr));
  _exit(127);
}

/// The display number, or empty when the server ended or took too long.
std::string read_number(int fd) {
  std::string number;
  pollfd wait{fd, POLLIN, 0};
  char letter = 0;
  while (poll(&wait, 1, start_timeout_ms) > 0 && read(fd, &letter, 1) == 1) {
    if (letter == '\n') return number;
    number += letter;
  }
  return {};
}

}  // namespace

PrivateDisplay::PrivateDisplay() {
  if (render::display_opens()) return;
  int ends[2];
  if (pipe(ends) != 0) throw Error("no pipe for a private display");
  server_ = fork();
  if (server_ == 0) {
    close(ends[0]);
    become_server(ends[1]);
  }
  close(ends[1]);
  const std::string number = server_ > 0 ? read_number(ends[0]) : "";
  close(ends[0]);
  if (number.empty()) {
    if (server_ > 0) {
      kill(server_, SIGTERM);
      waitpid(server_, nullptr, 0);
    }
    throw Error(
        "pictures need an X display: DISPLAY names none that answers, and Xvfb could not be "
        "started "
        "(apt-get install xvfb)");
  }
  setenv("DISPLAY", (":" + number).c_str(), 1);
}

PrivateDisplay::~PrivateDisplay() {
  if (server_ <= 0) return;
  unsetenv("DISPLAY");
  kill(server_, SIGTERM);
  waitpid(server_, nullptr, 0);
}

}  // namespace vitrine::app
