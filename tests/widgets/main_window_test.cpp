// The window as a whole over a toy run: what is shown follows the run, its past and files; bad
// input is a sentence; closing in the middle of anything is clean. Where there is an X display the
// real 3D view takes part, elsewhere (offscreen) its placeholder.
#include "widgets/main_window.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/inspector.h"
#include "widgets/message_bar.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/pair_distribution.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plot.h"
#include "widgets/run_tree.h"
#include "widgets/status_line.h"
#include "widgets/theme.h"
#include "widgets/title_strip.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

using MainWindowTest = test::WindowTest;

TEST_F(MainWindowTest, TwoHundredLiveStepsChangeViewAndPanels) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  EXPECT_EQ(presenter.source(), Source::live);
  ASSERT_TRUE(until([&] { return presenter.picture().frame != nullptr; }));
  const QImage before = window->view().image();
  const FramePtr first = presenter.picture().frame;
  ASSERT_TRUE(until([&] { return presenter.feed().status().step >= 200; }));
  ASSERT_TRUE(until([&] { return presenter.picture().frame != first; }));
  ASSERT_TRUE(until([&] { return presenter.results() != nullptr; }));
  if (!before.isNull()) {  // an OpenGL view; the placeholder of offscreen has no image
    EXPECT_TRUE(until([&] { return window->view().image() != before; }));
  }
  EXPECT_GT(window->pairDistribution().plot().graph(0)->dataCount(), 0);
  EXPECT_TRUE(until([&] { return window->timeline().plot().graph(0)->dataCount() > 1; }));
  EXPECT_EQ(window->statusLine().badge(), "LIVE");
  EXPECT_TRUE(window->titleStrip().text().contains("toy"));
  EXPECT_EQ(window->timeline().note(), "a toy");
}

TEST_F(MainWindowTest, FloatsAndDocksTheView) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  const int height = window->viewDock().height();
  for (const bool floats : {true, false}) {
    window->actions().float_view->trigger();
    EXPECT_EQ(window->viewDock().isFloating(), floats);
    QTest::qWait(200);
    const FramePtr shown = window->presenter().picture().frame;
    EXPECT_TRUE(until([&] { return window->presenter().picture().frame != shown; }));
  }
  QTest::qWait(200);
  EXPECT_NEAR(window->viewDock().height(), height, 2) << "the timeline kept the view's room";
  // The view stands between the columns of panels and has at least half of the width.
  EXPECT_GE(window->viewDock().width(), window->width() / 2);
}

TEST_F(MainWindowTest, PausesAndReplaysThePast) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return presenter.feed().history()->size() >= 10; }));
  presenter.togglePlay();
  ASSERT_TRUE(until([&] { return window->statusLine().badge() == "PAUSED"; }));
  const std::int64_t next = presenter.feed().status().step + 1;
  presenter.feed().stepOnce();  // it publishes the state that it pauses at
  ASSERT_TRUE(until([&] {
    return presenter.picture().frame->step == next && window->statusLine().badge() == "PAUSED";
  }));
  const FramePtr paused_at = presenter.picture().frame;
  presenter.showFirst();
  EXPECT_EQ(presenter.source(), Source::replay);
  EXPECT_EQ(window->statusLine().badge(), "REPLAY");
  ASSERT_TRUE(until([&] { return presenter.shownTime() < 0.01; }));
  const double first = presenter.shownTime();
  presenter.moveBy(3);
  EXPECT_TRUE(until([&] { return presenter.shownTime() > first; }));
  presenter.showLast();
  EXPECT_EQ(presenter.source(), Source::live);
  // The last recorded frame may be older.
  EXPECT_TRUE(until([&] { return presenter.picture().frame->step == paused_at->step; }));
  presenter.feed().resume();
  EXPECT_TRUE(until([&] { return window->statusLine().badge() == "LIVE"; }));
}

