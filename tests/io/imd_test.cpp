// IMD as servers speak it, by a server of a few lines on the loopback: versions 2 and 3, both byte
// orders, and everything that is no IMD.
#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "sim/io/imd_client.h"
#include "sim/model/errors.h"
#include "tests/imd_server.h"

namespace vitrine::test {
namespace {

using namespace io;

/// A stream of these bytes and nothing more.
ImdStream stream_of(const ImdBytes& bytes) {
  auto left = std::make_shared<std::vector<std::byte>>(bytes.bytes());
  return ImdStream(
      [left](std::byte* to, std::size_t count) {
        if (left->empty()) return false;
        if (left->size() < count) throw Error("the connection broke");
        std::copy_n(left->begin(), count, to);
        left->erase(left->begin(), left->begin() + static_cast<std::ptrdiff_t>(count));
        return true;
      },
      two_atoms());
}

TEST(Imd, Version2InEitherByteOrder) {
  for (bool swapped : {false, true}) {
    ImdBytes bytes(swapped);
    bytes.greeting(2)
        .header(ImdKind::energies, 1)
        .number(std::int32_t{250})
        .floats({300, 1, 2, 3, 4, 5, 6, 7, 8})
        .header(ImdKind::coordinates, 2)
        .floats({0.5, 1, 1.5, 2, 2.5, 3})
        .header(ImdKind::coordinates, 2)
        .floats({1, 1, 1, 2, 2, 2})
        .header(ImdKind::disconnect, 0);
    ImdStream stream = stream_of(bytes);
    EXPECT_EQ(stream.version(), 2);
    EXPECT_FALSE(stream.has_cell());
    const FramePtr first = stream.next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->step, 250);
    EXPECT_EQ(first->positions[1], Vec3(2, 2.5, 3));
    EXPECT_EQ(first->cell.lengths(), Vec3(10, 11, 12)) << "that of the structure";
    EXPECT_FALSE(first->potential_energy) << "version 2 names no unit";
    const FramePtr second = stream.next();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->step, 1) << "the second, where nothing tells";
    EXPECT_FALSE(stream.has_time());
    EXPECT_EQ(second->time, 1) << "so that frames follow each other";
    EXPECT_EQ(stream.next(), nullptr);
  }
}

TEST(Imd, Version3SendsTimeCellVelocitiesAndForces) {
  for (bool swapped : {false, true}) {
    ImdBytes bytes(swapped);
    bytes.greeting(3)
        .session({1, 1, 1, 1, 1, 1, 1})
        .header(ImdKind::time, 1)
        .number(0.0005)
        .number(1.25)
        .number(std::int64_t{1} << 40)
        .header(ImdKind::energies, 1)
        .number(std::int32_t{7})
        .floats({300, 0, 0, -964.8533212f, 0, 0, 0, 0, 0})
        .header(ImdKind::box, 1)
        .floats({9, 0, 0, 1, 9, 0, 0, 0, 9})
        .header(ImdKind::coordinates, 2)
        .floats({0, 0, 0, 1, 2, 3})
        .header(ImdKind::velocities, 2)
        .floats({4, 5, 6, 7, 8, 9})
        .header(ImdKind::forces, 2)
        .floats({96.48533212f, 0, 0, 0, 0, 0});
    ImdStream stream = stream_of(bytes);
    EXPECT_TRUE(stream.has_cell());
    EXPECT_TRUE(stream.is_wrapped());
    const FramePtr frame = stream.next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->step, std::int64_t{1} << 40);
    EXPECT_EQ(frame->time, 1.25);
    EXPECT_EQ(frame->temperature, 300);
    EXPECT_EQ(frame->cell.vector(1), Vec3(1, 9, 0));
    EXPECT_EQ((*frame->velocities)[0], Vec3(4, 5, 6));
    EXPECT_NEAR((*frame->forces)[0][0], 1, 1e-6) << "eV/A";
    EXPECT_EQ(stream.next(), nullptr);
  }
}

