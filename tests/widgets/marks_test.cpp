// What stands on the timeline to be jumped to: bonds and rings that broke, found in the background,
// and bookmarks.
#include <gtest/gtest.h>

#include <QSettings>
#include <QTest>

#include "sim/dynamics/history.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/bookmarks.h"
#include "widgets/event_lane.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/timeline_marks.h"
#include "widgets/plot.h"

namespace vitrine::widgets {
namespace {

using Kind = StructureEvent::Kind;

constexpr int bond_breaks = 5, ring_breaks = 8, frames = 12;

/// The small framework at a time: one N has left its Zn from frame 5 on, one C its ring from 8 on.
FramePtr frame_at(int k) {
  auto frame = std::make_shared<Frame>(*test::small_framework());
  frame->time = k;
  if (k >= bond_breaks) frame->positions[1] += 0.9 * (frame->positions[1] - frame->positions[0]);
  if (k >= ring_breaks) frame->positions[6] += Vec3(0, 0, 1.5);
  return frame;
}

std::filesystem::path write_story(const std::filesystem::path& file, bool timed = true) {
  std::ofstream out(file);
  for (int k = 0; k < frames; ++k) {
    const FramePtr frame = frame_at(k);
    out << frame->size() << "\nLattice=\"14 0 0 0 14 0 0 0 14\" Properties=species:S:1:pos:R:3";
    if (timed) out << " time=" << k;
    out << "\n";
    for (std::size_t i = 0; i < frame->size(); ++i)
      out << element_data(frame->topology->elements[i]).symbol << ' '
          << frame->positions[i].transpose() << '\n';
  }
  return file;
}

bool until(const std::function<bool()>& condition) {
  return QTest::qWaitFor(condition, 20000);
}

void expect_story(const std::vector<StructureEvent>& events) {
  ASSERT_EQ(events.size(), 2u);
  const bool bond_first = events[0].kind == Kind::bond_broken;
  const StructureEvent& bond = events[bond_first ? 0 : 1];
  const StructureEvent& ring = events[bond_first ? 1 : 0];
  EXPECT_EQ(bond.kind, Kind::bond_broken);
  EXPECT_EQ(bond.time, bond_breaks);
  EXPECT_EQ(bond.atoms, (std::vector<int>{0, 1}));
  EXPECT_EQ(ring.kind, Kind::ring_broken);
  EXPECT_EQ(ring.time, ring_breaks);
  EXPECT_EQ(ring.atoms, (std::vector<int>{5, 6, 7, 8, 9}));
}

TEST(EventLane, FindsWhatBreaksInTheGrowingPastOfARun) {
  auto history = std::make_shared<dynamics::History>(test::small_framework()->topology, "run");
  for (int k = 0; k < 4; ++k) history->add(frame_at(k));
  EventLane lane;
  lane.follow(history);
  EXPECT_FALSE(QTest::qWaitFor([&] { return lane.poll(true); }, 300)) << "nothing has broken yet";
  for (int k = 4; k < frames; ++k) history->add(frame_at(k));
  EXPECT_TRUE(until([&] {
    lane.poll(true);
    return lane.events().size() == 2;
  }));
  expect_story(lane.events());
}

// A history that is thinned gives its frames other indices.
TEST(EventLane, TellsNothingTwiceOfAPastThatIsThinned) {
  const FramePtr one = frame_at(0);
  const std::size_t limit = 40 * one->size() * sizeof(Vec3) * 2;
  auto history = std::make_shared<dynamics::History>(one->topology, "run", limit);
  EventLane lane;
  lane.follow(history);
  for (int k = 0; k < 400; ++k) {
    history->add(frame_at(k));
    if (k % 10 != 0) continue;
    lane.poll(false);
    QTest::qWait(5);
  }
  ASSERT_LT(history->size(), 400u);
  until([&] {
    lane.poll(false);
    return lane.events().size() >= 2;
  });
  QTest::qWait(700);
  lane.poll(false);
  ASSERT_EQ(lane.events().size(), 2u);
}

TEST(EventLane, AFileWithoutTimesOrAtAllHasNoEventsAndDoesNoHarm) {
  QTemporaryDir folder;
  const auto path = [&](const char* name) { return folder.filePath(name).toStdString(); };
  EventLane lane;
  for (const std::filesystem::path& file :
       {write_story(path("untimed.xyz"), false), std::filesystem::path(path("nowhere.xyz"))}) {
    lane.read(file);
    EXPECT_FALSE(QTest::qWaitFor([&] { return lane.poll(false); }, 400));
    EXPECT_TRUE(lane.events().empty());
  }
  lane.stop();
  EXPECT_FALSE(lane.poll(false));
}

TEST(Bookmarks, StayWithTheirFile) {
  QTemporaryDir folder;
  const std::filesystem::path a = folder.filePath("a.xyz").toStdString(),
                              b = folder.filePath("b.xyz").toStdString();
  {
    Bookmarks bookmarks;
    bookmarks.open(a);
    bookmarks.toggle(7, "the melt");
    bookmarks.toggle(2);
    bookmarks.toggle(4);
    bookmarks.toggle(4);  // away again
    bookmarks.open(b);
    EXPECT_TRUE(bookmarks.all().empty());
  }
  Bookmarks later;
  later.open(a);
  ASSERT_EQ(later.all().size(), 2u);
  EXPECT_EQ(later.all()[0].at, 2);
  EXPECT_EQ(later.all()[1].name, "the melt");
  later.rename(0, "cold");
  later.remove(1);
  later.open(a);
  ASSERT_EQ(later.all().size(), 1u);
  EXPECT_EQ(later.all()[0].name, "cold");
}

class MarksTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowOptions options;
    options.files = {write_story(path("story.xyz"))};
    window_ = open(options);
    ASSERT_TRUE(until([&] { return window_->presenter().events().size() == 2; }));
    timeline_ = window_->findChild<FileTimeline*>();
    ASSERT_NE(timeline_, nullptr);
    QTest::qWait(400);
  }
  /// `share`: of the height, from the foot.
  QPoint place(double frame, double share) {
    const QRect rect = timeline_->plot().axisRect()->rect();
    return {int(std::lround(timeline_->plot().xAxis->coordToPixel(frame))),
            int(std::lround(rect.bottom() - share * rect.height()))};
  }
  std::size_t shown() { return window_->presenter().fileIndex(); }

