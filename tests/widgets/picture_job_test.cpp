// Pictures of the view: of one moment whatever goes on, saved whole or not at all.
#include "widgets/picture_job.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "tests/small_framework.h"
#include "tests/widgets/window_tests.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

class PictureJobTest : public testing::Test {
 protected:
  void SetUp() override {
    if (QGuiApplication::platformName() != "xcb") GTEST_SKIP() << "needs an X display";
    view_.reset(makeView3d(nullptr));
    view_->resize(300, 200);
    view_->showPicture(test::small_picture(-9));
    view_->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(view_.get()));
    QTest::qWait(50);
  }
  void start(const std::filesystem::path& file) {
    std::vector<std::unique_ptr<Shot>> shots;
    shots.push_back(view_->shot(1, false));
    ASSERT_NE(shots.front(), nullptr);
    job_.start(
        std::move(shots), [](const std::vector<QImage>& views) { return views.front(); }, file);
  }
  std::filesystem::path path(const char* name) { return folder_.filePath(name).toStdString(); }

  std::unique_ptr<View3d> view_;
  QTemporaryDir folder_;
  PictureJob job_;
  QSignalSpy saved_{&job_, &PictureJob::saved}, failed_{&job_, &PictureJob::failed};
};

TEST_F(PictureJobTest, IsOfTheMomentItBeganAt) {
  const QImage before = view_->image(1);
  start(path("a.png"));
  view_->showPicture(test::small_picture(-4));
  view_->viewAlong(1, false);
  std::set<double> seen;
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        if (const auto job = job_.job()) seen.insert(*job->progress);
        return saved_.count() == 1;
      },
      20000));
  const QImage after = view_->image(1);
  const QImage taken(QString::fromStdString(path("a.png").string()));
  EXPECT_EQ(taken.convertToFormat(before.format()), before);
  EXPECT_NE(after, before);
  EXPECT_GT(seen.size(), 3) << "the window had its turns between the drawings";
  EXPECT_FALSE(job_.job());
}

TEST_F(PictureJobTest, LeavesNothingWhenItIsCancelled) {
  start(path("a.png"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return *job_.job()->progress > 0; }, 20000));
  job_.job()->cancel();
  EXPECT_FALSE(job_.running());
  QTest::qWait(200);
  EXPECT_FALSE(std::filesystem::exists(path("a.png")));
  EXPECT_EQ(saved_.count() + failed_.count(), 0);
}

TEST_F(PictureJobTest, TakesOneAfterTheOther) {
  start(path("a.png"));
  start(path("b.png"));
  start(path("c.png"));
  EXPECT_EQ(job_.job()->name, "drawing a.png (2 more)");
  job_.cancel();
  EXPECT_EQ(job_.job()->name, "drawing b.png (1 more)");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !job_.running(); }, 20000));
  EXPECT_EQ(saved_.count(), 2);
  EXPECT_FALSE(std::filesystem::exists(path("a.png")));
  EXPECT_TRUE(std::filesystem::exists(path("b.png")) && std::filesystem::exists(path("c.png")));
}

TEST_F(PictureJobTest, SaysWhatIsWrong) {
  start(path("a.doc"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return failed_.count() == 1; }, 20000));
  EXPECT_TRUE(failed_[0][0].toString().contains("a.doc: a name that ends in .png or .jpg"));
  start(path("nowhere/a.png"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return failed_.count() == 2; }, 20000));
  EXPECT_TRUE(failed_[1][0].toString().contains("nowhere/a.png"))
      << qPrintable(failed_[1][0].toString());
  EXPECT_TRUE(folder_.isValid() && std::filesystem::is_empty(folder_.path().toStdString()));
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
