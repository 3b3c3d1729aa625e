// The 3D view as a widget: it draws, keeps drawing through docking, hiding and resizing (each
// floating dock makes a new OpenGL context), and answers the mouse.
#include "widgets/vtk_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTest>
#include <memory>

#include "tests/small_framework.h"

namespace vitrine::widgets {
namespace {

int drawn_pixels(const QImage& image) {
  int count = 0;
  const QRgb background = image.pixel(image.width() / 2, 1);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) != background;
  return count;
}

// What stands on the screen after everything pending has been painted.
QImage seen(View3d* view) {
  auto* canvas = view->findChild<VtkCanvas*>();
  QTest::qWait(50);
  return canvas->seen();
}

class VtkViewTest : public testing::Test {
 protected:
  void SetUp() override {
    if (QGuiApplication::platformName() != "xcb") GTEST_SKIP() << "needs an X display";
  }
  std::unique_ptr<View3d> shown_view() {
    std::unique_ptr<View3d> view(makeView3d(nullptr));
    view->resize(400, 300);
    view->showPicture(test::small_picture());
    view->show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(view.get()));
    return view;
  }
};

TEST_F(VtkViewTest, Draws) {
  const auto view = shown_view();
  EXPECT_GT(drawn_pixels(seen(view.get())), 3000);
  view->showPicture({});
  EXPECT_EQ(drawn_pixels(seen(view.get())), 0);
}

TEST_F(VtkViewTest, FollowsALaterFrameAndLook) {
  const auto view = shown_view();
  const QImage first = seen(view.get());
  view->showPicture(test::small_picture(-9));
  const QImage second = seen(view.get());
  EXPECT_NE(first, second);
  render::Look look;
  look.dark = true;
  view->setLook(look);
  EXPECT_LT(qGray(seen(view.get()).pixel(200, 2)), 60);
}

TEST_F(VtkViewTest, KeepsDrawingThroughDocking) {
  QMainWindow window;
  window.resize(700, 500);
  auto* dock = new QDockWidget(&window);
  View3d* view = makeView3d(dock);
  view->showPicture(test::small_picture());
  dock->setWidget(view);
  window.setCentralWidget(new QLabel("centre"));
  window.addDockWidget(Qt::RightDockWidgetArea, dock);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  for (const bool floating : {false, true, false, true, false}) {
    dock->setFloating(floating);
    QTest::qWait(100);
    EXPECT_GT(drawn_pixels(seen(view)), 1500) << "floating: " << floating;
  }
  dock->hide();
  QTest::qWait(20);
  dock->show();
  EXPECT_GT(drawn_pixels(seen(view)), 1500);
}

// What the shade needs of a context goes with it, whether it is on or was.
TEST_F(VtkViewTest, KeepsItsShadeThroughDocking) {
  QMainWindow window;
  window.resize(700, 500);
  auto* dock = new QDockWidget(&window);
  View3d* view = makeView3d(dock);
  dock->setWidget(view);
  window.addDockWidget(Qt::RightDockWidgetArea, dock);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  render::Look look;
  for (const bool floating : {true, false, true, false}) {
    look.occlusion = floating;
    view->showPicture(test::small_picture(), look);
    EXPECT_GT(drawn_pixels(seen(view)), 1500);
    dock->setFloating(floating);
    QTest::qWait(100);
    EXPECT_GT(drawn_pixels(seen(view)), 1500) << "floating: " << floating;
    look.occlusion = true;
    view->setLook(look);
    EXPECT_GT(drawn_pixels(seen(view)), 1500);
  }
}

TEST_F(VtkViewTest, StandsBesideAnother) {
  const auto one = shown_view(), two = shown_view();
  two->showPicture(test::small_picture(-9));
  EXPECT_NE(seen(one.get()), seen(two.get()));
  EXPECT_GT(drawn_pixels(seen(one.get())), 3000);
}

TEST_F(VtkViewTest, DiesHiddenOrNeverShown) {
  auto view = shown_view();
  view->hide();
  view.reset();
  view.reset(makeView3d(nullptr));
  view->showPicture(test::small_picture());
  EXPECT_TRUE(view->image(1, false).isNull());
  view.reset();
  EXPECT_GT(drawn_pixels(seen(shown_view().get())), 3000);
}