  std::unique_ptr<MainWindow> window_;
  FileTimeline* timeline_ = nullptr;
};

TEST_F(MarksTest, AClickOnATickGoesToItsMomentAndSelectsItsAtoms) {
  EXPECT_TRUE(timeline_->marks().explain(place(bond_breaks + 1, 0.05)).contains("broke"));
  EXPECT_TRUE(timeline_->marks().explain(place(3, 0.05)).isEmpty());
  QTest::mouseClick(&timeline_->plot(), Qt::LeftButton, {}, place(bond_breaks + 1, 0.05));
  EXPECT_TRUE(until([&] { return shown() == bond_breaks; }));
  EXPECT_EQ(window_->presenter().selection().size(), 2u);
  QTest::mouseClick(&timeline_->plot(), Qt::LeftButton, {}, place(ring_breaks + 1, 0.1));
  EXPECT_TRUE(until([&] { return shown() == ring_breaks; }));
  EXPECT_EQ(window_->presenter().selection().size(), 5u);
}

TEST_F(MarksTest, TheNextMarkIsTheNextBookmarkOrBrokenRing) {
  ASSERT_TRUE(until([&] { return window_->actions().bookmark->isEnabled(); }));
  window_->presenter().showFrame(2);
  ASSERT_TRUE(until([&] { return shown() == 2; }));
  window_->actions().bookmark->trigger();
  window_->presenter().showFrame(0);
  ASSERT_TRUE(until([&] { return shown() == 0; }));
  window_->actions().next_mark->trigger();
  EXPECT_TRUE(until([&] { return shown() == 2; }));
  window_->actions().next_mark->trigger();
  EXPECT_TRUE(until([&] { return shown() == ring_breaks; }));
  window_->actions().previous_mark->trigger();
  EXPECT_TRUE(until([&] { return shown() == 2; }));
  window_->actions().bookmark->trigger();  // away again
  window_->actions().previous_mark->trigger();
  QTest::qWait(200);
  EXPECT_EQ(shown(), 2u) << "nothing lies before it";
}

TEST_F(MarksTest, AFlagIsClicked) {
  window_->presenter().showFrame(4);
  ASSERT_TRUE(until([&] { return shown() == 4; }));
  window_->actions().bookmark->trigger();
  window_->presenter().showFrame(0);
  ASSERT_TRUE(until([&] { return shown() == 0; }));
  QTest::mouseClick(&timeline_->plot(), Qt::LeftButton, {}, place(5, 0.9));
  EXPECT_TRUE(until([&] { return shown() == 4; }));
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
