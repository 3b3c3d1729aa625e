// What the light does besides VTK's own shading: darkness in corners, and shadows.
#include "render/shade.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/render/canvas.h"
#include "tests/small_framework.h"

namespace vitrine::render {
namespace {

using test::Canvas;
using test::count;
using test::empty_look;
using test::is_drawn;
using test::Pixel;
using test::small_picture;

TEST(Shade, OcclusionDarkensCornersAndNothingElse) {
  Canvas canvas;
  Look look = empty_look();
  look.tetrahedra = look.linkers = look.atoms = look.bonds = true;
  look.atom_scale = 0.6;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  const Pixels plain = canvas.draw();
  look.occlusion = true;
  canvas.scene().set_look(look);
  const Pixels shaded = canvas.draw();
  // Where nothing stands, the blurred shade of a neighbour may reach by a trace.
  const auto is_dark = [](const Pixel& p) { return p.r < 225; };
  EXPECT_NEAR(count(shaded, is_dark), count(plain, is_dark), 0.1 * count(plain, is_drawn));
  long brighter = 0, darker = 0;
  for (std::size_t i = 0; i < plain.rgba.size(); ++i) {
    brighter += shaded.rgba[i] > plain.rgba[i] + 8;
    darker += shaded.rgba[i] + 8 < plain.rgba[i];
  }
  EXPECT_GT(darker, 200);
  EXPECT_LT(brighter, darker / 10);
  look.occlusion = false;
  canvas.scene().set_look(look);
  EXPECT_EQ(canvas.draw().rgba, plain.rgba);
}

/// A blue sphere seen along z, and one of another colour off it in the direction `towards`. Hidden
/// behind the first stands the farthest atom, so that the first is not faded for its distance.
double brightness_of_blue(const Vec3& towards, bool shadows, int samples = 1) {
  auto frame = std::make_shared<Frame>();
  frame->topology = make_topology({element::N, element::C, element::H});
  frame->positions = {Vec3::Zero(), 5 * towards.normalized(), Vec3(0, 0, -8)};
  Look look = empty_look();
  look.atoms = true;
  look.atom_scale = 0.8;
  look.shadows = shadows;
  Canvas canvas;
  canvas.scene().set_look(look);
  canvas.scene().show({frame});
  canvas.scene().set_camera({Vec3(0, 0, 40), Vec3::Zero(), Vec3::UnitY(), true, 6});
  if (samples > 1) {  // shadows of before are not those of now
    frame->positions[1] = -5 * towards.normalized();
    canvas.draw(false, samples);
    auto moved = std::make_shared<Frame>(*frame);
    moved->positions[1] = 5 * towards.normalized();
    canvas.scene().show({moved});
  }
  const Pixels pixels = canvas.draw(false, samples);
  double sum = 0, blue = 0;
  for (std::size_t i = 0; i < pixels.rgba.size(); i += 4)
    if (pixels.rgba[i + 2] > pixels.rgba[i] + 20) {
      sum += pixels.rgba[i] + pixels.rgba[i + 1] + pixels.rgba[i + 2];
      ++blue;
    }
  return blue > 500 ? sum / blue : std::nan("");
}

// The key light comes from the upper left: what stands there takes it from what lies behind, and
// what stands at the other side does not.
TEST(Shade, ABodyInTheLightThrowsAShadow) {
  const Vec3 light(-0.7, 0.9, 1.0), away(0.7, -0.9, 1.0);
  const double lit = brightness_of_blue(away, true), shadowed = brightness_of_blue(light, true);
  // The key light is a third of what comes back from a sphere; a shadow takes two thirds of it or
  // more, and the fading with distance lightens both.
  EXPECT_LT(shadowed, 0.9 * lit);
  EXPECT_NEAR(lit, brightness_of_blue(away, false), 0.05 * lit);
  EXPECT_NEAR(brightness_of_blue(light, false), brightness_of_blue(away, false), 0.1 * lit);
  // So in a picture, whose drawings share the shadows of the first.
  constexpr int samples = 3;
  EXPECT_NEAR(brightness_of_blue(light, true, samples), shadowed, 0.03 * lit);
  EXPECT_NEAR(brightness_of_blue(away, true, samples), lit, 0.03 * lit);
}

TEST(Shade, ShadowsAndOcclusionGoTogetherAndLeaveNothingBehind) {
  Canvas canvas;
  Look look = empty_look();
  look.tetrahedra = look.linkers = look.atoms = look.bonds = look.cell = true;
  const auto drawn = [&](bool occlusion, bool shadows) {
    look.occlusion = occlusion;
    look.shadows = shadows;
    canvas.scene().set_look(look);
    canvas.scene().show(small_picture());
    return canvas.draw();
  };
  const Pixels plain = drawn(false, false), shadows = drawn(false, true), both = drawn(true, true);
  EXPECT_NE(shadows.rgba, plain.rgba);
  EXPECT_NE(both.rgba, shadows.rgba);
  EXPECT_EQ(count(shadows, is_drawn), count(plain, is_drawn)) << "the same outlines";
  EXPECT_EQ(drawn(false, false).rgba, plain.rgba);
}

}  // namespace
}  // namespace vitrine::render