std::string refusal(const ImdBytes& bytes) {
  try {
    ImdStream stream = stream_of(bytes);
    while (stream.next()) {
    }
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was refused";
}

TEST(Imd, WhatIsNoImdIsRefusedInASentence) {
  EXPECT_EQ(refusal(ImdBytes()), "imd: the server closed the connection without a greeting");
  EXPECT_EQ(refusal(ImdBytes().text("HTTP/1.1 400 Bad Request")),
            "imd: expected a greeting (message 4), got message 1213486160: this is no IMD server");
  EXPECT_EQ(refusal(ImdBytes().greeting(1)), "imd: the server speaks version 1, expected 2 or 3");
  EXPECT_EQ(refusal(ImdBytes().greeting(3).header(ImdKind::coordinates, 2)),
            "imd: expected 7 bytes of session (message 10), got message 2 of 2");
  EXPECT_EQ(refusal(ImdBytes().greeting(3).session({1, 1, 1, 0, 0, 0, 0})),
            "imd: the server sends no coordinates");
  EXPECT_EQ(refusal(ImdBytes().greeting(2).header(ImdKind::coordinates, 3)),
            "imd: the simulation sends 3 atoms, the structure has 2");
  EXPECT_EQ(refusal(ImdBytes().greeting(2).header(ImdKind::coordinates, -5)),
            "imd: the simulation sends -5 atoms, the structure has 2");
  EXPECT_EQ(refusal(ImdBytes().greeting(2).header(ImdKind::energies, 1 << 30)),
            "imd: message 1 has length 1073741824, expected 1");
  EXPECT_EQ(refusal(ImdBytes().greeting(2).header(static_cast<ImdKind>(77), 1)),
            "imd: message 77 has no place in a frame");
  EXPECT_EQ(refusal(ImdBytes().greeting(3).session({0, 0, 0, 1, 0, 0, 0}).header(ImdKind::time, 1)),
            "imd: message 12 was not announced");
  EXPECT_EQ(refusal(ImdBytes().greeting(2).header(ImdKind::coordinates, 2).floats({1, 2, 3, 4, 5})),
            "the connection broke");
  EXPECT_EQ(refusal(ImdBytes()
                        .greeting(3)
                        .session({0, 0, 0, 1, 0, 1, 0})
                        .header(ImdKind::coordinates, 2)
                        .floats({1, 2, 3, 4, 5, 6})),
            "imd: the stream ended in the middle of a frame");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(
      refusal(ImdBytes().greeting(2).header(ImdKind::coordinates, 2).floats({nan, 2, 3, 4, 5, 6})),
      "nothing was refused");
}

std::vector<std::byte> messages(std::initializer_list<ImdKind> kinds) {
  ImdBytes bytes;
  for (ImdKind kind : kinds) bytes.header(kind, 0);
  return bytes.bytes();
}

TEST(Imd, AClientGreetsPausesResumesAndTakesLeave) {
  for (int version : {2, 3}) {
    ImdBytes bytes;
    bytes.greeting(version);
    if (version == 3) bytes.session({0, 0, 0, 1, 0, 0, 0});
    bytes.header(ImdKind::coordinates, 2).floats({1, 2, 3, 4, 5, 6});
    ImdServer server(bytes.bytes());
    {
      ImdClient client(server.address(), two_atoms());
      const FramePtr frame = client.next({});
      ASSERT_TRUE(frame);
      EXPECT_EQ(frame->positions[0], Vec3(1, 2, 3));
      client.pause();
      client.pause();
      EXPECT_TRUE(client.is_paused());
      client.resume();
      client.pause();  // and left behind paused: it is let go
    }
    const ImdKind on = version == 2 ? ImdKind::pause : ImdKind::resume;
    EXPECT_EQ(server.heard(),
              messages({ImdKind::go, ImdKind::pause, on, ImdKind::pause, on, ImdKind::disconnect}));
  }
}

TEST(Imd, AWaitingClientCanBeStopped) {
  ImdServer server(ImdBytes().greeting(2).bytes());
  ImdClient client(server.address(), two_atoms());
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop.request_stop();
  });
  EXPECT_EQ(client.next(stop.get_token()), nullptr);
}

TEST(Imd, NobodyThereIsSaid) {
  const auto says = [](const std::string& address) -> std::string {
    try {
      ImdClient client(address, two_atoms(), std::chrono::milliseconds(200));
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(says("localhost"), "expected HOST:PORT, got 'localhost'");
  EXPECT_EQ(says("localhost:0"), "a port lies between 1 and 65535, got '0'");
  EXPECT_EQ(says("localhost:80x"), "a port lies between 1 and 65535, got '80x'");
  EXPECT_EQ(says("127.0.0.1:1"), "127.0.0.1:1: no connection: Connection refused");
  ImdServer silent({});
  EXPECT_EQ(says(silent.address()), silent.address() + ": somebody listens there but says nothing");
}

}  // namespace
}  // namespace vitrine::test
