// What a window gains or loses in size goes to the view, whoever takes it: the user's hand on the
// window's edge, or a message that comes and goes.
#include "widgets/steady_docks.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QToolBar>

#include "tests/widgets/window_fixture.h"
#include "widgets/message_bar.h"

namespace vitrine::widgets {
namespace {

using Heights = QMap<QString, int>;

int height_of(const QMainWindow& window, const QString& dock) {
  return docks_of(window)[dock]->height();
}

Heights heights(const QMainWindow& window) {
  Heights all;
  const auto docks = docks_of(window);
  for (const QDockWidget* dock : docks)
    if (!dock->visibleRegion().isEmpty()) all[dock->objectName()] = dock->height();
  return all;
}

/// Docks as those of the program stand: a column at either side, the view above the timeline.
class DockedWindow : public QMainWindow {
 public:
  DockedWindow() {
    setDockNestingEnabled(true);
    setAnimated(false);
    auto* middle = new QWidget(this);
    middle->setFixedHeight(0);
    setCentralWidget(middle);
    setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    row_ = addToolBar("row");
    auto* filler = new QWidget(row_);
    filler->setFixedHeight(40);
    row_->addWidget(filler);
    row_->hide();
    add("runs", Qt::LeftDockWidgetArea);
    add("inspector", Qt::LeftDockWidgetArea);
    add("view", Qt::TopDockWidgetArea);
    add("timeline", Qt::BottomDockWidgetArea);
    add("poles", Qt::RightDockWidgetArea);
    add("pairs", Qt::RightDockWidgetArea);
    new SteadyDocks(*this);
    resize(900, 700);
    show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(this));
    const auto docks = docks_of(*this);
    resizeDocks({docks["view"], docks["timeline"]}, {500, 160}, Qt::Vertical);
    resizeDocks({docks["runs"], docks["inspector"]}, {100, 400}, Qt::Vertical);
    settle();
  }
  QToolBar& row() { return *row_; }
  void settle() { QTest::qWait(100); }

 private:
  void add(const QString& name, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(name, this);
    dock->setObjectName(name);
    dock->setWidget(new QWidget);
    addDockWidget(area, dock);
  }
  QToolBar* row_;
};

TEST(SteadyDocks, AreAsBeforeWhenAMessageHasGone) {
  DockedWindow window;
  const Heights before = heights(window);
  ASSERT_GT(before["view"], 2 * before["timeline"]);
  for (int time = 0; time < 3; ++time) {
    window.row().show();
    window.settle();
    EXPECT_EQ(height_of(window, "timeline"), before["timeline"]);
    EXPECT_LT(height_of(window, "view"), before["view"]);
    window.row().hide();
    window.settle();
    EXPECT_EQ(heights(window), before) << "message " << time;
  }
}

TEST(SteadyDocks, GiveTheViewWhatTheWindowGains) {
  DockedWindow window;
  const Heights before = heights(window);
  const double inspector = double(before["inspector"]) / before["runs"];
  window.resize(1100, 900);
  window.settle();
  EXPECT_EQ(height_of(window, "timeline"), before["timeline"]);
  EXPECT_EQ(height_of(window, "view"), before["view"] + 200);
  EXPECT_NEAR(double(height_of(window, "inspector")) / height_of(window, "runs"), inspector, 0.1)
      << "docks of a column share what it gains";
  window.resize(900, 700);
  window.settle();
  EXPECT_EQ(heights(window), before);
}

TEST(SteadyDocks, FollowTheHandThatMovesThem) {
  DockedWindow window;
  const auto docks = docks_of(window);
  const QRect view = docks["view"]->geometry();
  const QPoint from(view.center().x(), view.bottom() + 2), to = from - QPoint(0, 80);
  QTest::mousePress(&window, Qt::LeftButton, {}, from);
  QTest::mouseMove(&window, to);
  window.settle();
  QTest::mouseRelease(&window, Qt::LeftButton, {}, to);
  window.settle();
  const Heights moved = heights(window);
  ASSERT_NEAR(moved["view"], view.height() - 80, 3);
  window.row().show();
  window.settle();
  window.row().hide();
  window.settle();
  EXPECT_EQ(heights(window), moved);
}

class SteadyWindowTest : public test::WindowTest {};

TEST_F(SteadyWindowTest, MessagesComeAndGoWithoutATrace) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  QTest::qWait(1800);  // until the window manager has had its say
  const Heights before = heights(*window);
  for (int time = 0; time < 3; ++time) {
    window->presenter().openFile(path("nowhere.xyz"));
    auto* message = window->findChild<MessageBar*>("messageBar");
    ASSERT_TRUE(until([&] { return message->isVisible(); }));
    QTest::qWait(100);
    EXPECT_EQ(height_of(*window, "timeline"), before["timeline"]);
    Q_EMIT message->dismissed();
    QTest::qWait(100);
    EXPECT_EQ(heights(*window), before) << "message " << time;
  }
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
