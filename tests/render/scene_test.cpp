// What is switched on is seen, in its colour, and nothing else is: each representation alone in the
// picture, counted in pixels. The renderer is Mesa's software rasteriser on a private display, but
// no count is compared with a stored one.
#include "render/scene.h"

#include <gtest/gtest.h>

#include "render/drawn_structure.h"
#include "sim/model/errors.h"
#include "tests/render/canvas.h"
#include "tests/small_framework.h"

namespace vitrine::render {
namespace {

using test::Canvas;
using test::count;
using test::draw;
using test::empty_look;
using test::is_blue;
using test::is_drawn;
using test::is_grey;
using test::is_magenta;
using test::is_red;
using test::Pixel;
using test::small_picture;

TEST(Scene, IsEmptyWhenNothingIsSwitchedOn) {
  EXPECT_EQ(count(draw(empty_look(), small_picture()), is_drawn), 0);
}

TEST(Scene, ColoursTetrahedraByTheirValue) {
  Look look = empty_look();
  look.tetrahedra = true;
  EXPECT_GT(count(draw(look, small_picture(-4)), is_red), 150);
  EXPECT_GT(count(draw(look, small_picture(-9)), is_blue), 150);
  Picture without = small_picture();
  without.colouring.values.clear();
  const Pixels grey = draw(look, without);
  EXPECT_GT(count(grey, is_grey), 150);
  EXPECT_EQ(count(grey, is_red), 0);
}

TEST(Scene, DrawsTranslucentTetrahedraPaler) {
  Look look = empty_look();
  look.tetrahedra = true;
  look.tetrahedron_opacity = 1;
  const Pixels solid = draw(look, small_picture());
  look.tetrahedron_opacity = 0.3;
  const Pixels clear = draw(look, small_picture());
  EXPECT_GT(count(solid, is_red), 10 * count(clear, is_red));
  EXPECT_NEAR(count(clear, is_drawn), count(solid, is_drawn), 0.05 * count(solid, is_drawn));
}

TEST(Scene, DrawsLinkersAsPlates) {
  Look look = empty_look();
  look.linkers = true;
  EXPECT_GT(count(draw(look, small_picture()), is_grey), 100);
}

TEST(Scene, DrawsAtomsInTheirElementsColours) {
  Look look = empty_look();
  look.atoms = true;
  const Pixels pixels = draw(look, small_picture());
  EXPECT_GT(count(pixels, is_blue), 60);
  EXPECT_GT(count(pixels, is_grey), 60);
}

TEST(Scene, DrawsBondsAsSticks) {
  Look look = empty_look();
  look.bonds = true;
  const int drawn = count(draw(look, small_picture()), is_drawn);
  EXPECT_GT(drawn, 60);
  look.atoms = true;
  look.atom_scale = 0.3;
  EXPECT_GT(count(draw(look, small_picture()), is_drawn), drawn);
}

TEST(Scene, DrawsTheCellAsThinLines) {
  Look look = empty_look();
  look.cell = true;
  const int drawn = count(draw(look, small_picture()), is_drawn);
  EXPECT_GT(drawn, 600);
  EXPECT_LT(drawn, 4000);
}

TEST(Scene, DrawsTheLegendOnlyForValues) {
  Look look = empty_look();
  look.tetrahedra = look.legend = true;
  look.tetrahedron_opacity = 0;
  Picture picture = small_picture();
  const Pixels with = draw(look, picture);
  EXPECT_GT(count(with, is_red), 200);
  EXPECT_GT(count(with, is_blue), 200);
  picture.colouring.values.clear();
  EXPECT_EQ(count(draw(look, picture), is_blue), 0);
}

TEST(Scene, ColoursWhateverHasAValue) {
  // The ring and its atoms at the red end; nothing else has a value.
  Picture picture = small_picture();
  picture.colouring.values[0] = std::nan("");
  for (const int atom : {5, 6, 7, 8, 9}) picture.colouring.values[atom] = -4;
  for (bool Look::*part : {&Look::linkers, &Look::atoms, &Look::bonds}) {
    Look look = empty_look();
    look.*part = true;
    EXPECT_GT(count(draw(look, picture), is_red), 40);
    look.reversed = true;
    EXPECT_EQ(count(draw(look, picture), is_red), 0);
  }
  Look look = empty_look();
  look.tetrahedra = true;
  EXPECT_EQ(count(draw(look, picture), is_red), 0);
}

TEST(Scene, ARingOfTwoCategoriesHasNeither) {
  Look look = empty_look();
  look.linkers = true;
  Picture picture = small_picture();
  picture.colouring.categories = {{0, "broken", {1, 0, 0}}, {1, "intact", {0, 0, 1}}};
  for (const int atom : {5, 6, 7, 8, 9}) picture.colouring.values[atom] = 0;
  EXPECT_GT(count(draw(look, picture), is_red), 100);
  picture.colouring.values[7] = 1;
  EXPECT_EQ(count(draw(look, picture), is_red), 0);
}

TEST(Scene, FadesWhatIsNotSelected) {
  Look look = empty_look();
  look.tetrahedra = true;
  look.tetrahedron_opacity = 1;
  Picture picture = small_picture();
  const int strong = count(draw(look, picture), is_red);
  picture.selected = std::make_shared<const std::vector<int>>(std::vector<int>{6});
  EXPECT_LT(count(draw(look, picture), is_red), strong / 10);
  picture.selected = std::make_shared<const std::vector<int>>(std::vector<int>{0});
  EXPECT_GT(count(draw(look, picture), is_red), strong / 2);
  // Atoms that are not there select nothing.
  picture.selected = std::make_shared<const std::vector<int>>(std::vector<int>{-5, 99});
  EXPECT_EQ(count(draw(look, picture), is_red), strong);
}

TEST(Scene, NamesTheCategoriesInTheLegend) {
  Look look = empty_look();
  look.legend = true;
  Picture picture = small_picture();
  EXPECT_EQ(count(draw(look, picture), is_magenta), 0);
  picture.colouring.categories = {{0, "one", {1, 0, 1}}, {1, "two", {0, 0, 1}}};
  EXPECT_GT(count(draw(look, picture), is_magenta), 100);
}

TEST(Scene, DrawsTheTripod) {
  Look look = empty_look();
  look.tripod = true;
  const Pixels pixels = draw(look, small_picture());
  EXPECT_GT(count(pixels, is_red), 20);
  EXPECT_GT(count(pixels, is_blue), 20);
}

TEST(Scene, MarksAtoms) {
  Picture picture = small_picture();
  EXPECT_EQ(count(draw(empty_look(), picture), is_magenta), 0);
  picture.marked = {7};
  EXPECT_GT(count(draw(empty_look(), picture), is_magenta), 30);
  picture.marked = {-1, 99};
  EXPECT_EQ(count(draw(empty_look(), picture), is_magenta), 0);
}

TEST(Scene, DrawsImagesPaler) {
  Look look = empty_look();
  look.tetrahedra = true;
  look.images[0] = 2;
  Canvas canvas;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  const Pixels pixels = canvas.draw();
  const int strong = count(pixels, is_red);
  const int all = count(pixels, is_drawn);
  EXPECT_GT(strong, 100);
  EXPECT_GT(all, 1.6 * strong);
}

TEST(Scene, DrawsTheSameFrameTheSame) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  const Pixels first = canvas.draw();
  canvas.scene().show(small_picture());
  EXPECT_EQ(first.rgba, canvas.draw().rgba);
}

TEST(Scene, DrawsAnotherFrameDifferently) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  const Pixels first = canvas.draw();
  canvas.scene().show(small_picture(-4, {0.5, 0, 0}));
  EXPECT_NE(first.rgba, canvas.draw().rgba);
}

