#pragma once
// A server that speaks IMD, in a few lines: two atoms, one client.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sim/io/imd_stream.h"

namespace vitrine::test {

inline FramePtr two_atoms() {
  auto frame = std::make_shared<Frame>();
  frame->topology = make_topology({element::Zn, element::N});
  frame->cell = Cell::orthorhombic(10, 11, 12);
  frame->positions = {Vec3(0, 0, 0), Vec3(2, 0, 0)};
  return frame;
}

/// Bytes as a server on a machine of either byte order sends them.
class ImdBytes {
 public:
  explicit ImdBytes(bool swapped = false) : swapped_(swapped) {}
  ImdBytes& header(io::ImdKind kind, std::int32_t length) {
    const auto message = io::imd_message(kind, length);
    bytes_.insert(bytes_.end(), message.begin(), message.end());
    return *this;
  }
  ImdBytes& greeting(std::int32_t version) {
    header(io::ImdKind::handshake, 0);
    bytes_.resize(bytes_.size() - 4);
    return number(version);
  }
  template <class T>
  ImdBytes& number(T x) {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &x, sizeof x);
    if (swapped_) std::reverse(bytes.begin(), bytes.end());
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  ImdBytes& floats(std::initializer_list<float> all) {
    for (float x : all) number(x);
    return *this;
  }
  ImdBytes& session(std::initializer_list<int> flags) {
    header(io::ImdKind::session_info, 7);
    for (int flag : flags) bytes_.push_back(static_cast<std::byte>(flag));
    return *this;
  }
  ImdBytes& text(std::string_view words) {
    for (char c : words) bytes_.push_back(static_cast<std::byte>(c));
    return *this;
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  bool swapped_;
  std::vector<std::byte> bytes_;
};

/// A server for one client: sends what it is given, then notes what comes until the client leaves.
class ImdServer {
 public:
  explicit ImdServer(std::vector<std::byte> greeting) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    bind(socket_, reinterpret_cast<sockaddr*>(&here), size);
    listen(socket_, 1);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size);
    address_ = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
    thread_ = std::thread([this, greeting = std::move(greeting)] { serve(greeting); });
  }
  ~ImdServer() {
    if (thread_.joinable()) thread_.join();
    close(socket_);
  }
  const std::string& address() const { return address_; }
  std::vector<std::byte> heard() {
    thread_.join();
    return heard_;
  }

 private:
  void serve(const std::vector<std::byte>& greeting) {
    const int client = accept(socket_, nullptr, nullptr);
    send(client, greeting.data(), greeting.size(), MSG_NOSIGNAL);
    std::byte buffer[64];
    for (ssize_t got; (got = recv(client, buffer, sizeof buffer, 0)) > 0;)
      heard_.insert(heard_.end(), buffer, buffer + got);
    close(client);
  }

  int socket_;
  std::string address_;
  std::vector<std::byte> heard_;
  std::thread thread_;
};

}  // namespace vitrine::test
