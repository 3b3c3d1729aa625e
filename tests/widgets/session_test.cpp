// What a window keeps: sessions put everything back; a crash is offered back, another Vitrine that
// runs is not taken for one; files opened last, colours and panels outlive the window.
#include "widgets/sessions.h"

#include <gtest/gtest.h>

#include <QDockWidget>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>
#include <fstream>
#include <random>

#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/autosave.h"
#include "widgets/colour_controls.h"
#include "widgets/inspector.h"
#include "widgets/message_bar.h"
#include "widgets/message_log.h"
#include "widgets/panels/analysis_panel.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/recent_files.h"
#include "widgets/run_tree.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"
#include "widgets/undo.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

class SessionTest : public test::WindowTest {
 protected:
  void SetUp() override { QSettings().clear(); }
  void TearDown() override { QSettings().clear(); }

  std::unique_ptr<MainWindow> show(const std::vector<std::filesystem::path>& files) {
    WindowOptions options;
    options.files = files;
    options.start_demo = false;
    options.sessions_folder = path("kept");
    auto window = open(options);
    EXPECT_TRUE(files.empty() || until([&] { return at(*window, 0) || at(*window, 3); }));
    return window;
  }
  static bool at(MainWindow& window, std::size_t frame) {
    const Presenter& presenter = window.presenter();
    return presenter.source() == Source::file && presenter.picture().frame &&
           presenter.fileIndex() == frame;
  }
  /// Frame 4 of seven, coloured, selected, a panel opened and changed, another closed.
  void arrange(MainWindow& window) {
    Presenter& presenter = window.presenter();
    presenter.showFrame(3);
    ASSERT_TRUE(until([&] { return at(window, 3); }));
    presenter.colourBy("coordination");
    render::Look look = window.inspector().look();
    look.bonds = false;
    look.atom_scale = 0.5;
    window.inspector().setLook(look, false);
    presenter.selection().set({1, 2, 5}, "by hand");
    window.view().viewAlong(1, false);
    window.analyses().open("rdf");
    ASSERT_TRUE(until([&] { return window.analyses().panel("rdf") != nullptr; }));
    window.analyses().panel("rdf")->setState({{{"r_max", 6}}, true, false, {}});
    dock(window, "map")->close();
  }
  void expectArranged(MainWindow& window) {
    ASSERT_TRUE(until([&] { return at(window, 3); }));
    EXPECT_EQ(window.presenter().colouredBy(), "coordination");
    EXPECT_FALSE(window.inspector().look().bonds);
    EXPECT_EQ(window.inspector().look().atom_scale, 0.5);
    ASSERT_TRUE(window.presenter().selection().atoms());
    EXPECT_EQ(*window.presenter().selection().atoms(), (std::vector<int>{1, 2, 5}));
    EXPECT_EQ(window.presenter().selection().origin(), "by hand");
    if (const auto camera = window.view().camera()) {
      EXPECT_TRUE(camera->parallel);
    }
    EXPECT_TRUE(dock(window, "map")->isHidden());
    EXPECT_FALSE(window.analyses().dock("rdf")->isHidden());
    EXPECT_EQ(window.keeper().view().panels.at("rdf").parameters.at("r_max"), 6);
    EXPECT_EQ(window.runs().files().size(), 2U);
  }
  static QDockWidget* dock(MainWindow& window, const char* name) {
    return window.findChild<QDockWidget*>(name);
  }
  std::vector<std::filesystem::path> twoFiles() {
    return {test::write_frames(path("a.xyz"), 7), test::write_frames(path("b.xyz"), 1)};
  }
  void save(MainWindow& window, const std::filesystem::path& file) {
    QSignalSpy saved(&window.sessions(), &Sessions::saved);
    window.sessions().saveTo(file);
    ASSERT_TRUE(until([&] { return saved.count() == 1; }));
  }
  static bool offers(MainWindow& window) { return window.offerBar().isVisible(); }
  static void answer(MainWindow& window, bool yes) {
    if (!yes) return window.offerBar().dismissed();
    for (auto* button : window.offerBar().findChildren<QToolButton*>())
      if (button->defaultAction()) return button->click();
    FAIL() << "nothing is offered";
  }
};

TEST_F(SessionTest, BringsBackAKeptMomentAndThePointsOfTheMap) {
  const auto session = path("kept.vitrine");
  const std::vector<MapPoint> points{{"zif-zni", -8.25, 0.5, MapSymbol::crystal}};
  {
    const auto window = show({test::write_frames(path("a.xyz"), 7)});
    window->presenter().showFrame(4);
    ASSERT_TRUE(until([&] { return at(*window, 4); }));
    window->presenter().keepMoment();
    window->presenter().showFrame(1);
    ASSERT_TRUE(until([&] { return at(*window, 1); }));
    window->entropyRoi().setAdded(points);
    save(*window, session);
  }
  const auto window = show({});
  window->sessions().open(session);
  ASSERT_TRUE(until([&] { return at(*window, 1); }));
  const Comparison& comparison = window->presenter().comparison();
  ASSERT_TRUE(until([&] { return comparison.frame() != nullptr; }));
  window->presenter().showFrame(4);
  ASSERT_TRUE(until([&] { return at(*window, 4); }));
  EXPECT_EQ(comparison.frame()->positions, window->presenter().picture().frame->positions);
  EXPECT_EQ(window->entropyRoi().added(), points);
}