TEST_F(VtkViewTest, FramesAgainWhenResized) {
  const auto view = shown_view();
  const int before = drawn_pixels(seen(view.get()));
  view->resize(800, 600);
  EXPECT_GT(drawn_pixels(seen(view.get())), 2 * before);
}

TEST_F(VtkViewTest, GivesAnEnlargedImage) {
  const auto view = shown_view();
  const QImage before = seen(view.get());
  const QImage image = view->image(2, true);
  EXPECT_EQ(image.size(), QSize(800, 600));
  EXPECT_EQ(qAlpha(image.pixel(400, 1)), 0);
  EXPECT_EQ(seen(view.get()), before) << "taking a picture changed the view";
}

TEST_F(VtkViewTest, TurnsMovesAndZooms) {
  const auto view = shown_view();
  auto* canvas = view->findChild<VtkCanvas*>();
  QImage last = seen(view.get());
  const auto expect_changed = [&](const char* what) {
    const QImage now = seen(view.get());
    EXPECT_NE(now, last) << what;
    last = now;
  };
  for (const Qt::MouseButton button : {Qt::LeftButton, Qt::RightButton, Qt::MiddleButton}) {
    QTest::mousePress(canvas, button, {}, {200, 150});
    QMouseEvent move(QEvent::MouseMove, QPointF(240, 170), canvas->mapToGlobal(QPointF(240, 170)),
                     Qt::NoButton, button, {});
    QApplication::sendEvent(canvas, &move);
    QTest::mouseRelease(canvas, button, {}, {240, 170});
    expect_changed("drag");
  }
  QWheelEvent wheel(QPointF(200, 150), canvas->mapToGlobal(QPointF(200, 150)), {}, {0, 120},
                    Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(canvas, &wheel);
  expect_changed("wheel");
}

// With a budget that no picture keeps: less while it turns, all of it when it stands.
TEST_F(VtkViewTest, LeavesThingsOutWhileItTurns) {
  const auto view = shown_view();
  auto* canvas = view->findChild<VtkCanvas*>();
  const auto moving_pixels = [&](double budget) {
    const QSize whole = seen(view.get()).size();
    canvas->setMovingBudget(budget);
    QWheelEvent wheel(QPointF(200, 150), canvas->mapToGlobal(QPointF(200, 150)), {}, {0, 0},
                      Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas, &wheel);
    const int pixels = drawn_pixels(seen(view.get()));
    EXPECT_EQ(canvas->seen().size(), whole / 2);
    EXPECT_TRUE(QTest::qWaitFor([&] { return canvas->seen().size() == whole; }, 5000));
    return pixels;
  };
  QSignalSpy drawn(view.get(), &View3d::drawn);
  canvas->redraw();
  const int whole = drawn_pixels(seen(view.get()));
  const double seconds = drawn.last()[0].toDouble();
  const int coarse = moving_pixels(0.24 * seconds);  // a quarter of the pixels is just enough
  EXPECT_LT(moving_pixels(1e-6), 0.9 * coarse);
  EXPECT_EQ(drawn_pixels(seen(view.get())), whole);
  // So with frames that follow each other.
  for (int k = 0; k < 3; ++k) view->showPicture(test::small_picture(), {});
  EXPECT_LT(drawn_pixels(seen(view.get())), 0.9 * coarse);
  EXPECT_TRUE(QTest::qWaitFor([&] { return drawn_pixels(canvas->seen()) == whole; }, 5000));
}

// Larger pixels come first; a click in them finds the same atom.
TEST_F(VtkViewTest, IsDrawnInLargerPixelsWhileItTurns) {
  const auto view = shown_view();
  view->viewAlong(2, false);
  const QSize whole = seen(view.get()).size();
  auto* canvas = view->findChild<VtkCanvas*>();
  const Vec3 at = canvas->scene().display_position(8);
  const QPoint point(static_cast<int>(at.x()), canvas->height() - 1 - static_cast<int>(at.y()));
  canvas->setMovingBudget(1e-6);
  QWheelEvent wheel(QPointF(200, 150), canvas->mapToGlobal(QPointF(200, 150)), {}, {0, 0},
                    Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(canvas, &wheel);
  EXPECT_EQ(seen(view.get()).size(), whole / 2);
  QSignalSpy picked(view.get(), &View3d::atomPicked);
  QTest::mouseClick(canvas, Qt::LeftButton, {}, point);
  ASSERT_EQ(picked.count(), 1);
  EXPECT_EQ(picked[0][0].toInt(), 8);
  EXPECT_TRUE(QTest::qWaitFor([&] { return canvas->seen().size() == whole; }, 5000));
}

TEST_F(VtkViewTest, TellsWhichAtomWasClicked) {
  const auto view = shown_view();
  view->viewAlong(2, false);
  seen(view.get());
  auto* canvas = view->findChild<VtkCanvas*>();
  QSignalSpy picked(view.get(), &View3d::atomPicked);
  const Vec3 at = canvas->scene().display_position(8);
  const QPoint point(static_cast<int>(at.x()), canvas->height() - 1 - static_cast<int>(at.y()));
  QTest::mouseClick(canvas, Qt::LeftButton, {}, point);
  QTest::mouseClick(canvas, Qt::LeftButton, {}, {2, 2});
  ASSERT_EQ(picked.count(), 2);
  EXPECT_EQ(picked[0][0].toInt(), 8);
  EXPECT_EQ(picked[1][0].toInt(), -1);
}

// With the mouse: a line around the ring, with Ctrl or as a tool; the view below is neither turned
// nor drawn again.
TEST_F(VtkViewTest, ALassoEnclosesAtoms) {
  const auto view = shown_view();
  view->viewAlong(2, false);
  seen(view.get());
  auto* canvas = view->findChild<VtkCanvas*>();
  QSignalSpy enclosed(view.get(), &View3d::atomsEnclosed);
  QSignalSpy painted(view.get(), &View3d::drawn);
  const auto place = [&](int atom) {
    const Vec3 at = canvas->scene().display_position(atom);
    return QPointF(at.x(), canvas->height() - 1 - at.y());
  };
  const QPointF middle = (place(5) + place(7)) / 2;
  const auto drag_around = [&](Qt::KeyboardModifiers keys) {
    const double r = 70;
    const QPointF corners[] = {{-r, -r}, {r, -r}, {r, r}, {-r, r}};
    QTest::mousePress(canvas, Qt::LeftButton, keys, (middle + corners[0]).toPoint());
    for (const QPointF& corner : corners) {
      QMouseEvent move(QEvent::MouseMove, middle + corner, canvas->mapToGlobal(middle + corner),
                       Qt::NoButton, Qt::LeftButton, keys);
      QApplication::sendEvent(canvas, &move);
      QTest::qWait(20);
    }
    QTest::mouseRelease(canvas, Qt::LeftButton, keys, (middle + corners[3]).toPoint());
  };
  const auto pose = view->camera();
  drag_around(Qt::ControlModifier);
  ASSERT_EQ(enclosed.count(), 1);
  EXPECT_EQ(enclosed[0][0].value<std::vector<int>>(),
            (std::vector<int>{5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_FALSE(enclosed[0][1].toBool());
  EXPECT_EQ(painted.count(), 0) << "the picture was drawn again for the line";
  view->setLasso(true);
  drag_around(Qt::ShiftModifier);
  ASSERT_EQ(enclosed.count(), 2);
  EXPECT_TRUE(enclosed[1][1].toBool());
  EXPECT_TRUE(render::same_pose(*pose, *view->camera())) << "the lasso turned the view";
  view->setLasso(false);
  drag_around({});
  EXPECT_EQ(enclosed.count(), 2);
  EXPECT_FALSE(render::same_pose(*pose, *view->camera()));
}

TEST(Placeholder, StandsInWhereThereIsNoOpenGl) {
  if (QGuiApplication::platformName() != "offscreen") GTEST_SKIP() << "for the offscreen platform";
  const std::unique_ptr<View3d> view(makeView3d(nullptr));
  view->showPicture(test::small_picture());
  view->setLook({});
  view->show();
  QTest::qWait(20);
  ASSERT_NE(view->findChild<QLabel*>(), nullptr);
  EXPECT_TRUE(view->findChild<QLabel*>()->text().contains("OpenGL"));
  EXPECT_TRUE(view->image().isNull());
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  vitrine::widgets::prepareOpenGl();
  QApplication application(argc, argv);
  return RUN_ALL_TESTS();
}
