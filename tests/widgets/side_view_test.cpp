// Two views side by side: one camera, one look, one selection, and what is compared in the second.
#include "widgets/side_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QMouseEvent>
#include <fstream>

#include "tests/widgets/window_fixture.h"
#include "widgets/display_units.h"
#include "widgets/inspector.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"
#include "widgets/title_strip.h"
#include "widgets/title_words.h"
#include "widgets/view_3d.h"
#include "widgets/vtk_view.h"

namespace vitrine::widgets {
namespace {

using SideViewTest = test::WindowTest;

bool seen_alike(MainWindow& window) {
  auto one = window.view().camera(), two = window.sideView().view().camera();
  if (!one || !two) return false;
  // A camera normalises the direction upwards that it is given: the last bit may differ.
  return one->position == two->position && one->focus == two->focus &&
         one->up.isApprox(two->up, 1e-12) && one->parallel == two->parallel &&
         one->parallel_scale == two->parallel_scale;
}

void drag(View3d& view, const QPoint& by) {
  auto* canvas = view.findChild<VtkCanvas*>();
  const QPoint from(80, 80);
  QTest::mousePress(canvas, Qt::LeftButton, {}, from);
  QMouseEvent move(QEvent::MouseMove, from + by, canvas->mapToGlobal(QPointF(from + by)),
                   Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(canvas, &move);
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, from + by);
}

TEST_F(SideViewTest, ShowsAKeptMomentWithTheSameCamera) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  Presenter& presenter = window->presenter();
  const Actions& actions = window->actions();
  SideView& side = window->sideView();
  ASSERT_TRUE(until([&] { return presenter.picture().frame && actions.keep_moment->isEnabled(); }));
  EXPECT_FALSE(actions.two_views->isEnabled()) << "nothing is compared";
  EXPECT_FALSE(side.isVisible());
  actions.keep_moment->trigger();
  ASSERT_TRUE(until([&] { return actions.two_views->isEnabled(); }));
  const FramePtr kept = presenter.comparison().frame();
  ASSERT_TRUE(kept);
  actions.two_views->trigger();
  ASSERT_TRUE(side.isVisible());
  ASSERT_TRUE(until([&] { return side.picture().frame == kept && seen_alike(*window); }));
  EXPECT_NEAR(side.width(), window->view().width(), 2);
  // The run goes on in the first alone.
  ASSERT_TRUE(until([&] { return presenter.picture().frame->step > kept->step; }));
  EXPECT_EQ(side.picture().frame, kept);

  const auto before = window->view().camera();
  drag(window->view(), {60, 20});
  EXPECT_TRUE(seen_alike(*window)) << "the first was turned";
  const auto between = window->view().camera();
  EXPECT_FALSE(render::same_pose(*before, *between));
  drag(side.view(), {-40, 30});
  EXPECT_TRUE(seen_alike(*window)) << "the second was turned";
  EXPECT_FALSE(render::same_pose(*between, *window->view().camera()));
  actions.along_b->trigger();
  EXPECT_TRUE(seen_alike(*window)) << "along an axis";

  Q_EMIT side.view().atomPicked(3, false);
  ASSERT_TRUE(presenter.selection().atoms());
  EXPECT_EQ(*presenter.selection().atoms(), std::vector<int>{3});
  EXPECT_EQ(side.picture().selected, presenter.selection().atoms());

  // What has changed while it was hidden is seen when it comes back.
  actions.two_views->trigger();
  EXPECT_FALSE(side.isVisible());
  EXPECT_FALSE(side.picture().frame);
  presenter.selection().set({5});
  actions.two_views->trigger();
  ASSERT_TRUE(until([&] { return side.picture().frame == kept && seen_alike(*window); }));
  EXPECT_EQ(side.picture().selected, presenter.selection().atoms());

  const QImage first = window->view().image(1);
  const QImage both = side.composer(1)({first, side.view().image(1)});
  EXPECT_NEAR(both.width(), 2 * first.width(), 4);