TEST_F(MainWindowTest, HoldsATemperatureAndGivesItBack) {
  const auto window = open();
  LiveFeed& feed = window->presenter().feed();
  ASSERT_TRUE(runs(*window));
  feed.holdTemperature(321);
  EXPECT_FALSE(feed.followsSchedule());
  EXPECT_TRUE(until(
      [&] { return !feed.samples().empty() && feed.samples().back().target_temperature == 321; }));
  feed.followSchedule();
  EXPECT_TRUE(until([&] { return feed.samples().back().target_temperature != 321; }));
  feed.holdTemperature(-5);
  EXPECT_FALSE(window->messageBar().sentence().isEmpty());
}

TEST_F(MainWindowTest, ShowsAFileFrameByFrame) {
  WindowOptions options;
  options.files = {test::write_frames(path("frames.xyz"), 7)};
  const auto window = open(options);
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  EXPECT_EQ(window->statusLine().badge(), "FILE");
  EXPECT_EQ(presenter.file()->frames, 7U);
  QTest::keyClick(window.get(), Qt::Key_End);
  EXPECT_TRUE(until([&] { return presenter.fileIndex() == 6; }));
  QTest::keyClick(window.get(), Qt::Key_Left);
  EXPECT_TRUE(until([&] { return presenter.fileIndex() == 5; }));
  for (int i = 0; i < 3; ++i) QTest::keyClick(window.get(), Qt::Key_Left);  // faster than they read
  EXPECT_TRUE(until([&] { return presenter.fileIndex() == 2; }));
  EXPECT_TRUE(until([&] { return presenter.fileScalars().size() == 7; }));
  EXPECT_TRUE(until([&] { return presenter.results() != nullptr; }));
}

TEST_F(MainWindowTest, ABadFileIsASentenceAndChangesNothingElse) {
  WindowOptions options;
  options.files = {test::write_frames(path("good.xyz"), 2)};
  const auto window = open(options);
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  const FramePtr shown = presenter.picture().frame;
  std::ofstream(path("bad.xyz")) << "3\nLattice=\"1 0\"\nnonsense\n";
  presenter.openFile(path("bad.xyz"));
  ASSERT_TRUE(until([&] { return window->messageBar().isVisible(); }));
  EXPECT_TRUE(window->messageBar().sentence().contains("bad.xyz"));
  EXPECT_EQ(presenter.picture().frame, shown);
  EXPECT_EQ(presenter.file()->frames, 2U);
}

TEST_F(MainWindowTest, ShowsALammpsDump) {
  WindowOptions options;
  options.files = {test::data("peers/zif4-272-nve.dump")};
  const auto window = open(options);
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  EXPECT_EQ(presenter.file()->frames, 11U);
  EXPECT_EQ(presenter.picture().frame->size(), 272U);
  EXPECT_TRUE(until([&] { return test::coloured_atoms(presenter) == 16; }));
  EXPECT_TRUE(until([&] { return presenter.results() != nullptr; }));
  // So small a cell is drawn with images of itself, and the label says so.
  EXPECT_TRUE(until([&] { return window->inspector().look().images[2] == 2; }));
  EXPECT_TRUE(window->titleStrip().text().startsWith("zif4-272-nve.dump · frame 1 of 11"));
  presenter.showLast();
  EXPECT_TRUE(until([&] { return presenter.fileIndex() == 10; }));
}

TEST_F(MainWindowTest, SaysWhatWasAssumedAboutAFile) {
  WindowOptions options;
  const auto file = path("cut.xyz");
  test::write_frames(file, 2);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 40);
  options.files = {file};
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
  EXPECT_TRUE(until([&] { return window->messageBar().isVisible(); }));
  EXPECT_EQ(window->messageBar().kind(), MessageBar::Kind::notice);
  EXPECT_TRUE(window->messageBar().sentence().contains("cut.xyz"));
}

