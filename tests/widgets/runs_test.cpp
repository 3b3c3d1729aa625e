// Runs and their families in the window: records stand below the run that they branched from, a
// moment on the screen becomes a run of its own with what was chosen in the dialog, and a record
// that was put away goes on.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <mutex>

#include "sim/io/h5md.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/message_bar.h"
#include "widgets/new_run_dialog.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plot.h"
#include "widgets/run_tree.h"
#include "widgets/stage_table.h"

namespace vitrine::widgets {
namespace {

/// A record, a branch of `parent` where that has an id.
std::filesystem::path write_record(const std::filesystem::path& file, const std::string& id,
                                   const io::ParentRun& parent = {}, int frames = 2) {
  io::RunOrigin origin;
  origin.id = id;
  origin.protocol = test::toy_protocol;
  origin.force_field = "springs";
  if (!parent.id.empty()) origin.parent = parent;
  Frame frame = *test::small_framework();
  frame.velocities.emplace(frame.size(), Vec3(0.1, 0, 0));
  io::H5mdWriter writer(file, frame.topology, origin);
  writer.begin(frame, {{"temperature", "K", 0}}, 3);
  for (int k = 0; k < frames; ++k) {
    frame.step = 100 * k;
    frame.time = 0.05 * k;
    writer.add(frame, {{"temperature", "K", 300.0 + k}});
  }
  writer.checkpoint({1, 2, 3});
  writer.close();
  return file;
}

class RunsTest : public test::WindowTest {
 protected:
  /// The window, and every request that it makes.
  std::unique_ptr<MainWindow> open(WindowOptions options = {}) {
    options.start_run = [this](const RunRequest& request) {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      if (!request.resume.empty())  // as a real run does, which writes its record
        io::H5mdWriter(request.resume, io::read_checkpoint(request.resume), {});
      widgets::Run run =
          test::toy_run({request.protocol_text.empty() ? request.protocol : "", {}, request.start});
      run.record = folder_.filePath(QString("live%1.h5").arg(requests_.size())).toStdString();
      run.id = "live" + std::to_string(requests_.size());
      run.parent = request.parent;
      return run;
    };
    return WindowTest::open(options);
  }
  RunRequest last_request() {
    const std::lock_guard lock(mutex_);
    return requests_.back();
  }
  std::size_t requests() {
    const std::lock_guard lock(mutex_);
    return requests_.size();
  }
  static NewRunDialog* dialog(MainWindow& window) {
    until([&] { return window.findChild<NewRunDialog*>() != nullptr; });
    return window.findChild<NewRunDialog*>();
  }
  static QPushButton* startButton(NewRunDialog& of) {
    return of.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  }
  /// Types a number into a cell, as people do.
  static void type(StageTable& table, int row, int column, const char* text) {
    table.setCurrentCell(row, column);
    QTest::keyClick(&table, Qt::Key_F2);
    const auto editors =
        table.findChildren<QLineEdit*>();  // one that is closing may be there still
    auto* editor = editors.isEmpty() ? nullptr : editors.last();
    ASSERT_NE(editor, nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    QApplication::processEvents();  // the table takes it a turn of the loop later
  }

  std::mutex mutex_;
  std::vector<RunRequest> requests_;
};

TEST_F(RunsTest, ARecordBringsItsFamilyAsATree) {
  const auto root = write_record(path("root.h5"), "1");
  const auto child = write_record(path("child.h5"), "2", {"1", root.string(), 60});
  write_record(path("grandchild.h5"), "3", {"2", child.string(), 100});
  write_record(path("stranger.h5"), "4");
  WindowOptions options;
  options.files = {child};
  const auto window = open(options);
  RunTree& tree = window->runs();
  ASSERT_TRUE(until(
      [&] { return tree.topLevelItemCount() == 1 && tree.topLevelItem(0)->text(0) == "root"; }));
  const QTreeWidgetItem* middle = tree.topLevelItem(0)->child(0);
  ASSERT_NE(middle, nullptr);
  EXPECT_TRUE(middle->text(0).startsWith("child"));
  EXPECT_TRUE(middle->text(0).contains("0.03"))
      << "60 steps of 0.5 fs: " << qPrintable(middle->text(0));
  ASSERT_EQ(middle->childCount(), 1);
  EXPECT_EQ(tree.currentItem(), middle) << "what is shown stays chosen";
  QTest::mouseClick(tree.viewport(), Qt::LeftButton, {},
                    tree.visualItemRect(middle->child(0)).center());
  EXPECT_TRUE(until([&] {
    return window->presenter().file() && window->presenter().file()->name == "grandchild.h5";
  }));
}

TEST_F(RunsTest, RecordsThatNameEachOtherAsParentsDoNoHarm) {
  write_record(path("a.h5"), "a", {"b", path("b.h5").string(), 1});
  write_record(path("b.h5"), "b", {"a", path("a.h5").string(), 1});
  WindowOptions options;
  options.files = {path("a.h5"), path("b.h5")};
  const auto window = open(options);
  RunTree& tree = window->runs();
  EXPECT_TRUE(until(
      [&] { return tree.topLevelItemCount() == 1 && tree.topLevelItem(0)->childCount() == 1; }));
}

TEST_F(RunsTest, ABranchOfTheLiveRunStartsWhereItStoodWithTheRestOfItsPlan) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(
      until([&] { return presenter.feed().exists() && presenter.feed().history()->size() > 5; }));
  presenter.showTime(0.01);
  ASSERT_TRUE(until([&] { return presenter.shownTime() < 0.016; }));
  const FramePtr shown = presenter.picture().frame;
  window->actions().branch->trigger();
  NewRunDialog* ask = dialog(*window);
  ASSERT_NE(ask, nullptr);
  EXPECT_EQ(ask->stages().rowCount(), 2) << "warm, from there on, and cool";
  EXPECT_NEAR(ask->stages().protocol().duration(), 20001 - shown->time, 1e-9);
  type(ask->stages(), 1, 3, "450");
  QTest::mouseClick(startButton(*ask), Qt::LeftButton);
  ASSERT_TRUE(until([&] { return requests() == 2; }));
  const RunRequest request = last_request();
  EXPECT_EQ(request.start, shown);
  ASSERT_TRUE(request.parent);
  EXPECT_EQ(request.parent->id, "live1");
  EXPECT_EQ(request.parent->step, shown->step);
  const auto protocol = dynamics::parse_protocol(request.protocol_text, "branch");
  EXPECT_EQ(protocol.stages.back().temperature_end, 450);
  EXPECT_EQ(protocol.stages.back().temperature_start, 500);
  RunTree& tree = window->runs();
  ASSERT_TRUE(until(
      [&] { return tree.topLevelItemCount() == 1 && tree.topLevelItem(0)->childCount() == 1; }));
  EXPECT_TRUE(tree.topLevelItem(0)->child(0)->font(0).bold()) << "the live one";
  EXPECT_FALSE(tree.topLevelItem(0)->font(0).bold());
}

TEST_F(RunsTest, WhatCannotRunCannotBeStarted) {
  write_record(path("there.h5"), "1");
  WindowOptions options;
  options.start_demo = false;
  const auto window = open(options);
  window->actions().new_run->trigger();
  NewRunDialog* ask = dialog(*window);
  ASSERT_NE(ask, nullptr);
  EXPECT_TRUE(startButton(*ask)->isEnabled());
  type(ask->stages(), ask->stages().rowCount() - 1, 1, "-3");
  EXPECT_FALSE(startButton(*ask)->isEnabled());
  const auto said = [&](const char* part) {
    for (const auto* label : ask->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(part)) return true;
    return false;
  };
  EXPECT_TRUE(said("duration_ps")) << "the mistake is named";
  type(ask->stages(), ask->stages().rowCount() - 1, 1, "3");
  EXPECT_TRUE(startButton(*ask)->isEnabled());
  for (auto* line : ask->findChildren<QLineEdit*>())
    if (line->placeholderText().contains("a new file")) line->setText(path("there.h5").c_str());
  EXPECT_FALSE(startButton(*ask)->isEnabled());
  EXPECT_TRUE(said("is there already"));
  QTest::keyClick(ask, Qt::Key_Escape);
  EXPECT_EQ(requests(), 0U);
}

TEST_F(RunsTest, AFrameOfARecordIsBranchedWithItsFileAsParent) {
  WindowOptions options;
  options.files = {write_record(path("root.h5"), "1")};
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
  window->presenter().showFrame(1);
  ASSERT_TRUE(until([&] { return window->presenter().fileIndex() == 1; }));
  ASSERT_TRUE(until([&] { return window->runs().infoOf(path("root.h5")) != nullptr; }));
  window->actions().branch->trigger();
  NewRunDialog* ask = dialog(*window);
  ASSERT_NE(ask, nullptr);
  QTest::keyClick(ask, Qt::Key_Return);
  ASSERT_TRUE(until([&] { return requests() == 1; }));
  const RunRequest request = last_request();
  ASSERT_TRUE(request.parent);
  EXPECT_EQ(request.parent->file, path("root.h5").string());
  EXPECT_EQ(request.parent->step, 100);
}

TEST_F(RunsTest, TheRecordOnTheScreenGoesOn) {
  const auto file = write_record(path("shown.h5"), "1");
  WindowOptions options;
  options.files = {file};
  const auto window = open(options);
  const auto& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  window->presenter().compareWith(file);
  ASSERT_TRUE(until([&] { return presenter.comparison().measured() != nullptr; }));
  Q_EMIT window->runs().continueRequested(QString::fromStdString(file.string()));
  EXPECT_TRUE(until([&] { return presenter.source() == Source::live; }))
      << qPrintable(window->messageBar().sentence());
  EXPECT_FALSE(presenter.comparison().exists()) << "it cannot be read while it is written";
}

TEST_F(RunsTest, ARecordThatDoesNotGoOnStaysOnTheScreenWithTheReason) {
  const auto file = write_record(path("spoilt.h5"), "1");
  WindowOptions options;
  options.files = {file};
  options.start_run = [](const RunRequest&) -> widgets::Run { throw InputError("no such run"); };
  const auto window = WindowTest::open(options);
  ASSERT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
  Q_EMIT window->runs().continueRequested(QString::fromStdString(file.string()));
  ASSERT_TRUE(until([&] { return window->messageBar().sentence() == "no such run"; }));
  EXPECT_TRUE(window->messageBar().isVisible());
  window->presenter().showFrame(1);
  EXPECT_TRUE(until([&] { return window->presenter().fileIndex() == 1; }))
      << "it can be read again";
}

TEST_F(RunsTest, ARecordThatIsBeingWrittenIsFollowed) {
  WindowOptions options;
  options.files = {write_record(path("grows.h5"), "1")};
  const auto window = open(options);
  const auto& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  window->presenter().showFrame(1);
  ASSERT_TRUE(until([&] { return presenter.fileIndex() == 1; }));
  // In the place of the first, all at once: two handles of one process share what they know.
  write_record(path("longer"), "1", {}, 5);
  std::filesystem::rename(path("longer"), path("grows.h5"));
  ASSERT_TRUE(until([&] { return presenter.file()->frames == 5; }));
  EXPECT_TRUE(until([&] { return presenter.fileIndex() == 4; }))
      << "who looks at the end stays there";
  ASSERT_TRUE(presenter.file()->measured);
  EXPECT_EQ(presenter.file()->measured->samples.back().temperature, 304);
}

TEST_F(RunsTest, AnotherRunStandsOverThisOneFromWhereTheyParted) {
  const auto root = write_record(path("root.h5"), "1", {}, 8);
  const auto child = write_record(path("child.h5"), "2", {"1", root.string(), 300}, 3);
  WindowOptions options;
  options.files = {child};
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->runs().infoOf(root) != nullptr; }));
  Q_EMIT window->runs().compareRequested(QString::fromStdString(root.string()));
  const Comparison& other = window->presenter().comparison();
  ASSERT_TRUE(until([&] { return other.measured() && other.name().contains("0.15"); }))
      << "the child's begin is 300 steps of 0.5 fs into its parent: " << qPrintable(other.name());
  const auto* plot = &window->timeline().plot();
  const auto graph_named = [&](const char* name) -> const QCPGraph* {
    for (int i = 0; i < plot->graphCount(); ++i)
      if (plot->graph(i)->name() == name) return plot->graph(i);
    return nullptr;
  };
  const QCPGraph* dotted = graph_named("temperature, other run");
  ASSERT_NE(dotted, nullptr);
  // One point: the mean of 0, 0.05 ... 0.35 ps, moved, in a plan of 20 ns.
  ASSERT_TRUE(until([&] { return dotted->dataCount() == 1; }));
  EXPECT_NEAR(dotted->data()->begin()->key, 0.175 - 0.15, 1e-9);
  EXPECT_NEAR(dotted->data()->begin()->value, 303.5, 1e-9);
  window->actions().stop_comparing->trigger();
  EXPECT_TRUE(until([&] { return dotted->dataCount() == 0; }));
}

TEST_F(RunsTest, ARunThatIsOverGoesOnFromItsRecord) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(
      until([&] { return presenter.feed().exists() && presenter.feed().status().step > 0; }));
  presenter.feed().stop();
  ASSERT_TRUE(until([&] { return presenter.feed().isOver(); }));
  write_record(path("live1.h5"), "live1");  // what a real run would have left
  Q_EMIT window->runs().continueRequested(QString::fromStdString(path("live1.h5").string()));
  ASSERT_TRUE(until([&] { return requests() == 2; }));
  EXPECT_EQ(last_request().resume, path("live1.h5"));
  EXPECT_TRUE(
      until([&] { return presenter.feed().exists() && presenter.source() == Source::live; }));
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
