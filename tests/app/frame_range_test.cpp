// A range of frames reads as in Python; what cannot be read or picks nothing is refused.
#include "app/frame_range.h"

#include <gtest/gtest.h>

#include "sim/model/errors.h"

namespace vitrine::app {
namespace {

using Frames = std::vector<std::size_t>;

TEST(FrameRange, ReadsAsInPython) {
  EXPECT_EQ(frame_range("::", 3), (Frames{0, 1, 2}));
  EXPECT_EQ(frame_range("1:", 3), (Frames{1, 2}));
  EXPECT_EQ(frame_range(":2", 3), (Frames{0, 1}));
  EXPECT_EQ(frame_range("::2", 5), (Frames{0, 2, 4}));
  EXPECT_EQ(frame_range("-2:", 5), (Frames{3, 4}));
  EXPECT_EQ(frame_range("0:100:3", 5), (Frames{0, 3}));
  EXPECT_EQ(frame_range("4", 5), (Frames{4}));
  EXPECT_EQ(frame_range("-1", 5), (Frames{4}));
}

TEST(FrameRange, RefusesWhatItCannotReadOrPicksNothing) {
  for (const char* text : {"a", "1:2:3:4", "1.5", "::0", "::-1", "5", "-6", "3:2", "1:b", "1 :2"})
    EXPECT_THROW(frame_range(text, 5), InputError) << text;
  EXPECT_THROW(frame_range("::", 0), InputError);
}

}  // namespace
}  // namespace vitrine::app
