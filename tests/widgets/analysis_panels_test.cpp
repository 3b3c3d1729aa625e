// Every analysis in the window: its panel builds itself, takes parameters, says what it waits for,
// costs nothing while it is closed, reads whole files and shows two runs over each other.
#include "widgets/analysis_panels.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "sim/io/read.h"
#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/numbers.h"
#include "widgets/panels/analysis_panel.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/panels/measured_overlay.h"
#include "widgets/panels/pair_distribution.h"
#include "widgets/panels/pole_figures.h"
#include "widgets/panels/result_plot.h"
#include "widgets/panels/result_table.h"
#include "widgets/panels/result_view.h"
#include "widgets/work_pace.h"

namespace vitrine::widgets {
namespace {

class AnalysisPanelsTest : public test::WindowTest {
 protected:
  std::unique_ptr<MainWindow> open_file(const std::filesystem::path& file) {
    WindowOptions options;
    options.files = {file};
    auto window = open(options);
    EXPECT_TRUE(until([&] { return window->presenter().source() == Source::file; }));
    return window;
  }
  static QAction* entry(MainWindow& window, const QString& title) {
    for (QMenu* menu : window.menuBar()->findChildren<QMenu*>())
      for (QAction* action : menu->actions())
        if (action->text() == title) return action;
    return nullptr;
  }
  /// Opens a panel as the menu does, and waits until it has a result.
  static AnalysisPanel* opened(MainWindow& window, const std::string& id) {
    QAction* action = entry(window, QString::fromStdString(analysis::analysis_info(id).title));
    if (!action) return nullptr;
    action->trigger();
    EXPECT_TRUE(until([&] { return window.analyses().panel(id) != nullptr; }));
    AnalysisPanel* panel = window.analyses().panel(id);
    return panel;
  }
  static const AnalysisOutcome* outcome(MainWindow& window, AnalysisPanel* panel) {
    const PanelResults* results = window.presenter().results();
    return results ? results->outcome(panel->request()) : nullptr;
  }
  static bool has_result(MainWindow& window, AnalysisPanel* panel) {
    return until([&] {
      const AnalysisOutcome* found = outcome(window, panel);
      return found && found->result;
    });
  }
};

TEST(NameText, WritesRowsOfAtomsAsTheyAreWritten) {
  EXPECT_EQ(name_text("n_zn_n.mean"), "N-Zn-N mean");
  EXPECT_EQ(name_text("fractions.four"), "fractions four");
  EXPECT_EQ(name_text("mean_square"), "mean square");
  EXPECT_EQ(name_text("N-Zn.position"), "N-Zn position");
}

TEST_F(AnalysisPanelsTest, EveryAnalysisOfTheRegistryOpensFromTheMenuAndAnswers) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    AnalysisPanel* panel = opened(*window, info.id);
    ASSERT_NE(panel, nullptr) << info.id;
    EXPECT_TRUE(until([&] { return panel->isVisible(); })) << info.id;
    ASSERT_TRUE(until([&] {
      const AnalysisOutcome* found = outcome(*window, panel);
      return found && (found->result || !found->failure.empty()) && !found->progress;
    })) << info.id;
    const AnalysisOutcome* found = outcome(*window, panel);
    if (found->result) {
      EXPECT_TRUE(panel->plot().graphCount() > 0 || panel->table().table().rowCount() > 0 ||
                  !found->result->scalars.empty())
          << info.id;
      if (info.sampling == analysis::Sampling::row) {
        EXPECT_EQ(found->frames, 11U) << info.id;
      }
    } else {
      EXPECT_EQ(info.sampling, analysis::Sampling::row) << info.id << ": " << found->failure;
    }
  }
}