TEST_F(SessionTest, PutsEverythingBack) {
  const auto session = path("work.vitrine");
  {
    const auto window = show(twoFiles());
    arrange(*window);
    save(*window, session);
    EXPECT_EQ(window->sessions().file(), session);
    window->close();
  }
  QSettings().clear();
  const auto window = show({session});  // as on the command line
  expectArranged(*window);
  EXPECT_FALSE(offers(*window)) << "no run was going on, and nothing was lost";
  EXPECT_FALSE(window->undo().stack().canUndo());
}

TEST_F(SessionTest, AWrongSessionChangesNothing) {
  const auto window = show(twoFiles());
  arrange(*window);
  std::ofstream(path("bad.vitrine"))
      << R"({"format": "vitrine session", "version": 1, "view": {"look": {"atom_scale": "big"}}})";
  window->sessions().open(path("bad.vitrine"));
  EXPECT_TRUE(window->messageBar().sentence().contains("bad.vitrine: view.look.atom_scale"));
  EXPECT_TRUE(window->sessions().file().empty());
  expectArranged(*window);
}

TEST_F(SessionTest, SaysWhichFilesAreGone) {
  const auto session = path("work.vitrine");
  const auto files = twoFiles();
  {
    const auto window = show(files);
    save(*window, session);
    window->close();
  }
  std::filesystem::remove(files[1]);
  const auto window = show({session});
  EXPECT_TRUE(window->messageBar().sentence().contains("b.xyz") ||
              window->log().text().contains("b.xyz"));
  EXPECT_EQ(window->runs().files().size(), 1U);
}

/// Whatever a file says of docks and atoms that are not there leaves a window that works.
TEST_F(SessionTest, SurvivesHostileLayoutsAndSelections) {
  const auto window = show(twoFiles());
  const WindowState sound = window->keeper().state();
  const QStringList names = docks_of(*window).keys() + QStringList{"nobody", "", "view2"};
  std::mt19937 random(3);
  const auto any = [&](int below) { return int(random() % unsigned(below)); };
  for (int k = 0; k < 15; ++k) {
    WindowState state = sound;
    state.view.selected = std::make_shared<const std::vector<int>>(std::vector<int>{0, 5000000});
    QStringList left = names;
    DockLayout layout;
    for (const int area : {1, 2, 4, 8}) {
      DockPlace place{{}, {}, any(2) == 0, {}, any(5000)};
      for (int part = any(6); part > 0; --part) {
        DockPlace tabs{{}, "nobody", false, {}, any(3000)};
        for (int tab = any(4); tab > 0 && !left.isEmpty(); --tab)
          tabs.docks << left.takeAt(any(int(left.size())));
        place.parts.push_back(tabs);
      }
      layout.areas[area] = place;
    }
    if (any(3) == 0) layout.floating[left.front()] = QRect(-90000, 50, 100, 99999);
    state.view.layout = layout;
    window->keeper().setState(state);
    QTest::qWait(1 + any(20));
  }
  EXPECT_TRUE(until([&] { return window->presenter().selection().size() == 1; }));
  window->resetLayout();
  EXPECT_TRUE(dock(*window, "map")->isVisible());
}

TEST_F(SessionTest, LayoutsAreValues) {
  const auto window = show(twoFiles());
  window->analyses().open("rdf");
  window->resize(1500, 900);
  window->splitDockWidget(dock(*window, "map"), dock(*window, "pairs"), Qt::Horizontal);
  window->addDockWidget(Qt::LeftDockWidgetArea, dock(*window, "timeline"));
  QTest::qWait(300);
  const DockLayout was = dock_layout(*window);
  EXPECT_EQ(was.areas[Qt::RightDockWidgetArea].parts.size(), 2U);
  window->resetLayout();
  QTest::qWait(300);
  EXPECT_FALSE(same_arrangement(dock_layout(*window), was));
  set_dock_layout(*window, was);
  QTest::qWait(300);
  const DockLayout is = dock_layout(*window);
  EXPECT_TRUE(same_arrangement(is, was));
  EXPECT_EQ(is.areas[Qt::RightDockWidgetArea].parts[0].raised,
            was.areas[Qt::RightDockWidgetArea].parts[0].raised);
  for (const int area : was.areas.keys())
    EXPECT_NEAR(is.areas[area].size, was.areas[area].size, 3) << area;
  EXPECT_NEAR(is.areas[Qt::LeftDockWidgetArea].parts[0].size,
              was.areas[Qt::LeftDockWidgetArea].parts[0].size, 3);
}