TEST_F(MainWindowTest, OpensADroppedFile) {
  WindowOptions options;
  options.start_demo = false;
  const auto window = open(options);
  QMimeData mime;
  mime.setUrls({QUrl::fromLocalFile(
      QString::fromStdString(test::write_frames(path("dropped.xyz"), 3).string()))});
  QDragEnterEvent enter({600, 300}, Qt::CopyAction, &mime, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({600, 300}, Qt::CopyAction, &mime, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &drop);
  ASSERT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
  EXPECT_EQ(window->presenter().file()->frames, 3U);
}

TEST_F(MainWindowTest, ListsSeveralFilesAndOpensTheFirst) {
  WindowOptions options;
  options.files = {test::write_frames(path("one.xyz"), 1), test::write_frames(path("two.xyz"), 2)};
  const auto window = open(options);
  Presenter& presenter = window->presenter();
  auto* list = window->findChild<RunTree*>();
  ASSERT_TRUE(until([&] { return presenter.source() == Source::file; }));
  EXPECT_EQ(presenter.file()->name, "one.xyz");
  ASSERT_EQ(list->topLevelItemCount(), 2);
  EXPECT_EQ(list->currentItem()->text(0), "one.xyz");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                    list->visualItemRect(list->topLevelItem(1)).center());
  ASSERT_TRUE(until([&] { return presenter.file()->name == "two.xyz"; }));
  EXPECT_EQ(list->topLevelItemCount(), 2);
}

TEST_F(MainWindowTest, OpensAFileFromTheDialog) {
  WindowOptions options;
  options.start_demo = false;
  const auto window = open(options);
  const auto file = QString::fromStdString(test::write_frames(path("chosen.xyz"), 2).string());
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  QTimer::singleShot(0, [&] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    dialog->selectFile(file);
    QMetaObject::invokeMethod(dialog, "accept");
  });
  window->actions().open->trigger();
  ASSERT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
  EXPECT_EQ(window->presenter().file()->name, "chosen.xyz");
}

TEST_F(MainWindowTest, SavesTheResultsOnTheScreen) {
  WindowOptions options;
  options.files = {test::write_frames(path("frames.xyz"), 1)};
  std::vector<std::string> saved;
  std::filesystem::path where;
  options.save_tables = [&](const std::vector<analysis::Result>& results, const auto& folder) {
    for (const analysis::Result& result : results) saved.push_back(result.id);
    where = folder;
  };
  const auto window = open(options);
  // The three panels that a new window shows: each result comes as soon as it is there.
  const auto shown = [&] {
    const PanelResults* results = window->presenter().results();
    return results ? results->all().size() : 0;
  };
  ASSERT_TRUE(until([&] { return shown() >= 3 && window->actions().save_tables->isEnabled(); }));
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  QTimer::singleShot(0, [&] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    dialog->setDirectory(folder_.path());
    dialog->selectFile(folder_.path());
    QMetaObject::invokeMethod(dialog, "accept");
  });
  window->actions().save_tables->trigger();
  ASSERT_TRUE(until([&] { return window->messageBar().isVisible(); }));
  EXPECT_EQ(window->messageBar().kind(), MessageBar::Kind::notice);
  EXPECT_EQ(where, folder_.path().toStdString());
  EXPECT_NE(std::find(saved.begin(), saved.end(), "rdf"), saved.end());
}

TEST_F(MainWindowTest, TheGuardStopsTheRunAndShowsTheAtoms) {
  WindowOptions options;
  options.demo = "breaks";
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->statusLine().badge() == "STOPPED BY GUARD"; }));
  EXPECT_TRUE(window->messageBar().isVisible());
  EXPECT_EQ(window->messageBar().kind(), MessageBar::Kind::failure);
  EXPECT_EQ(window->presenter().picture().marked, std::vector<int>{test::Springs::broken_atom});
  // The past stays: one can look at how it came to this.
  window->presenter().showFirst();
  EXPECT_EQ(window->statusLine().badge(), "REPLAY");
  EXPECT_TRUE(window->presenter().picture().marked.empty());
}