TEST_F(AnalysisPanelsTest, AClosedPanelIsNotComputed) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(until([&] { return presenter.results() && presenter.results()->find({"rdf"}); }));
  for (const char* name : {"poles", "pairs", "map"}) window->findChild<QDockWidget*>(name)->close();
  presenter.showLast();
  ASSERT_TRUE(until([&] { return presenter.fileIndex() == 10; }));
  EXPECT_TRUE(until([&] { return presenter.results() && presenter.results()->outcomes.empty(); }));
  // Opened again, it catches up with the frame shown.
  window->findChild<QDockWidget*>("pairs")->show();
  EXPECT_TRUE(until([&] {
    const AnalysisOutcome* rdf = presenter.results()->outcome({"rdf"});
    return rdf && rdf->result && rdf->time == presenter.shownTime();
  }));
  EXPECT_EQ(presenter.results()->outcome({"entropy"}), nullptr);
}

TEST_F(AnalysisPanelsTest, ParametersAreEditedAndGoBackToTheirDefaults) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  AnalysisPanel* panel = opened(*window, "rdf");
  ASSERT_TRUE(has_result(*window, panel));
  auto* button = panel->findChild<QToolButton*>("parameters");
  auto* reach = panel->findChild<QDoubleSpinBox*>("r_max");
  auto* defaults = panel->findChild<QPushButton*>("defaults");
  ASSERT_TRUE(button && reach && defaults);
  EXPECT_FALSE(reach->isVisible());
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_TRUE(until([&] { return reach->isVisible(); }));
  EXPECT_EQ(reach->value(), 10);
  EXPECT_FALSE(defaults->isEnabled());
  reach->selectAll();
  QTest::keyClicks(reach, "6");
  QTest::keyClick(reach, Qt::Key_Return);
  ASSERT_EQ(panel->request().parameters.at("r_max"), 6);
  ASSERT_TRUE(has_result(*window, panel));
  const auto farthest = [&] {
    const auto data = panel->plot().graph(0)->data();
    return (data->constEnd() - 1)->key;
  };
  EXPECT_TRUE(until([&] { return panel->plot().graphCount() > 0 && farthest() < 6; }));
  // The other panel of the same analysis keeps to the defaults.
  EXPECT_NE(window->presenter().results()->find({"rdf"}), nullptr);
  QTest::mouseClick(defaults, Qt::LeftButton);
  EXPECT_TRUE(panel->request().parameters.empty());
  EXPECT_TRUE(until([&] { return farthest() > 9; }));
}

TEST_F(AnalysisPanelsTest, ParametersThatExcludeEachOtherAreASentence) {
  const auto window = open_file(test::write_frames(path("frames.xyz"), 4));
  AnalysisPanel* panel = opened(*window, "bonds");
  ASSERT_TRUE(has_result(*window, panel));
  panel->findChild<QDoubleSpinBox*>("cutoff")->setValue(1);
  panel->findChild<QDoubleSpinBox*>("margin")->setValue(2);
  EXPECT_TRUE(until([&] {
    const AnalysisOutcome* found = outcome(*window, panel);
    return found && found->failure.find("margin") != std::string::npos;
  }));
}

TEST_F(AnalysisPanelsTest, RowsAreReadFromTheWholeFileAndCanBeCancelled) {
  constexpr int frames = 20000;
  const auto window = open_file(test::write_frames(path("long.xyz"), frames));
  AnalysisPanel* panel = opened(*window, "rings");
  auto* whole = panel->findChild<QCheckBox*>();
  ASSERT_TRUE(until([&] { return whole->isVisible(); }));
  QTest::mouseClick(whole, Qt::LeftButton, {}, QPoint(8, whole->height() / 2));
  ASSERT_TRUE(whole->isChecked());
  auto* cancel = panel->findChild<QToolButton*>("cancel");
  auto* again = panel->findChild<QToolButton*>("again");
  ASSERT_TRUE(until([&] { return cancel->isVisible(); }));
  QTest::mouseClick(cancel, Qt::LeftButton);
  ASSERT_TRUE(until([&] { return again->isVisible(); }));
  EXPECT_EQ(outcome(*window, panel)->result, nullptr);
  QTest::mouseClick(again, Qt::LeftButton);
  ASSERT_TRUE(has_result(*window, panel));
  EXPECT_EQ(outcome(*window, panel)->frames, std::size_t{frames});
  EXPECT_FALSE(cancel->isVisible());
}