TEST(Scene, FollowsAChangingNumberOfAtoms) {
  Look look = empty_look();
  look.atoms = true;
  Canvas canvas;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  const int one = count(canvas.draw(), is_drawn);
  Picture picture = small_picture();
  picture.frame = std::make_shared<Frame>(replicate(*picture.frame, 2, 1, 1));
  canvas.scene().show(picture);
  EXPECT_GT(count(canvas.draw(), is_drawn), 1.2 * one);
  canvas.scene().show({});
  EXPECT_EQ(count(canvas.draw(), is_drawn), 0);
}

TEST(Scene, IsTransparentWhereNothingIs) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  const Pixels pixels = canvas.draw(true);
  EXPECT_EQ(pixels.rgba[3], 0);
  EXPECT_GT(count(pixels, [](const Pixel& p) { return p.a == 255; }), 500);
}

TEST(Scene, FramesTheWholeCell) {
  Canvas canvas;
  Look look = empty_look();
  look.cell = true;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  for (const int axis : {-1, 0, 1, 2}) {
    if (axis >= 0) canvas.scene().view_along(axis);
    const Pixels pixels = canvas.draw();
    int rim = 0;
    for (int y = 0; y < pixels.height; ++y)
      for (int x = 0; x < pixels.width; ++x) {
        const bool inner = x > 1 && y > 1 && x < pixels.width - 2 && y < pixels.height - 2;
        rim += !inner && pixels.rgba[4 * (y * pixels.width + x)] < 250;
      }
    EXPECT_EQ(rim, 0) << axis;
    EXPECT_GT(count(pixels, is_drawn), 500) << axis;
  }
  EXPECT_THROW(canvas.scene().view_along(3), InputError);
}