TEST_F(SessionTest, OffersBackWhatACrashLost) {
  const auto files = twoFiles();
  {
    const auto window = show(files);
    arrange(*window);
    window->autosave().saveSoon();
    // Not closed: so ends a program that crashes.
  }
  QSettings().clear();
  {
    const auto window = show({});
    ASSERT_TRUE(offers(*window));
    EXPECT_TRUE(window->offerBar().sentence().contains("did not end properly"));
    answer(*window, true);
    expectArranged(*window);
    EXPECT_FALSE(offers(*window));
    window->close();
  }
  const auto window = show({});
  EXPECT_FALSE(offers(*window)) << "that one was closed";
  ASSERT_TRUE(window->actions().last_session->isEnabled());
  window->actions().last_session->trigger();
  expectArranged(*window);
}

TEST_F(SessionTest, AnOfferThatIsDismissedIsNotMadeAgain) {
  {
    const auto window = show(twoFiles());
    window->autosave().saveSoon();
  }
  {
    const auto window = show({});
    ASSERT_TRUE(offers(*window));
    answer(*window, false);
    window->close();
  }
  EXPECT_FALSE(offers(*show({})));
}

TEST_F(SessionTest, AnotherVitrineThatRunsIsNoCrash) {
  const auto first = show(twoFiles());
  first->autosave().saveSoon();
  const auto kept = [&] {
    return std::distance(std::filesystem::directory_iterator(path("kept")), {});
  };
  ASSERT_TRUE(until([&] { return kept() == 2; }));
  const auto second = show({});
  EXPECT_FALSE(offers(*second));
  second->close();
  EXPECT_EQ(kept(), 2) << "the first one's state and its lock";
}

TEST_F(SessionTest, ColoursAndPanelsOutliveTheWindow) {
  {
    const auto window = show(twoFiles());
    arrange(*window);
    window->inspector().colours().setLooks(
        {{"coordination", {render::ColourMap::grey, true, ColourRange::fixed, 1, 4}}});
    window->close();
  }
  const auto window = show(twoFiles());
  EXPECT_EQ(window->presenter().colouredBy(), "coordination");
  EXPECT_TRUE(window->inspector().colours().looks().at("coordination").reversed);
  EXPECT_FALSE(window->inspector().look().bonds);
  EXPECT_EQ(window->keeper().view().panels.at("rdf").parameters.at("r_max"), 6);
}

TEST_F(SessionTest, DamagedSettingsAreNoObstacle) {
  QSettings().setValue("window/view", "{\"format\": 3");
  QSettings().setValue("window/layout", QByteArray("nonsense"));
  const auto window = show(twoFiles());
  EXPECT_EQ(window->presenter().colouredBy(), "entropy");
  EXPECT_TRUE(window->log().text().contains("remembered colours"));
}

TEST_F(SessionTest, RemembersWhatWasOpenedLast) {
  const auto files = twoFiles();
  {
    const auto window = show({files[0]});
    save(*window, path("s.vitrine"));
    window->close();
  }
  std::filesystem::remove(files[0]);
  const auto window = show({});
  RecentFiles& recent = window->recentFiles();
  ASSERT_EQ(recent.paths().size(), 2);
  EXPECT_TRUE(recent.paths()[0].endsWith("s.vitrine"));
  auto* menu = window->findChild<QMenu*>("recent");
  Q_EMIT menu->aboutToShow();
  QStringList greyed;
  for (const QAction* entry : menu->actions())
    if (!entry->isEnabled() && !entry->isSeparator()) greyed << entry->text();
  ASSERT_EQ(greyed.size(), 1);
  EXPECT_TRUE(greyed[0].contains("a.xyz"));
  Q_EMIT recent.chosen(recent.paths()[1]);
  EXPECT_TRUE(window->messageBar().sentence().contains("a.xyz"));
  EXPECT_EQ(recent.paths().size(), 1);
  recent.clear();
  EXPECT_TRUE(recent.paths().isEmpty());
}

TEST_F(SessionTest, EverythingSaidIsInTheLog) {
  const auto window = show({});
  window->say("something odd");
  EXPECT_TRUE(window->log().text().contains("something odd"));
  for (std::size_t k = 0; k < MessageLog::most + 10; ++k) window->say("again");
  EXPECT_EQ(window->log().entries().size(), MessageLog::most);
  LogWindow shown(window->log(), nullptr);
  window->say("and this");
  EXPECT_TRUE(shown.text().endsWith("and this"));
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
