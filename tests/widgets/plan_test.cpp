// The plan of a run changed while it goes on: by its knots on the timeline, and in numbers.
#include <gtest/gtest.h>

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "sim/dynamics/plan.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plan_dialog.h"
#include "widgets/plot.h"
#include "widgets/stage_table.h"

namespace vitrine::widgets {
namespace {

class PlanTest : public test::WindowTest {
 protected:
  void SetUp() override {
    window_ = open();
    ASSERT_TRUE(runs(*window_));
    window_->actions().pause->trigger();
    ASSERT_TRUE(until([&] { return feed().status().state == dynamics::RunState::paused; }));
    QTest::qWait(400);  // the timeline has fitted what was measured
  }
  LiveFeed& feed() { return window_->presenter().feed(); }
  Plot& plot() { return window_->timeline().plot(); }
  QPoint place(double time, double kelvin) {
    const QCPAxisRect& rect = *plot().axisRect(0);
    return {int(std::lround(rect.axis(QCPAxis::atBottom)->coordToPixel(time))),
            int(std::lround(rect.axis(QCPAxis::atLeft)->coordToPixel(kelvin)))};
  }
  void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers keys = {}) {
    QTest::mouseMove(&plot(), from);
    QTest::mousePress(&plot(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, plot().mapToGlobal(to), Qt::LeftButton, Qt::LeftButton,
                     keys);
    QApplication::sendEvent(&plot(), &move);
    QTest::mouseRelease(&plot(), Qt::LeftButton, keys, to);
  }
  const dynamics::Stage& last() { return feed().plan().stages.back(); }

  std::unique_ptr<MainWindow> window_;
};

TEST_F(PlanTest, AKnotIsDraggedToAnotherTimeAndTemperature) {
  ASSERT_EQ(feed().plan().duration(), 20001);
  const double shown = window_->presenter().shownTime();
  drag(place(20001, 300), place(12000, 650));
  ASSERT_TRUE(until([&] { return feed().plan().duration() < 20000; }));
  EXPECT_NEAR(feed().plan().duration(), 12000, 40) << "a pixel is 20 ps";
  EXPECT_NEAR(last().temperature_end, 650, 25);
  EXPECT_EQ(window_->presenter().shownTime(), shown) << "the playhead stays";
  EXPECT_EQ(feed().status().total_steps, std::lround(feed().plan().duration() / 0.0005));
}

TEST_F(PlanTest, WithShiftItsTimeStays) {
  drag(place(20001, 300), place(9000, 600), Qt::ShiftModifier);
  ASSERT_TRUE(until([&] { return last().temperature_end > 500; }));
  EXPECT_NEAR(feed().plan().duration(), 20001, 1e-6);  // a sum of stages
}

TEST_F(PlanTest, ADoubleClickOnThePlanPutsAKnotThere) {
  const std::size_t stages = feed().plan().stages.size();
  const double middle = 10001;
  QTest::mouseDClick(&plot(), Qt::LeftButton, {}, place(middle, 400));
  ASSERT_TRUE(until([&] { return feed().plan().stages.size() == stages + 1; }));
  EXPECT_NEAR(last().temperature_start, 400, 1);
  drag(place(middle, 400), place(middle, 700));
  ASSERT_TRUE(until([&] { return last().temperature_start > 600; }));
  EXPECT_EQ(last().temperature_end, 300);
}

TEST_F(PlanTest, ElsewhereThePlayheadIsDragged) {
  ASSERT_TRUE(until([&] { return feed().history()->size() > 0; }));
  const std::size_t stages = feed().plan().stages.size();
  drag(place(15000, 100), place(0, 100));
  EXPECT_EQ(window_->presenter().source(), Source::replay);
  EXPECT_EQ(feed().plan().stages.size(), stages);
}

TEST_F(PlanTest, ItIsChangedInNumbersToo) {
  window_->actions().change_plan->trigger();
  ASSERT_TRUE(until([&] { return window_->findChild<PlanDialog*>() != nullptr; }));
  auto* dialog = window_->findChild<PlanDialog*>();
  StageTable& table = dialog->stages();
  const int row = table.rowCount() - 1;
  auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  table.item(row, 3)->setText("-20");
  EXPECT_FALSE(ok->isEnabled());
  table.item(row, 3)->setText("350");
  table.item(row, 1)->setText("5000");
  ASSERT_TRUE(ok->isEnabled());
  QTest::mouseClick(ok, Qt::LeftButton);
  ASSERT_TRUE(until([&] { return last().temperature_end == 350; }));
  EXPECT_NEAR(feed().plan().duration(), feed().status().time + 5000, 1e-6);
}

TEST_F(PlanTest, OneThatIsRefusedIsTakenBack) {
  const double end = feed().plan().duration();
  const dynamics::Protocol absurd =
      with_knot(feed().plan(), {feed().plan().stages.size() - 1, end, 1e6, 0}, 0);
  window_->timeline().setPlan(absurd);
  int told = 0;
  QObject::connect(&feed(), &LiveFeed::planChanged, &feed(), [&] { ++told; });
  feed().changePlan(absurd);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(last().temperature_end, 300);
}

TEST_F(PlanTest, ThatOfARunThatIsOverStays) {
  window_->actions().stop->trigger();
  ASSERT_TRUE(until([&] { return feed().isOver(); }));
  ASSERT_TRUE(until([&] { return !window_->actions().change_plan->isEnabled(); }));
  const auto plan = feed().plan();
  drag(place(20001, 300), place(12000, 650));
  QTest::qWait(100);
  EXPECT_EQ(feed().plan(), plan);
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