TEST_F(AnalysisPanelsTest, AnAnalysisOfRowsFollowsALiveRun) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  AnalysisPanel* panel = opened(*window, "diffusion");
  ASSERT_TRUE(has_result(*window, panel));
  EXPECT_GE(outcome(*window, panel)->frames, 3U);
  const double time = outcome(*window, panel)->time;
  EXPECT_TRUE(until([&] { return outcome(*window, panel)->time > time; }));
}

TEST_F(AnalysisPanelsTest, LivePanelsSayHowManyStepsLieBetweenTheirFrames) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  AnalysisPanel* panel = opened(*window, "rdf");
  ASSERT_TRUE(has_result(*window, panel));
  ASSERT_TRUE(until([&] { return outcome(*window, panel)->stride > 1; }));
  EXPECT_TRUE(until([&] { return panel->note().contains("steps"); }));
  EXPECT_TRUE(panel->note().contains("warming up"));
}

TEST_F(AnalysisPanelsTest, AFileComparedWithItselfLiesOnItself) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  const auto copy = path("copy.dump");
  std::filesystem::copy_file(test::data("peers/zif4-272-nve.dump"), copy);
  // Neither tells a time: the last frame of each is compared.
  window->presenter().showLast();
  AnalysisPanel* panel = opened(*window, "coordination");
  ASSERT_TRUE(has_result(*window, panel));
  window->presenter().compareWith(copy);
  QCustomPlot& pairs = window->pairDistribution().plot();
  ASSERT_TRUE(until([&] { return pairs.graph(2)->dataCount() > 0; }));
  ASSERT_TRUE(until([&] {
    return pairs.graph(2)->dataCount() == pairs.graph(0)->dataCount() &&
           pairs.graph(2)->data()->at(100)->value == pairs.graph(0)->data()->at(100)->value;
  }));
  for (int i = 0; i < pairs.graph(0)->dataCount(); ++i)
    ASSERT_EQ(pairs.graph(0)->data()->at(i)->value, pairs.graph(2)->data()->at(i)->value);
  EXPECT_TRUE(until([&] { return panel->note().contains("copy.dump"); }));
  EXPECT_TRUE(until([&] { return panel->note().contains("zif4-272-nve.dump"); }));
  window->actions().stop_comparing->trigger();
  EXPECT_TRUE(until([&] { return pairs.graph(2)->dataCount() == 0; }));
  EXPECT_FALSE(panel->note().contains("copy.dump"));
}

TEST_F(AnalysisPanelsTest, TheOtherFileIsShownAtTheSameTimeOrAtItsEnd) {
  const auto window = open_file(test::write_frames(path("ours.xyz"), 7));
  Presenter& presenter = window->presenter();
  presenter.showFrame(3);  // at 3 ps: write_frames() puts them 1 ps apart
  ASSERT_TRUE(until([&] { return presenter.fileIndex() == 3; }));
  presenter.compareWith(test::write_frames(path("theirs.xyz"), 6));
  EXPECT_TRUE(until([&] { return presenter.comparison().name() == "theirs.xyz, 3.00\u00a0ps"; }));
  presenter.showLast();
  EXPECT_TRUE(
      until([&] { return presenter.comparison().name() == "theirs.xyz, its end (5.00\u00a0ps)"; }));
  EXPECT_TRUE(until([&] { return presenter.comparison().scalars().size() == 6; }));
}

TEST_F(AnalysisPanelsTest, AKeptMomentStaysWhileTheRunGoesOn) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] { return presenter.feed().history()->size() >= 12; }));
  ASSERT_TRUE(until([&] { return window->actions().keep_moment->isEnabled(); }));
  window->actions().keep_moment->trigger();
  ASSERT_TRUE(until([&] { return presenter.comparison().exists(); }));
  const QString name = presenter.comparison().name();
  EXPECT_TRUE(name.startsWith("toy, ")) << qPrintable(name);
  ASSERT_TRUE(until([&] { return presenter.comparison().results().find({"rdf"}); }));
  const auto kept = presenter.comparison().results().outcome({"rdf"})->result;
  const double then = presenter.shownTime();
  ASSERT_TRUE(until([&] { return presenter.shownTime() > then + 0.05; }));
  EXPECT_EQ(presenter.comparison().name(), name);
  EXPECT_EQ(presenter.comparison().results().outcome({"rdf"})->result, kept);
}