// Both projections, and after every movement of the camera.
TEST(Scene, PicksTheAtomUnderThePointer) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  const auto expect_all_found = [&] {
    canvas.draw();
    for (int atom = 0; atom < 13; ++atom) {
      const Vec3 at = canvas.scene().display_position(atom);
      EXPECT_EQ(canvas.scene().pick(static_cast<int>(at.x()), static_cast<int>(at.y())), atom);
    }
  };
  canvas.scene().view_along(2);
  expect_all_found();
  canvas.scene().pan(17, -9);
  canvas.scene().zoom(1.3);
  expect_all_found();
  EXPECT_EQ(canvas.scene().pick(0, 0), -1);
  canvas.scene().reset_camera();
  canvas.draw();
  const Vec3 ring = canvas.scene().display_position(7);
  EXPECT_EQ(canvas.scene().pick(static_cast<int>(ring.x()), static_cast<int>(ring.y())), 7);
}

TEST(Scene, PicksNothingThatIsNotDrawn) {
  Canvas canvas;
  canvas.scene().set_look(empty_look());
  canvas.scene().show(small_picture());
  canvas.draw();
  const Vec3 at = canvas.scene().display_position(0);
  EXPECT_EQ(canvas.scene().pick(static_cast<int>(at.x()), static_cast<int>(at.y())), -1);
}

TEST(Scene, CentresOnAnAtom) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  canvas.scene().centre_on(12);
  canvas.draw();
  const Vec3 at = canvas.scene().display_position(12);
  EXPECT_NEAR(at.x(), 150, 1);
  EXPECT_NEAR(at.y(), 120, 1);
}

TEST(Scene, TurnsWithThePointer) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  const Pixels first = canvas.draw();
  canvas.scene().orbit(40, 10);
  EXPECT_NE(first.rgba, canvas.draw().rgba);
}

// The framework's Zn stands at z = 7 with its N above and below, the ring flat at z = 7.
TEST(Scene, ASliceHidesWhatLiesOutside) {
  for (bool Look::*part : {&Look::tetrahedra, &Look::linkers, &Look::atoms, &Look::bonds}) {
    Look look = empty_look();
    look.*part = true;
    const int all = count(draw(look, small_picture()), is_drawn);
    look.slice = {.on = true, .miller = {0, 0, 1}, .position = 0, .thickness = 1};
    const int middle = count(draw(look, small_picture()), is_drawn);
    EXPECT_GT(middle, 0);
    EXPECT_LE(middle, all);
    look.slice.position = 4;
    EXPECT_EQ(count(draw(look, small_picture()), is_drawn), 0);
    look.slice.on = false;
    EXPECT_EQ(count(draw(look, small_picture()), is_drawn), all);
  }
  // The N stand 1.15 A above and below, so half of the spheres go.
  Look look = empty_look();
  look.atoms = true;
  const int blue = count(draw(look, small_picture()), is_blue);
  look.slice = {.on = true, .miller = {0, 0, 1}, .position = 0, .thickness = 1};
  EXPECT_LT(count(draw(look, small_picture()), is_blue), 0.8 * blue);
}

