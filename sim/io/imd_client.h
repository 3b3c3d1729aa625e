#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "sim/io/imd_stream.h"

namespace vitrine::io {

/// A simulation in another program, watched through a socket (see ImdStream): LAMMPS's fix imd,
/// GROMACS, NAMD. One thread reads; pause() and resume() may come from any.
class ImdClient {
 public:
  /// `address` is HOST:PORT, or [HOST]:PORT for a host with colons. Greets the server and lets it
  /// go on. `like` as in ImdStream. Error when nobody answers within `patience`, or who does is no
  /// IMD server; InputError for an address that is none.
  ImdClient(const std::string& address, FramePtr like,
            std::chrono::milliseconds patience = std::chrono::seconds(10));
  /// Takes leave; the simulation goes on (fix imd waits for the next client unless it is told not
  /// to: "nowait on").
  ~ImdClient();
  ImdClient(const ImdClient&) = delete;
  ImdClient& operator=(const ImdClient&) = delete;

  const std::string& address() const { return address_; }
  const ImdStream& stream() const { return *stream_; }
  /// Waits for the next frame; nullptr when the simulation has ended or a stop is requested. Error
  /// as ImdStream::next().
  FramePtr next(std::stop_token stop);

  /// Asks the simulation to wait, and to go on. Error when it has gone.
  void pause();
  void resume();
  bool is_paused() const { return paused_; }

 private:
  class Socket;
  bool receive(std::byte* to, std::size_t count);

  std::string address_;
  std::unique_ptr<Socket> socket_;
  std::stop_token stop_;
  std::chrono::milliseconds patience_;  ///< zero: for ever
  std::unique_ptr<ImdStream> stream_;
  std::atomic<bool> paused_ = false;
};

}  // namespace vitrine::io
