#include "sim/io/imd_client.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

constexpr int glance = 50;  // ms between two looks at the stop token

struct Address {
  std::string host, port;
};

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == 0 || colon == text.npos || colon + 1 == text.size())
    throw InputError(fmt::format("expected HOST:PORT, got '{}'", text));
  std::string host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  int number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || number < 1 || number > 65535)
    throw InputError(fmt::format("a port lies between 1 and 65535, got '{}'", port));
  return {host, port};
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

}  // namespace

/// A connected stream socket.
class ImdClient::Socket {
 public:
  /// Tries every address of the host.
  Socket(const std::string& address, std::chrono::milliseconds patience) {
    const auto [host, port] = parse_address(address);
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0)
      throw Error(fmt::format("{}: {}", address, gai_strerror(error)));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, freeaddrinfo);
    int failure = 0;
    for (const addrinfo* one = found; one && descriptor_ < 0; one = one->ai_next)
      failure = connect_to(*one, patience);
    if (descriptor_ < 0)
      throw Error(fmt::format("{}: no connection: {}", address, reason(failure)));
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// Is there something to read, or the end, within so many ms?
  bool wait(int milliseconds) const {
    pollfd one{descriptor_, POLLIN, 0};
    return poll(&one, 1, milliseconds) > 0;
  }
  /// 0: the other side has ended. Error when the connection broke.
  std::size_t read(std::byte* to, std::size_t count) const {
    ssize_t got = 0;
    do got = recv(descriptor_, to, count, 0);
    while (got < 0 && errno == EINTR);
    if (got < 0) throw Error("the connection broke: " + reason(errno));
    return static_cast<std::size_t>(got);
  }
  bool send(const std::array<std::byte, 8>& message) const {
    return ::send(descriptor_, message.data(), message.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(message.size());
  }

 private:
  /// 0, or the error.
  int connect_to(const addrinfo& where, std::chrono::milliseconds patience) {
    const int descriptor = socket(where.ai_family, where.ai_socktype | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return errno;
    const int flags = fcntl(descriptor, F_GETFL);
    fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
    int error = connect(descriptor, where.ai_addr, where.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      pollfd one{descriptor, POLLOUT, 0};
      socklen_t size = sizeof error;
      if (poll(&one, 1, static_cast<int>(patience.count())) <= 0)
        error = ETIMEDOUT;
      else
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    fcntl(descriptor, F_SETFL, flags);
    if (error == 0)
      descriptor_ = descriptor;
    else
      close(descriptor);
    return error;
  }

  int descriptor_ = -1;
};

ImdClient::ImdClient(const std::string& address, FramePtr like, std::chrono::milliseconds patience)
    : address_(address), socket_(std::make_unique<Socket>(address, patience)), patience_(patience) {
  stream_ = std::make_unique<ImdStream>(
      [this](std::byte* to, std::size_t count) { return receive(to, count); }, std::move(like));
  patience_ = {};
  if (!socket_->send(imd_message(ImdKind::go)))
    throw Error(fmt::format("{}: the server closed the connection", address_));
}

ImdClient::~ImdClient() {
  // A simulation that was told to wait would wait for ever.
  if (paused_)
    socket_->send(imd_message(stream_->version() == 2 ? ImdKind::pause : ImdKind::resume));
  socket_->send(imd_message(ImdKind::disconnect));
}

FramePtr ImdClient::next(std::stop_token stop) {
  stop_ = std::move(stop);
  try {
    return stream_->next();
  } catch (const Error&) {
    if (stop_.stop_requested()) return nullptr;
    throw;
  }
}

// A stop looks like the end of the stream; next() tells them apart.
bool ImdClient::receive(std::byte* to, std::size_t count) {
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t done = 0; done < count;) {
    while (!socket_->wait(glance)) {
      if (stop_.stop_requested()) return false;
      if (patience_.count() > 0 && std::chrono::steady_clock::now() - start > patience_)
        throw Error(fmt::format("{}: somebody listens there but says nothing", address_));
    }
    const std::size_t got = socket_->read(to + done, count - done);
    if (got == 0 && done > 0) throw Error(fmt::format("{}: the connection broke", address_));
    if (got == 0) return false;
    done += got;
  }
  return true;
}

// In version 2 one message does both.
void ImdClient::pause() {
  if (paused_.exchange(true)) return;
  if (!socket_->send(imd_message(ImdKind::pause)))
    throw Error(fmt::format("{}: the simulation has gone", address_));
}

void ImdClient::resume() {
  if (!paused_.exchange(false)) return;
  if (!socket_->send(imd_message(stream_->version() == 2 ? ImdKind::pause : ImdKind::resume)))
    throw Error(fmt::format("{}: the simulation has gone", address_));
}

}  // namespace vitrine::io