  actions.stop_comparing->trigger();
  EXPECT_FALSE(side.isVisible());
  EXPECT_FALSE(actions.two_views->isChecked());
}

/// A cubic cell of `edge` angstrom with atoms all over it.
std::filesystem::path write_cell(const std::filesystem::path& file, double edge) {
  std::ofstream out(file);
  out << "8\nLattice=\"" << edge << " 0 0 0 " << edge << " 0 0 0 " << edge
      << "\" Properties=species:S:1:pos:R:3\n";
  for (int i = 0; i < 8; ++i)
    out << "Zn " << edge * (0.2 + 0.6 * (i & 1)) << ' ' << edge * (0.2 + 0.3 * (i & 2)) << ' '
        << edge * (0.2 + 0.15 * (i & 4)) << '\n';
  return file;
}

Vec3 middle_of(const render::Corners& corners) {
  return (corners.front() + corners.back()) / 2;
}

// The middles of both cells stand at the same place of their views, as far away, and framing the
// smaller leaves room for the larger.
TEST_F(SideViewTest, CellsThatDifferAreSeenFromTheSameSideAndDistance) {
  WindowOptions options;
  options.files = {write_cell(path("a-rather-long-name-of-a-small-cell.xyz"), 14)};
  const auto window = open(options);
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.picture().frame != nullptr; }));
  // With periodic images of small cells both would stand about the origin.
  render::Look look = window->inspector().look();
  std::fill_n(look.images, 3, 1);
  window->inspector().setLook(look, true);
  SideView& side = window->sideView();
  const auto distance = [&] {
    const auto pose = window->view().camera();
    return pose ? (pose->position - pose->focus).norm() : 0;
  };
  ASSERT_TRUE(until([&] { return distance() > 0; }));
  const double alone = distance();
  presenter.compareWith(write_cell(path("large.xyz"), 40));
  ASSERT_TRUE(until([&] { return window->actions().two_views->isEnabled(); }));
  window->actions().two_views->trigger();
  const auto seen_from = [](View3d& view) {
    return Vec3(view.camera()->position - middle_of(*view.corners()));
  };
  const auto alike = [&] {
    return side.picture().frame && side.view().corners() && window->view().corners() &&
           seen_from(side.view()).isApprox(seen_from(window->view()), 1e-9);
  };
  ASSERT_TRUE(until([&] { return alike() && distance() > 1.5 * alone; })) << distance();
  EXPECT_GT((middle_of(*side.view().corners()) - middle_of(*window->view().corners())).norm(), 10);
  drag(side.view(), {50, -20});
  EXPECT_TRUE(alike()) << "turned in the second";
  QTest::qWait(500);
  window->actions().along_c->trigger();
  EXPECT_TRUE(alike()) << "along an axis";
  EXPECT_EQ(side.caption().name(), "large.xyz");
  Q_EMIT side.view().atomPicked(3, false);
  ASSERT_TRUE(presenter.selection().atoms()) << "eight Zn each: the atoms correspond";
  window->actions().reset_view->trigger();
  window->actions().stop_comparing->trigger();
  window->actions().reset_view->trigger();
  ASSERT_TRUE(until([&] { return distance() < 1.5 * alone; })) << "room for nobody";
}

TEST_F(SideViewTest, WearsTheColoursAndTheRangeOfTheFirst) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return window->actions().keep_moment->isEnabled(); }));
  window->actions().keep_moment->trigger();
  ASSERT_TRUE(until([&] { return window->actions().two_views->isEnabled(); }));
  window->actions().two_views->trigger();
  SideView& side = window->sideView();
  window->presenter().colourBy("coordination");
  ASSERT_TRUE(until([&] {
    return window->presenter().wornProperty() == "coordination" &&
           side.picture().colouring.title == window->presenter().picture().colouring.title &&
           side.look().range_high == window->inspector().look().range_high &&
           side.look().map == window->inspector().look().map;
  }));
}

