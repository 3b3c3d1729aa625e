// Two views side by side: one camera, one look, one selection, and what is compared in the second.
#include "widgets/side_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QMouseEvent>

#include "tests/widgets/window_fixture.h"
#include "widgets/view_3d.h"
#include "widgets/vtk_view.h"

namespace vitrine::widgets {
namespace {

using SideViewTest = test::WindowTest;

bool seen_alike(MainWindow& window) {
  auto one = window.view().camera(), two = window.sideView().view().camera();
  if (!one || !two) return false;
  one->framed = two->framed = false;
  return render::same_pose(*one, *two);
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

  const QImage both = side.image(1), first = window->view().image(1);
  EXPECT_NEAR(both.width(), 2 * first.width(), 4);

  actions.stop_comparing->trigger();
  EXPECT_FALSE(side.isVisible());
  EXPECT_FALSE(actions.two_views->isChecked());
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