TEST_F(MainWindowTest, AGuardsSentenceIsSaidOnceAndGoesWhenTheRunGoesOn) {
  WindowOptions options;
  options.demo = "stumbles";
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->messageBar().isVisible(); }));
  EXPECT_TRUE(window->messageBar().sentence().contains("last good step"));
  ASSERT_TRUE(until([&] { return window->actions().pass_guard->isEnabled(); }));
  QToolButton* offer = nullptr;
  for (auto* button : window->messageBar().findChildren<QToolButton*>())
    if (button->defaultAction() == window->actions().pass_guard) offer = button;
  ASSERT_NE(offer, nullptr);
  EXPECT_TRUE(offer->isVisible());
  QTest::mouseClick(offer, Qt::LeftButton);
  ASSERT_TRUE(until([&] { return window->statusLine().badge() == "LIVE"; }));
  EXPECT_TRUE(until([&] { return window->messageBar().sentence().contains("times as wide"); }))
      << "the run goes on within wider limits, and says so";
  EXPECT_EQ(window->messageBar().kind(), MessageBar::Kind::notice);
}

TEST_F(MainWindowTest, AGuardLeavesOtherSentencesReadable) {
  WindowOptions options;
  options.demo = "breaks";
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->messageBar().isVisible(); }));
  window->say("something else");
  QSignalSpy again(&window->presenter().feed(), &LiveFeed::statusChanged);
  ASSERT_TRUE(until([&] { return again.count() >= 3; }));
  EXPECT_EQ(window->messageBar().sentence(), "something else");
}

TEST_F(MainWindowTest, EscPausesAndEndsNothing) {
  const auto window = open();
  LiveFeed& feed = window->presenter().feed();
  ASSERT_TRUE(runs(*window));
  window->actions().full_screen->trigger();
  QTest::keyClick(window.get(), Qt::Key_Escape);
  EXPECT_FALSE(window->isFullScreen());
  EXPECT_TRUE(feed.isRunning());
  QTest::keyClick(window.get(), Qt::Key_Escape);
  ASSERT_TRUE(until([&] { return window->statusLine().badge() == "PAUSED"; }));
  feed.resume();
  EXPECT_TRUE(until([&] { return window->statusLine().badge() == "LIVE"; }));
}

TEST_F(MainWindowTest, EscForgetsATargetThatWasTyped) {
  const auto window = open();
  LiveFeed& feed = window->presenter().feed();
  ASSERT_TRUE(runs(*window));
  auto* target = window->findChild<QDoubleSpinBox*>("temperature");
  ASSERT_NE(target, nullptr);
  ASSERT_TRUE(until([&] { return target->isEnabled() && target->value() > 400; }));
  target->setFocus();
  const double before = target->value();
  target->selectAll();
  QTest::keyClicks(target, "321");
  QTest::keyClick(target, Qt::Key_Escape);
  EXPECT_EQ(target->value(), before);
  EXPECT_FALSE(target->text().contains("321"));
  EXPECT_TRUE(feed.followsSchedule());
  EXPECT_TRUE(feed.isRunning());
}

TEST_F(MainWindowTest, AnEmptyWindowSaysHowToBegin) {
  WindowOptions options;
  options.start_demo = false;
  const auto window = open(options);
  const auto choices = window->view().findChildren<QPushButton*>();
  for (const char* wanted : {"Demonstration", "Open a file…", "New run…"})
    EXPECT_TRUE(std::any_of(choices.begin(), choices.end(), [&](const QPushButton* choice) {
      return choice->isVisible() && choice->text() == wanted;
    })) << wanted;
}

TEST_F(MainWindowTest, ARunThatCannotStartIsASentence) {
  WindowOptions options;
  options.demo = "broken";
  const auto window = open(options);
  EXPECT_TRUE(until([&] { return window->messageBar().sentence().contains("no such protocol"); }));
  EXPECT_EQ(window->presenter().source(), Source::nothing);
}

TEST_F(MainWindowTest, ARunThatCannotStartLeavesTheOneBeforeGoing) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  presenter.startRun({"broken", {}, {}});
  ASSERT_TRUE(until([&] { return window->messageBar().sentence().contains("no such protocol"); }));
  const auto step = presenter.feed().status().step;
  EXPECT_TRUE(until([&] { return presenter.feed().status().step > step + 20; }));
  EXPECT_EQ(window->statusLine().badge(), "LIVE");
}