TEST_F(SideViewTest, EachSaysWhatItShows) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return window->actions().keep_moment->isEnabled(); }));
  window->presenter().feed().pause();
  ASSERT_TRUE(until([&] { return !window->presenter().feed().isRunning(); }));
  EXPECT_TRUE(window->titleStrip().words().isVisible());
  window->actions().keep_moment->trigger();
  ASSERT_TRUE(until([&] { return window->actions().two_views->isEnabled(); }));
  window->actions().two_views->trigger();
  EXPECT_FALSE(window->titleStrip().words().isVisible()) << "which of the two would it be of?";
  const TitleWords& caption = window->sideView().caption();
  ASSERT_TRUE(until([&] { return caption.name() == "toy"; })) << qPrintable(caption.text());
  EXPECT_TRUE(caption.state().contains("\u00a0K")) << qPrintable(caption.text());
  EXPECT_TRUE(caption.state().endsWith(
      window->presenter().runTimeText(window->presenter().comparison().frame()->time)));
  window->actions().two_views->trigger();
  EXPECT_TRUE(window->titleStrip().words().isVisible());
}

TEST_F(SideViewTest, ASessionBringsItBack) {
  WindowOptions options;
  options.files = {write_cell(path("one.xyz"), 14)};
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->presenter().picture().frame != nullptr; }));
  window->presenter().compareWith(write_cell(path("two.xyz"), 15));
  ASSERT_TRUE(until([&] { return window->presenter().comparison().frame() != nullptr; }));
  window->actions().two_views->trigger();
  const WindowState state = parse_state(state_json(window->keeper().state(), {}), {});
  window->actions().stop_comparing->trigger();
  ASSERT_FALSE(window->sideView().isVisible());
  window->keeper().setState(state);
  const SideView& side = window->sideView();
  EXPECT_TRUE(side.isVisible());
  EXPECT_TRUE(until([&] { return side.picture().frame && side.caption().name() == "two.xyz"; }))
      << qPrintable(side.caption().text());
  EXPECT_NEAR(side.picture().frame->cell.cartesian(Vec3::UnitX()).norm(), 15, 1e-6);
}

// The frame of the record next to what was shown: so a session finds the very same again.
TEST_F(SideViewTest, AKeptMomentOfARunIsOfItsRecord) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return window->actions().keep_moment->isEnabled(); }));
  QTest::qWait(500);
  window->actions().keep_moment->trigger();
  const Comparison& kept = window->presenter().comparison();
  ASSERT_NE(kept.frame(), nullptr);
  const auto history = window->presenter().feed().history();
  bool recorded = false;
  for (std::size_t i = 0; i < history->size() && !recorded; ++i)
    recorded = history->read(i)->positions == kept.frame()->positions;
  EXPECT_TRUE(recorded);
  EXPECT_EQ(kept.origin().at->time, kept.frame()->time);
  EXPECT_EQ(kept.moment().when(), shown_quantity(kept.frame()->time, 2, "ps"));
  EXPECT_TRUE(kept.moment().is_kept);
}

// It is not drawn again for nothing: two cameras that are told of each other come to rest.
TEST_F(SideViewTest, StandsStill) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return window->actions().keep_moment->isEnabled(); }));
  window->actions().keep_moment->trigger();
  ASSERT_TRUE(until([&] { return window->actions().two_views->isEnabled(); }));
  window->actions().two_views->trigger();
  ASSERT_TRUE(until([&] { return seen_alike(*window); }));
  window->presenter().feed().pause();
  QTest::qWait(1500);
  int drawn = 0;
  for (View3d* view : {&window->view(), &window->sideView().view()})
    QObject::connect(view, &View3d::drawn, view, [&drawn] { ++drawn; });
  QTest::qWait(500);
  EXPECT_EQ(drawn, 0);
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
