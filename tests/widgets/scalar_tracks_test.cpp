// Any number of an analysis along the timeline: of a run as its results come in, of a file from
// frames along it.
#include "widgets/scalar_tracks.h"

#include <QMenu>
#include <fstream>

#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/custom_plot.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plot.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"

namespace vitrine::widgets {
namespace {

const ScalarName mass_density{"density", "density"};

PanelResults results_at(double time, double value) {
  PanelResults results;
  analysis::Result result;
  result.id = mass_density.analysis;
  result.scalars = {{mass_density.scalar, "g/cm3", value}};
  AnalysisOutcome& outcome = results.outcomes[{mass_density.analysis}];
  outcome.result = std::make_shared<const analysis::Result>(result);
  outcome.time = time;
  return results;
}

TEST(ScalarTracks, OfARunStandAtTheirTimes) {
  ScalarTracks tracks;
  tracks.beginRun();
  tracks.choose(mass_density);
  EXPECT_TRUE(tracks.track().x.empty());
  tracks.add(results_at(1, 1.2));
  tracks.add(results_at(3, 1.4));
  tracks.add(results_at(2, 1.3));  // somebody looked into the past
  tracks.add(results_at(3, 1.5));
  EXPECT_EQ(tracks.track().x, (QVector<double>{1, 2, 3}));
  EXPECT_EQ(tracks.track().y, (QVector<double>{1.2, 1.3, 1.5}));
  EXPECT_EQ(tracks.unit(), "g/cm3");
  tracks.add(results_at(4, std::nan("")));
  EXPECT_EQ(tracks.track().x.size(), 3);
  tracks.beginFile("a.xyz", false);
  EXPECT_TRUE(tracks.track().x.empty());
  tracks.showRun();
  EXPECT_EQ(tracks.track().x.size(), 3) << "the run that was left for a file";
  tracks.beginRun();
  EXPECT_TRUE(tracks.track().x.empty()) << "of another run";
  EXPECT_EQ(tracks.chosen(), mass_density);
}

TEST(ScalarTracks, OfALongRunAreThinnedToABoundedLength) {
  ScalarTracks tracks;
  tracks.beginRun();
  tracks.choose(mass_density);
  constexpr int many = 30000;
  for (int k = 0; k < many; ++k) tracks.add(results_at(k, 2.0 * k));
  const Track& track = tracks.track();
  EXPECT_LE(track.x.size(), 4000);
  EXPECT_GE(track.x.size(), 1000);
  EXPECT_EQ(track.x.front(), 0);
  EXPECT_EQ(track.x.back(), many - 1);
  ASSERT_EQ(track.x.size(), track.y.size());
  for (qsizetype i = 0; i < track.x.size(); ++i) ASSERT_EQ(track.y[i], 2 * track.x[i]);
  EXPECT_TRUE(std::is_sorted(track.x.begin(), track.x.end()));
}

TEST(ScalarTracks, OfOtherParametersAreAnotherQuantity) {
  ScalarTracks tracks;
  tracks.beginRun();
  tracks.choose(mass_density);
  tracks.add(results_at(1, 1.2));
  PanelResults others = results_at(2, 7);
  auto changed = others.outcomes.extract(others.outcomes.begin());
  changed.key().parameters["temperature"] = 300;
  others.outcomes.insert(std::move(changed));
  tracks.add(others);
  EXPECT_EQ(tracks.track().x, QVector<double>{2});
}

class TimelineNumbersTest : public test::WindowTest {
 protected:
  /// Atoms in a cube that grows.
  std::filesystem::path growing(int frames) {
    const auto file = path("growing.xyz");
    std::ofstream out(file);
    for (int k = 0; k < frames; ++k) {
      const int edge = 10 + k;
      out << "8\nLattice=\"" << edge << " 0 0 0 " << edge << " 0 0 0 " << edge
          << "\" Properties=species:S:1:pos:R:3\n";
      for (int i = 0; i < 8; ++i)
        out << "Zn " << edge * (0.2 + 0.5 * (i & 1)) << ' ' << edge * (0.2 + 0.25 * (i & 2)) << ' '
            << edge * (0.2 + 0.125 * (i & 4)) << '\n';
    }
    return file;
  }
  static ScalarTracks& tracks(MainWindow& window) { return *window.findChild<ScalarTracks*>(); }
};

TEST_F(TimelineNumbersTest, OfAFileAreThoseOfItsFrames) {
  constexpr int frames = 12;
  WindowOptions options;
  options.files = {growing(frames)};
  const auto window = open(options);
  ASSERT_TRUE(until([&] { return window->presenter().file() != nullptr; }));
  tracks(*window).choose(mass_density);  // whose panel is closed
  ASSERT_TRUE(until([&] { return tracks(*window).track().x.size() == frames; }));
  const Track& track = tracks(*window).track();
  const double dalton_per_cubic_angstrom = 1.66053907;  // g/cm3
  for (int k = 0; k < frames; ++k) {
    EXPECT_EQ(track.x[k], k + 1);
    EXPECT_NEAR(track.y[k], 8 * 65.38 / std::pow(10 + k, 3) * dalton_per_cubic_angstrom, 1e-3);
  }
  auto* timeline = window->findChild<FileTimeline*>();
  EXPECT_TRUE(timeline->plot().yAxis2->visible());
  EXPECT_TRUE(timeline->plot().yAxis2->range().contains(track.y.front()));
  EXPECT_TRUE(timeline->plot().yAxis2->range().contains(track.y.back()));
}

TEST_F(TimelineNumbersTest, AreChosenUndoneAndKeptInASession) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  window->analyses().open("density");
  ASSERT_TRUE(until([&] { return tracks(*window).known().contains(mass_density); }));
  auto* timeline = window->findChild<RunTimeline*>();
  EXPECT_TRUE(timeline->plot().focusPolicy() & Qt::TabFocus) << "its menu opens by key, too";
  QMenu* menu = nullptr;
  for (QMenu* one : timeline->plot().findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
    if (one->title() == "On the right axis") menu = one;
  ASSERT_NE(menu, nullptr);
  Q_EMIT menu->aboutToShow();
  QAction* density = nullptr;
  for (QAction* entry : menu->actions())
    if (entry->menu())
      for (QAction* number : entry->menu()->actions())
        if (number->text().startsWith("density /")) density = number;
  ASSERT_NE(density, nullptr);
  const auto energy = [&] {
    for (int i = 0; i < timeline->plot().graphCount(); ++i)
      if (timeline->plot().graph(i)->name() == "potential energy") return timeline->plot().graph(i);
    return static_cast<QCPGraph*>(nullptr);
  };
  ASSERT_TRUE(energy()->visible());
  EXPECT_TRUE(plot_data(timeline->plot()).contains("potential energy / eV"));
  density->trigger();
  EXPECT_FALSE(energy()->visible());
  EXPECT_FALSE(plot_data(timeline->plot()).contains("potential energy"));
  EXPECT_EQ(tracks(*window).chosen(), mass_density);
  ASSERT_TRUE(until([&] { return tracks(*window).track().x.size() > 2; }));
  EXPECT_LE(tracks(*window).track().x.back(), window->presenter().feed().status().time + 1e-9);

  const WindowState state = parse_state(state_json(window->keeper().state(), {}), {});
  EXPECT_EQ(state.view.timeline, mass_density);
  ASSERT_TRUE(until([&] { return window->actions().undo->isEnabled(); }));
  EXPECT_TRUE(window->actions().undo->text().contains("timeline"))
      << qPrintable(window->actions().undo->text());
  window->actions().undo->trigger();
  EXPECT_FALSE(tracks(*window).chosen());
  EXPECT_TRUE(energy()->visible());
  window->keeper().setState(state);
  EXPECT_EQ(tracks(*window).chosen(), mass_density);
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