TEST(Scene, PicksNothingOutsideTheSlice) {
  Canvas canvas;
  Look look;
  look.slice = {.on = true, .miller = {1, 0, 0}, .position = 3, .thickness = 6};  // the ring's half
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  canvas.scene().view_along(2);
  canvas.draw();
  const auto picked = [&](int atom) {
    const Vec3 at = canvas.scene().display_position(atom);
    return canvas.scene().pick(static_cast<int>(at.x()), static_cast<int>(at.y()));
  };
  EXPECT_EQ(picked(0), -1);
  EXPECT_EQ(picked(7), 7);
  EXPECT_EQ(canvas.scene().atoms_within({{0, 0}, {300, 0}, {300, 240}, {0, 240}}),
            (std::vector<int>{5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST(Scene, TellsTheAtomsInsideALine) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  for (const bool parallel : {true, false}) {
    canvas.scene().view_along(2);
    canvas.scene().set_parallel(parallel);
    canvas.draw();
    const Vec3 zinc = canvas.scene().display_position(0);
    const auto box = [&](double half) {
      return std::vector<std::array<double, 2>>{{zinc.x() - half, zinc.y() - half},
                                                {zinc.x() + half, zinc.y() - half},
                                                {zinc.x() + half, zinc.y() + half},
                                                {zinc.x() - half, zinc.y() + half}};
    };
    EXPECT_EQ(canvas.scene().atoms_within(box(4)), std::vector<int>{0});
    EXPECT_EQ(canvas.scene().atoms_within(box(28)), (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_TRUE(canvas.scene().atoms_within({{0, 0}, {3, 0}, {0, 3}}).empty());
  }
  // Of the tetrahedra alone, the Zn stands for them; the N are not drawn.
  Look look = empty_look();
  look.tetrahedra = true;
  canvas.scene().set_look(look);
  canvas.draw();
  EXPECT_EQ(canvas.scene().atoms_within({{0, 0}, {300, 0}, {300, 240}, {0, 240}}),
            std::vector<int>{0});
  canvas.scene().set_look(empty_look());
  EXPECT_TRUE(canvas.scene().atoms_within({{0, 0}, {300, 0}, {300, 240}, {0, 240}}).empty());
}

TEST(Scene, EachKindHasItsSizeAndOpacity) {
  struct Kind {
    bool Look::*shown;
    double Look::*size;
    double larger;
    double Look::*opacity;
  };
  for (const Kind& kind :
       {Kind{&Look::tetrahedra, &Look::tetrahedron_scale, 0.5, &Look::tetrahedron_opacity},
        Kind{&Look::linkers, &Look::linker_thickness, 1.5, &Look::linker_opacity},
        Kind{&Look::atoms, &Look::atom_scale, 0.5, &Look::atom_opacity},
        Kind{&Look::bonds, &Look::bond_radius, 0.3, &Look::bond_opacity}}) {
    Look look = empty_look();
    look.*kind.shown = true;
    look.*kind.opacity = 1;
    const Pixels usual = draw(look, small_picture());
    look.*kind.size = kind.larger;
    EXPECT_NE(count(draw(look, small_picture()), is_drawn), count(usual, is_drawn));
    look.*kind.size = Look().*kind.size;
    look.*kind.opacity = 0.3;
    const auto darkness = [](const Pixels& pixels) {
      double sum = 0;
      for (const auto byte : pixels.rgba) sum += 255 - byte;
      return sum;
    };
    const Pixels clear = draw(look, small_picture());
    EXPECT_LT(darkness(clear), 0.85 * darkness(usual));
    EXPECT_GT(count(clear, is_drawn), 0.8 * count(usual, is_drawn));
  }
}

// With a legend on a narrow view, the cell stands left of it; without, it takes the whole width.
TEST(Scene, TheCellKeepsClearOfTheLegend) {
  Look look = empty_look();
  look.cell = true;
  const auto right_end = [](const Pixels& pixels) {
    int last = 0;
    for (int y = 2 * pixels.height / 3; y < pixels.height; ++y)  // below the legend
      for (int x = 0; x < pixels.width; ++x)
        if (pixels.rgba[4 * (std::size_t(y) * pixels.width + x)] < 250) last = std::max(last, x);
    return last;
  };
  Canvas canvas;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  canvas.scene().view_along(2);
  const int without = right_end(canvas.draw());
  look.legend = true;
  canvas.scene().set_look(look);
  canvas.draw();
  const int with = right_end(canvas.draw());
  EXPECT_LT(with, without - 30);
  look.legend = false;
  canvas.scene().set_look(look);
  EXPECT_EQ(right_end(canvas.draw()), without);
}

// What is picked is what is seen, also where the legend has moved the picture.
TEST(Scene, PicksBesideTheLegend) {
  Canvas canvas;
  Look look;
  look.images[0] = 3;  // wide: the view is narrow for it
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  canvas.scene().view_along(2);
  canvas.draw();
  for (const bool parallel : {true, false}) {
    canvas.scene().set_parallel(parallel);
    canvas.draw();
    const Vec3 at = canvas.scene().display_position(7);
    EXPECT_EQ(canvas.scene().pick(static_cast<int>(at.x()), static_cast<int>(at.y())), 7);
  }
}

TEST(Scene, MeasuresInThePicture) {
  Canvas canvas;
  canvas.scene().set_look(empty_look());
  canvas.scene().show(small_picture());
  EXPECT_EQ(count(canvas.draw(), is_drawn), 0);
  int before = 0;
  for (const std::vector<int>& atoms :
       {std::vector<int>{0, 1}, std::vector<int>{1, 0, 2}, std::vector<int>{1, 0, 5, 6}}) {
    canvas.scene().set_measurements({{atoms}, {}});
    const int drawn = count(canvas.draw(), is_drawn);
    EXPECT_GT(drawn, 60);
    EXPECT_NE(drawn, before);
    before = drawn;
  }
  canvas.scene().set_measurements({{}, {3}});
  EXPECT_GT(count(canvas.draw(), is_drawn), 20);
  canvas.scene().set_measurements({{{0, 99}, {-1, 0}, {1}}, {77}});  // of atoms that are not there
  EXPECT_EQ(count(canvas.draw(), is_drawn), 0);
}

TEST(Scene, DrawsTrailsUpToTheirAtoms) {
  Canvas canvas;
  canvas.scene().set_look(empty_look());
  canvas.scene().show(small_picture());
  auto trails = std::make_shared<Trails>();
  trails->paths = {{0, {{1, 1, 1}, {3, 5, 2}, {4, 7, 7}}}, {99, {{0, 0, 0}, {5, 5, 5}}}};
  canvas.scene().set_trails(trails);
  const Pixels one = canvas.draw();
  EXPECT_GT(count(one, is_drawn), 30);
  // The same path a cell away: it ends in the atom as it is drawn.
  auto away = std::make_shared<Trails>(*trails);
  for (Vec3& point : away->paths[0].points) point += Vec3(14, -28, 0);
  canvas.scene().set_trails(away);
  EXPECT_EQ(canvas.draw().rgba, one.rgba);
  canvas.scene().set_trails(nullptr);
  EXPECT_EQ(count(canvas.draw(), is_drawn), 0);
}

TEST(Scene, LooksFromTheOtherSide) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  for (const int axis : {0, 1, 2}) {
    canvas.scene().view_along(axis);
    const CameraPose front = *canvas.scene().camera();
    canvas.scene().view_along(axis, true);
    const CameraPose back = *canvas.scene().camera();
    const Vec3 one = (front.position - front.focus).normalized();
    const Vec3 other = (back.position - back.focus).normalized();
    EXPECT_NEAR(one.dot(other), -1, 1e-9);
    EXPECT_TRUE(back.parallel);
  }
}

// Whatever the projection, what lies about the focus keeps its size.
TEST(Scene, KeepsTheSizeInTheOtherProjection) {
  Canvas canvas;
  canvas.scene().show(small_picture());
  canvas.scene().orbit(10, 4);  // no longer framed
  canvas.scene().centre_on(0);
  const auto width = [&] {
    canvas.draw();
    return (canvas.scene().display_position(1) - canvas.scene().display_position(2)).norm();
  };
  const double perspective = width();
  canvas.scene().set_parallel(true);
  EXPECT_NEAR(width(), perspective, 0.1 * perspective);
  canvas.scene().zoom(1.5);
  canvas.scene().set_parallel(false);
  EXPECT_NEAR(width(), 1.5 * perspective, 0.1 * 1.5 * perspective);
}

TEST(Scene, LeavesThingsOutToBeFaster) {
  Canvas canvas;
  Look look;
  look.legend = look.tripod = look.cell = false;
  canvas.scene().set_look(look);
  canvas.scene().show(small_picture());
  const Pixels whole = canvas.draw();
  canvas.scene().simplify(0.01);
  const Pixels least = canvas.draw();
  EXPECT_LT(count(least, is_drawn), count(whole, is_drawn));
  EXPECT_GT(count(least, is_drawn), 100);
  canvas.scene().show(small_picture());  // a frame that comes meanwhile stays as simple
  EXPECT_EQ(canvas.draw().rgba, least.rgba);
  canvas.scene().simplify(1);
  EXPECT_EQ(canvas.draw().rgba, whole.rgba);
}

TEST(Scene, TakesAnArrangementThatWasWorkedOutElsewhere) {
  Canvas canvas;
  Picture picture = small_picture();
  canvas.scene().show(picture);
  const Pixels own = canvas.draw();
  auto frame = std::make_shared<Frame>(*picture.frame);
  picture.frame = frame;
  picture.arranged = std::make_shared<const DrawnStructure>(arrange(*frame, {1, 1, 1}));
  canvas.scene().show(picture);
  EXPECT_EQ(canvas.draw().rgba, own.rgba);
  // Of another placement than the look's it is of no use.
  Look look;
  look.placement = Placement::as_given;
  picture.frame = test::small_framework({3, 0, 0});
  canvas.scene().show(picture, look);
  Canvas other;
  other.scene().show(small_picture());  // so that both are framed alike
  other.draw();
  picture.arranged = nullptr;
  other.scene().show(picture, look);
  const Pixels drawn = canvas.draw();
  EXPECT_EQ(drawn.rgba, other.draw().rgba);
  EXPECT_NE(drawn.rgba, own.rgba);
}

}  // namespace
}  // namespace vitrine::render
