// What goes on behind the window, in its status line.
#include "widgets/job_list.h"

#include <gtest/gtest.h>

#include <QProgressBar>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/window_tests.h"

namespace vitrine::widgets {
namespace {

class JobListTest : public testing::Test {
 protected:
  void show(const std::vector<Job>& jobs) {
    list_.show(jobs);
    QTest::qWait(20);
  }
  /// Of the list that opens.
  QList<JobRow*> rows() const {
    QList<JobRow*> visible;
    for (JobRow* row : list_.findChild<QFrame*>()->findChildren<JobRow*>())
      if (row->isVisible()) visible << row;
    return visible;
  }
  static QToolButton& cancel(const JobRow& row) { return *row.findChild<QToolButton*>(); }

  JobList list_;
};

TEST_F(JobListTest, IsThereWhileAnythingGoesOn) {
  show({});
  EXPECT_TRUE(list_.isHidden());
  show({{"opening", 0.25, {}}});
  ASSERT_TRUE(list_.isVisible());
  auto* bar = list_.findChild<JobRow*>()->findChild<QProgressBar*>();
  EXPECT_EQ(bar->value(), 25);
  EXPECT_FALSE(cancel(*list_.findChild<JobRow*>()).isEnabled()) << "nothing would cancel it";
  show({{"opening", std::nullopt, {}}});
  EXPECT_EQ(bar->maximum(), 0) << "moves, as long as nobody knows how far it is";
  show({});
  EXPECT_TRUE(list_.isHidden());
}

TEST_F(JobListTest, CancelsWhatStandsBesideTheButton) {
  QStringList cancelled;
  const auto job = [&](const char* name) {
    return Job{name, 0.5, [&cancelled, name] { cancelled << name; }};
  };
  show({job("one"), job("two"), job("three")});
  QToolButton* more = nullptr;
  for (QToolButton* button :
       list_.findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly))
    more = button;
  ASSERT_TRUE(more && more->isVisible());
  EXPECT_EQ(more->text(), "3 jobs");
  QTest::mouseClick(more, Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return rows().size() == 3; }));
  QTest::mouseClick(&cancel(*rows()[1]), Qt::LeftButton);
  EXPECT_EQ(cancelled, QStringList{"two"});
  show({job("one"), job("three")});
  EXPECT_EQ(rows().size(), 2) << "the list stays open";
  QTest::mouseClick(&cancel(*rows()[1]), Qt::LeftButton);
  EXPECT_EQ(cancelled, (QStringList{"two", "three"}));
  show({});
  EXPECT_TRUE(rows().empty());
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