TEST_F(MainWindowTest, ANewRunTakesThePlaceOfTheOneBefore) {
  const auto window = open();
  LiveFeed& feed = window->presenter().feed();
  ASSERT_TRUE(runs(*window));
  const std::weak_ptr<Trajectory> past = feed.history();
  QSignalSpy started(&feed, &LiveFeed::started);
  window->presenter().startRun({"toy", {}, {}});
  ASSERT_TRUE(until([&] { return started.count() == 1; }));
  EXPECT_TRUE(until([&] { return past.expired(); })) << "the old run is kept";
  EXPECT_TRUE(runs(*window));
}

TEST_F(MainWindowTest, ClosesDuringARun) {
  auto window = open();
  ASSERT_TRUE(runs(*window));
  EXPECT_TRUE(window->close());
  window.reset();
}

TEST_F(MainWindowTest, ClosesDuringALoad) {
  WindowOptions options;
  options.files = {test::write_frames(path("long.xyz"), 20000)};
  auto window = open(options);
  EXPECT_TRUE(window->close());
  window.reset();
}

TEST_F(MainWindowTest, ClosesWhileTheRunStarts) {
  open().reset();
}

TEST_F(MainWindowTest, TheListOfSourcesIsASoundModel) {
  const auto window = open();
  auto* list = window->findChild<RunTree*>();
  const QAbstractItemModelTester tester(list->model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  ASSERT_TRUE(runs(*window));
  EXPECT_EQ(list->topLevelItemCount(), 1);
  window->presenter().openFile(test::write_frames(path("a.xyz"), 1));
  EXPECT_TRUE(until([&] { return list->topLevelItemCount() == 2; }));
}

TEST_F(MainWindowTest, EveryPanelComesBack) {
  const auto window = open();
  const auto docks = window->findChildren<QDockWidget*>();
  QList<QDockWidget*> first;  // those of a new window; the other analyses come when asked for
  for (QDockWidget* dock : docks)
    if (dock->isVisible()) first << dock;
  EXPECT_GE(first.size(), 7);
  for (QDockWidget* dock : docks) dock->close();
  window->resetLayout();
  for (QDockWidget* dock : first) EXPECT_TRUE(dock->isVisible()) << qPrintable(dock->objectName());
}

// Qt 6.4 crashed where tabbed panels of a remembered layout were left without their neighbours.
TEST_F(MainWindowTest, EveryPanelComesBackFromARememberedLayout) {
  {
    const auto before = open();
    for (const analysis::AnalysisInfo& info : analysis::registry())
      before->analyses().open(info.id);
    before->close();  // remembers
  }
  const auto window = open();
  const auto docks = window->findChildren<QDockWidget*>();
  for (QDockWidget* dock : docks) dock->close();
  window->resetLayout();
  EXPECT_TRUE(window->viewDock().isVisible());
  for (const char* name : {"sources", "inspector", "poles", "pairs", "map", "timeline"})
    EXPECT_TRUE(window->findChild<QDockWidget*>(name)->isVisible()) << name;
  QSettings().clear();
}

TEST(PlotData, QuotesNamesWithCommas) {
  QCustomPlot plot;
  plot.xAxis->setLabel("ROI, mean");
  plot.addGraph()->setName("the \"now\"");
  plot.graph(0)->addData(0.5, -2);
  EXPECT_EQ(plot_data(plot).toStdString(), "\"ROI, mean\",\"the \"\"now\"\"\"\n0.5,-2\n");
}

TEST(Theme, WordsAreReadable) {
  for (const Theme& t : {light_theme(), dark_theme()})
    for (const QColor& ground : {t.window, t.surface}) {
      for (const QColor& words : {t.text, t.muted, t.accent})
        EXPECT_GE(contrast(words, ground), 4.5);
      for (const QColor& badge : {t.live, t.paused, t.replay, t.file, t.error})
        EXPECT_GE(contrast(text_on(badge), badge), 4.5);
    }
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