TEST_F(AnalysisPanelsTest, AFileThatCannotBeComparedIsASentence) {
  const auto window = open_file(test::write_frames(path("ours.xyz"), 2));
  std::ofstream(path("bad.xyz")) << "nonsense\n";
  QSignalSpy said(&window->presenter(), &Presenter::failed);
  window->presenter().compareWith(path("bad.xyz"));
  ASSERT_TRUE(until([&] { return said.count() == 1; }));
  EXPECT_TRUE(said[0][0].toString().contains("bad.xyz"));
  EXPECT_FALSE(window->presenter().comparison().exists());
}

TEST_F(AnalysisPanelsTest, ThePlotReadsOutWhatIsUnderTheCursor) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  Plot& plot = window->pairDistribution().plot();
  ASSERT_TRUE(until([&] { return plot.graph(0)->dataCount() > 0; }));
  QTest::qWait(300);  // drawn once: the axes know their pixels
  auto* read_out = plot.findChild<QLabel*>("read-out");
  QTest::mouseMove(&plot, plot.axisRect()->rect().center());
  ASSERT_TRUE(until([&] { return read_out->isVisible(); }));
  EXPECT_TRUE(read_out->text().startsWith("total") || read_out->text().startsWith("Zn"));
}

TEST_F(AnalysisPanelsTest, DroppedDataAreBroughtToTheScaleOfTheCurve) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  AnalysisPanel* panel = opened(*window, "rdf");
  ASSERT_TRUE(has_result(*window, panel));
  ASSERT_TRUE(until([&] { return panel->plot().graphCount() > 0; }));
  // What was computed, in another scale and off by a constant: nothing is left to differ.
  constexpr double scale = 2.5, offset = -0.75;
  {
    std::ofstream file(path("measured.gr"));
    file.precision(17);
    file << "# r g\n";
    for (const auto& point : *panel->plot().graph(0)->data())
      file << point.key << ' ' << scale * point.value + offset << '\n';
  }
  QMimeData mime;
  mime.setUrls({QUrl::fromLocalFile(QString::fromStdString(path("measured.gr").string()))});
  QDragEnterEvent enter({60, 60}, Qt::CopyAction, &mime, Qt::LeftButton, {});
  QApplication::sendEvent(&panel->plot(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({60, 60}, Qt::CopyAction, &mime, Qt::LeftButton, {});
  QApplication::sendEvent(&panel->plot(), &drop);
  const MeasuredOverlay& overlay = panel->plot().overlay();
  ASSERT_TRUE(overlay.match().has_value()) << qPrintable(overlay.text());
  // Sums over 500 points of doubles written with 17 digits.
  EXPECT_NEAR(overlay.match()->scale, scale, 1e-9);
  EXPECT_NEAR(overlay.match()->offset, offset, 1e-9);
  EXPECT_NEAR(overlay.match()->r_factor, 0, 1e-9);
  EXPECT_TRUE(overlay.text().startsWith("measured.gr: scale 2.500, offset"));
  const int last = panel->plot().graphCount() - 1;
  EXPECT_EQ(panel->plot().graph(last)->dataCount(), panel->plot().graph(0)->dataCount());
}

TEST_F(AnalysisPanelsTest, StructuresAndRunsAreAddedToTheMap) {
  const auto window = open_file(test::data("peers/zif4-272-nve.dump"));
  EntropyRoi& map = window->entropyRoi();
  QSignalSpy said(&map, &Panel::failed);
  std::ofstream(path("bad.xyz")) << "nonsense\n";
  map.addFiles({test::data("peers/zif4-272-nve.dump"), path("bad.xyz")}, MapSymbol::glass);
  ASSERT_TRUE(until([&] { return map.added().size() == 1 && said.count() == 1; }));
  EXPECT_TRUE(said[0][0].toString().contains("bad.xyz"));
  EXPECT_EQ(map.added()[0].name, "zif4-272-nve");
  // The analyses by themselves, over the last ten frames, say the same.
  const auto trajectory = io::open_trajectory(test::data("peers/zif4-272-nve.dump"));
  const auto entropy = analysis::make_analysis("entropy");
  for (std::size_t i = 1; i <= 10; ++i) entropy->add(*trajectory->read(i));
  EXPECT_DOUBLE_EQ(map.added()[0].entropy, entropy->result().scalar("mean"));
}

TEST(ResultViews, CurvesOfOneUnitStandTogetherAndErrorsWithTheirCurve) {
  using Kind = analysis::Dataset::Kind;
  analysis::Result result;
  result.datasets = {
      {"cell",
       Kind::series,
       {{"time", "ps", {0, 1}},
        {"a", "A", {1, 2}},
        {"error", "A", {0.1, 0.2}},
        {"b", "A", {2, 3}},
        {"alpha", "deg", {90, 91}}}},
      {"zinc", Kind::per_atom, {{"atom", "1", {4, 5}}, {"entropy", "k_B", {-7, -8}}}}};
  const std::vector<ResultView> views = views_of(result);
  ASSERT_EQ(views.size(), 5U);  // a and b, alpha, a, b, histogram
  EXPECT_EQ(views[0].columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(views[1].columns, std::vector<std::string>{"alpha"});
  EXPECT_EQ(views[4].kind, Kind::per_atom);
  ResultPlot plot("cell");
  plot.showResult(result, views[2], nullptr, {}, {});
  // The band's edges lie one error above and below.
  ASSERT_EQ(plot.graphCount(), 3);
  EXPECT_DOUBLE_EQ(plot.graph(0)->data()->at(1)->value, 2.2);
  EXPECT_DOUBLE_EQ(plot.graph(1)->data()->at(1)->value, 1.8);
  EXPECT_EQ(plot.graph(0)->channelFillGraph(), plot.graph(1));
  plot.showResult(result, views[4], nullptr, {}, {});
  double share = 0;
  for (const auto& bin : *plot.graph(0)->data()) share += bin.value;
  EXPECT_NEAR(share, 100, 1e-9) << "every atom is in one bin";
}

TEST(ResultTableTest, IsASoundModelOfBothTables) {
  TableModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  const auto kind = analysis::Dataset::Kind::table;
  const analysis::Dataset ours{"t", kind, {{"n", "1", {1, 2, 3}}, {"r", "A", {0.5, 1, 1.5}}}};
  const analysis::Dataset theirs{"t", kind, {{"n", "1", {1}}, {"r", "A", {0.25}}}};
  model.show(ours, &theirs, "glass");
  EXPECT_EQ(model.rowCount(), 3);
  EXPECT_EQ(model.columnCount(), 4);
  EXPECT_EQ(model.csv().toStdString(),
            "n,r / Å,n · glass,r / Å · glass\n1,0.5,1,0.25\n2,1,,\n3,1.5,,\n");
}

TEST(Numbers, HaveAsManyDigitsAsTheirErrorAllows) {
  EXPECT_EQ(measured(0.43219, 0.0512, "1"), QString::fromUtf8("0.432 ± 0.051"));
  EXPECT_EQ(measured(-7.834, 0.12, "k_B"), QString::fromUtf8("\u22127.83 ± 0.12\u00a0k_B"));
  EXPECT_EQ(measured(1.234e-6, 3.1e-7, "cm2/s"),
            QString::fromUtf8("(1.23 ± 0.31)·10⁻⁶\u00a0cm²\u00a0s⁻¹"));
  EXPECT_EQ(measured(4, {}, "1"), "4");
  EXPECT_EQ(unit_text("1/A2"), QString::fromUtf8("Å⁻²"));
  EXPECT_EQ(axis_text("q", "1/A"), QString::fromUtf8("q / Å⁻¹"));
}

TEST(Pace, RestsInProportionToItsWork) {
  constexpr double tiny = 1e-9;  // a second of work is paid with thirty years of rest
  WorkPace pace(tiny);
  EXPECT_TRUE(pace.due());
  pace.worked(0);
  EXPECT_TRUE(pace.due());
  pace.worked(1);
  EXPECT_FALSE(pace.due());
  pace.restart();
  EXPECT_TRUE(pace.due());
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
