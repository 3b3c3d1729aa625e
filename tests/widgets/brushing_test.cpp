// Brushing: what is chosen in one panel is the same set of atoms in the view and in every other
// panel, and what is chosen elsewhere is marked in them. Real mouse events throughout.
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QSignalSpy>

#include "analysis/pole_figure.h"
#include "analysis/ring_orientation.h"
#include "sim/model/units.h"
#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/panels/analysis_panel.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/panels/pair_distribution.h"
#include "widgets/panels/pole_disc.h"
#include "widgets/panels/pole_figures.h"
#include "widgets/panels/result_plot.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/panels/time_spans.h"
#include "widgets/plot.h"

namespace vitrine::widgets {
namespace {

class BrushingTest : public test::WindowTest {
 protected:
  std::unique_ptr<MainWindow> open_dump() {
    WindowOptions options;
    options.files = {test::data("peers/zif4-272-nve.dump")};
    auto window = open(options);
    EXPECT_TRUE(until([&] { return !window->poleFigures().disc(0).isEmpty(); }));
    QTest::qWait(300);  // drawn once: the axes know their pixels
    return window;
  }
  static void drag(QWidget* widget, const QPolygonF& line, Qt::KeyboardModifiers keys = {}) {
    QTest::mousePress(widget, Qt::LeftButton, keys, line.front().toPoint());
    for (const QPointF& point : line) {
      QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton,
                       Qt::LeftButton, keys);
      QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, keys, line.back().toPoint());
  }
  /// Around a square of the disc.
  static void lasso(PoleDisc& disc, const QPointF& centre, double half,
                    Qt::KeyboardModifiers keys = {}) {
    QPolygonF line;
    for (const QPointF& corner :
         {QPointF(-half, -half), QPointF(half, -half), QPointF(half, half), QPointF(-half, half)})
      line << disc.toPixels(centre + corner);
    drag(&disc, line, keys);
  }
  struct Axes {
    std::vector<ImidazoleRing> rings;
    std::vector<Vec3> normals;
  };
  static Axes axes_of(const Frame& frame) {
    Axes axes{find_imidazole_rings(frame), {}};
    for (const ImidazoleRing& ring : axes.rings)
      axes.normals.push_back(ring_geometry(ring, frame).normal);
    return axes;
  }
  static std::vector<int> sorted(std::vector<int> atoms) {
    std::sort(atoms.begin(), atoms.end());
    return atoms;
  }
};

/// On the disc of a plane, either of the two points.
QPointF on_disc(const Vec3& normal, int plane) {
  const auto& p = analysis::pole_planes[static_cast<std::size_t>(plane)];
  const double scale = 1 + std::abs(normal[p.pole]);
  return {normal[p.a] / scale, normal[p.b] / scale};
}

TEST_F(BrushingTest, ALassoInAPoleFigureSelectsTheLinkersThatPointThere) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const Axes axes = axes_of(*presenter.picture().frame);
  ASSERT_EQ(axes.rings.size(), 32U);
  PoleFigures& poles = window->poleFigures();
  for (int plane = 0; plane < 3; ++plane) {
    SCOPED_TRACE(plane);
    PoleDisc& disc = poles.disc(plane);
    QSignalSpy regions(&disc, &PoleDisc::regionChosen);
    // About the antipode of a normal: n and -n are one linker.
    lasso(disc, -on_disc(axes.normals[3], plane), 0.15);
    ASSERT_EQ(regions.count(), 1);
    const auto region = regions[0][0].value<QPolygonF>();
    std::vector<int> expected;
    for (std::size_t r = 0; r < axes.rings.size(); ++r) {
      const QPointF at = on_disc(axes.normals[r], plane);
      if (region.containsPoint(at, Qt::WindingFill) || region.containsPoint(-at, Qt::WindingFill))
        expected.insert(expected.end(), axes.rings[r].atoms.begin(), axes.rings[r].atoms.end());
    }
    ASSERT_NE(presenter.selection().atoms(), nullptr);
    EXPECT_EQ(*presenter.selection().atoms(), sorted(expected));
    EXPECT_TRUE(presenter.selection().contains(axes.rings[3].atoms[0]));
    EXPECT_LT(expected.size(), 160U) << "not all of them";
    EXPECT_EQ(presenter.picture().selected, presenter.selection().atoms());
    // The same linkers are marked in every plane, each at n and at -n.
    for (int other = 0; other < 3; ++other)
      EXPECT_EQ(poles.disc(other).marks().size(), qsizetype(2 * expected.size() / 5)) << other;
    for (const QPointF& mark : disc.marks())
      EXPECT_TRUE(region.containsPoint(mark, Qt::WindingFill) ||
                  region.containsPoint(-mark, Qt::WindingFill));
  }
}

TEST_F(BrushingTest, ShiftAddsAndAClickChangesNothing) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const Axes axes = axes_of(*presenter.picture().frame);
  PoleDisc& disc = window->poleFigures().disc(2);
  lasso(disc, on_disc(axes.normals[0], 2), 0.05);
  const std::vector<int> first = *presenter.selection().atoms();
  std::size_t apart = 0;  // a linker that points elsewhere
  for (std::size_t r = 0; r < axes.rings.size(); ++r)
    if (!presenter.selection().contains(axes.rings[r].atoms[0])) apart = r;
  ASSERT_GT(apart, 0U);
  lasso(disc, on_disc(axes.normals[apart], 2), 0.05, Qt::ShiftModifier);
  for (const int atom : first) EXPECT_TRUE(presenter.selection().contains(atom));
  EXPECT_TRUE(presenter.selection().contains(axes.rings[apart].atoms[2]));
  const auto before = presenter.selection().atoms();
  QTest::mouseClick(&disc, Qt::LeftButton, {}, disc.rect().center());
  EXPECT_EQ(presenter.selection().atoms(), before);
}

TEST_F(BrushingTest, ARangeOfThetaSelectsTheLinkersOfThePlaneItBeganOn) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const Axes axes = axes_of(*presenter.picture().frame);
  Plot& plot = window->poleFigures().thetaPlot();
  const int plane = 1;
  // From the curve of the plane itself, where it stands apart from the others.
  const auto& curve = *plot.graph(plane)->data();
  double start = 0, value = 0, apart = 0;
  for (int bin = 2; bin < curve.size() - 10; ++bin) {
    double away = 1e9;
    for (const int other : {0, 2})
      away = std::min(away,
                      std::abs(plot.graph(other)->data()->at(bin)->value - curve.at(bin)->value));
    if (away > apart) apart = away, start = curve.at(bin)->key, value = curve.at(bin)->value;
  }
  const QPointF from(plot.xAxis->coordToPixel(start), plot.yAxis->coordToPixel(value));
  const QPointF to(plot.xAxis->coordToPixel(start + 60), from.y());
  const double view_before = plot.xAxis->range().lower;
  drag(&plot, QPolygonF({from, 0.5 * (from + to), to}));
  EXPECT_EQ(plot.xAxis->range().lower, view_before) << "the plot is not moved";
  const double low = plot.xAxis->pixelToCoord(from.toPoint().x());
  const double high = plot.xAxis->pixelToCoord(to.toPoint().x());
  std::vector<int> expected;
  for (std::size_t r = 0; r < axes.rings.size(); ++r) {
    const QPointF at = on_disc(axes.normals[r], plane);
    bool inside = false;
    for (const double sign : {1.0, -1.0}) {
      double theta = std::atan2(sign * at.y(), sign * at.x()) * 180 / units::pi;
      if (theta < 0) theta += 360;
      inside |= low <= theta && theta <= high;
    }
    if (inside)
      expected.insert(expected.end(), axes.rings[r].atoms.begin(), axes.rings[r].atoms.end());
  }
  ASSERT_FALSE(expected.empty());
  ASSERT_NE(presenter.selection().atoms(), nullptr);
  EXPECT_EQ(*presenter.selection().atoms(), sorted(expected));
  EXPECT_TRUE(presenter.selection().origin().contains("xz"));
  for (int other = 0; other < 3; ++other)
    EXPECT_EQ(window->poleFigures().disc(other).marks().size(), qsizetype(2 * expected.size() / 5));
}

TEST_F(BrushingTest, WhatIsSelectedElsewhereIsMarkedWhereItIsALinkerWhole) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const Axes axes = axes_of(*presenter.picture().frame);
  presenter.select("tilt_z < 40");
  ASSERT_TRUE(until([&] { return presenter.selection().size() > 0; }));
  qsizetype tilted = 0;
  for (const Vec3& normal : axes.normals)
    tilted += std::abs(normal[2]) > std::cos(40 * units::pi / 180);
  PoleFigures& poles = window->poleFigures();
  for (int plane = 0; plane < 3; ++plane) EXPECT_EQ(poles.disc(plane).marks().size(), 2 * tilted);
  for (const QPointF& mark : poles.disc(2).marks())
    EXPECT_LT(std::hypot(mark.x(), mark.y()), std::tan(20 * units::pi / 180) + 1e-9);
  presenter.selection().set({axes.rings[0].atoms[0]});
  EXPECT_TRUE(poles.disc(0).marks().isEmpty()) << "one atom is no linker";
  presenter.selection().set({axes.rings[0].atoms.begin(), axes.rings[0].atoms.end()});
  EXPECT_EQ(poles.disc(0).marks().size(), 2);
  window->actions().clear_selection->trigger();
  EXPECT_TRUE(poles.disc(0).marks().isEmpty());
}

TEST_F(BrushingTest, MarksFollowTheFrameShown) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const Axes axes = axes_of(*presenter.picture().frame);
  presenter.selection().set({axes.rings[5].atoms.begin(), axes.rings[5].atoms.end()});
  PoleDisc& disc = window->poleFigures().disc(0);
  const auto marked = [&](const Vec3& normal) {
    return std::any_of(disc.marks().begin(), disc.marks().end(), [&](const QPointF& mark) {
      return (mark - on_disc(normal, 0)).manhattanLength() < 1e-9;
    });
  };
  EXPECT_TRUE(marked(axes.normals[5]));
  presenter.showFrame(9);
  ASSERT_TRUE(until([&] { return presenter.fileIndex() == 9; }));
  const Vec3 later = ring_geometry(axes.rings[5], *presenter.picture().frame).normal;
  EXPECT_TRUE(until([&] { return marked(later); }));
  EXPECT_FALSE(marked(axes.normals[5]));
}

QLabel* note_of(QWidget& panel, const QString& part) {
  for (auto* label : panel.findChildren<QLabel*>())
    if (label->text().contains(part)) return label;
  return nullptr;
}

/// The curve of a plot is that of a result's dataset.
bool shows(const QCPGraph& graph, const analysis::Dataset& dataset, const std::string& column) {
  const auto& values = dataset.column(column).values;
  if (graph.dataCount() != static_cast<int>(values.size())) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (graph.data()->at(static_cast<int>(i))->value != values[i]) return false;
  return true;
}

analysis::Result analyse_only(const std::string& id, const FramePtr& frame,
                              const std::vector<int>& atoms) {
  const auto made = analysis::make_analysis(
      id, {}, std::make_shared<analysis::ChosenAtoms>(atoms, frame->topology));
  made->add(*frame);
  return made->result();
}

TEST_F(BrushingTest, OnlyTheSelectedCountInEveryPanelWhileThatIsWanted) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  const FramePtr frame = presenter.picture().frame;
  const Axes axes = axes_of(*frame);
  std::vector<int> some;  // eight linkers and four Zn
  for (std::size_t r = 0; r < 8; ++r)
    some.insert(some.end(), axes.rings[r].atoms.begin(), axes.rings[r].atoms.end());
  const std::vector<int> zinc = atoms_of(*frame->topology, element::Zn);
  some.insert(some.end(), zinc.begin(), zinc.begin() + 4);
  presenter.selection().set(some);
  QTest::qWait(200);
  for (const auto& [request, outcome] : presenter.results()->outcomes)
    EXPECT_EQ(request.only, nullptr) << "a selection by itself asks for nothing";
  window->actions().only_selected->trigger();
  EXPECT_TRUE(window->actions().only_selected->isChecked());
  const auto arrived = [&](const std::vector<int>& atoms) {
    return until([&] {
      const PanelResults* results = presenter.results();
      return results && results->only && results->only->size() == atoms.size() &&
             results->find({"rdf"}) && results->find({"orientation"}) && results->find({"entropy"});
    });
  };
  ASSERT_TRUE(arrived(some));
  const analysis::Result pairs = analyse_only("rdf", frame, some);
  EXPECT_TRUE(until([&] {
    return shows(*window->pairDistribution().plot().graph(0), pairs.dataset("g"), "total");
  }));
  const analysis::Result linkers = analyse_only("orientation", frame, some);
  EXPECT_TRUE(shows(*window->poleFigures().thetaPlot().graph(0), linkers.dataset("theta"), "yz"));
  EXPECT_EQ(presenter.results()->find({"orientation"})->scalar("rings"), 8);
  EXPECT_EQ(presenter.results()->find({"entropy"})->dataset("zinc").columns[0].values.size(), 4U);
  const auto* dock = window->findChild<QDockWidget*>("pairs");
  EXPECT_TRUE(dock->windowTitle().contains("selected only"));
  EXPECT_FALSE(window->findChild<QDockWidget*>("analysis.pores")->windowTitle().contains("only"));
  EXPECT_NE(note_of(window->pairDistribution(),
                    "44 selected atoms: pairs with a selected atom at "
                    "the centre; every atom is a neighbour"),
            nullptr);
  // Another selection, from within a panel: the panels follow.
  lasso(window->poleFigures().disc(0), on_disc(axes.normals[0], 0), 0.05);
  const std::vector<int> fewer = *presenter.selection().atoms();
  ASSERT_LT(fewer.size(), some.size());
  ASSERT_TRUE(until([&] {
    const PanelResults* results = presenter.results();
    return results->only->size() == fewer.size() && results->find({"orientation"});
  }));
  EXPECT_NE(note_of(window->entropyRoi(), "No Zn is selected"), nullptr);
  window->actions().clear_selection->trigger();
  EXPECT_TRUE(until([&] { return note_of(window->pairDistribution(), "nothing is selected"); }));
  EXPECT_TRUE(until([&] { return note_of(window->poleFigures(), "nothing is selected"); }));
  // All of it again.
  window->actions().only_selected->trigger();
  EXPECT_FALSE(dock->windowTitle().contains("only"));
  const auto whole = analysis::make_analysis("rdf");
  whole->add(*frame);
  EXPECT_TRUE(until([&] {
    return shows(*window->pairDistribution().plot().graph(0), whole->result().dataset("g"),
                 "total");
  }));
}

TEST_F(BrushingTest, AnalysesThatCannotBeRestrictedSaySo) {
  const auto window = open_dump();
  window->presenter().selection().set({0, 1, 2});
  window->actions().only_selected->trigger();
  window->analyses().open("pores");
  ASSERT_TRUE(until([&] { return window->analyses().panel("pores") != nullptr; }));
  AnalysisPanel* panel = window->analyses().panel("pores");
  EXPECT_TRUE(until([&] { return note_of(*panel, "It cannot be restricted to selected atoms"); }));
  // Opened while it is so: restricted, too.
  window->analyses().open("coordination");
  ASSERT_TRUE(until([&] { return window->analyses().panel("coordination") != nullptr; }));
  EXPECT_TRUE(until(
      [&] { return note_of(*window->analyses().panel("coordination"), "No Zn is selected"); }));
}

TEST_F(BrushingTest, WhatIsComparedIsRestrictedToTheSameAtomsWhereItHasThem) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  presenter.keepMoment();
  const std::vector<int> zinc = atoms_of(*presenter.picture().frame->topology, element::Zn);
  presenter.selection().set({zinc[0], zinc[1]});
  window->actions().only_selected->trigger();
  ASSERT_TRUE(until([&] { return presenter.comparison().results().find({"entropy"}); }));
  EXPECT_EQ(
      presenter.comparison().results().find({"entropy"})->dataset("zinc").columns[0].values.size(),
      2U);
  presenter.compareWith(test::write_frames(path("small.xyz"), 2));
  ASSERT_TRUE(until([&] {
    const AnalysisOutcome* theirs = presenter.comparison().results().outcome({"entropy"});
    return theirs && theirs->failure.find("another structure") != std::string::npos;
  }));
  EXPECT_TRUE(until([&] {
    return note_of(window->pairDistribution(), "The selected atoms belong to another structure");
  }));
}

TEST_F(BrushingTest, ALiveRunIsRestrictedFromTheNextFrameAndItsTrailStaysThatOfTheWhole) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  ASSERT_TRUE(until([&] {
    return presenter.results() && presenter.results()->find({"rdf"}) && presenter.picture().frame;
  }));
  const std::vector<int> zinc = atoms_of(*presenter.picture().frame->topology, element::Zn);
  ASSERT_FALSE(zinc.empty());
  presenter.selection().set({zinc[0]});
  window->actions().only_selected->trigger();
  ASSERT_TRUE(until([&] {
    const AnalysisOutcome* found = presenter.results()->outcome({"rdf"});
    return presenter.results()->only && found && found->result && found->frames > 2;
  }));
  EXPECT_TRUE(presenter.results()->find({"rdf"})->selection.starts_with("1 selected atom: "));
  const std::size_t trail = window->entropyRoi().trailSize();
  QTest::qWait(600);
  EXPECT_EQ(window->entropyRoi().trailSize(), trail);
}

TEST_F(BrushingTest, TheTrailOfTheMapLeadsToItsMoments) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  EntropyRoi& map = window->entropyRoi();
  // Drawing counts against the share of a processor that the panels may take.
  for (const char* dock : {"poles", "pairs"}) window->findChild<QDockWidget*>(dock)->hide();
  constexpr int patience = 90000;  // ms: the trail begins with the twentieth frame
  ASSERT_TRUE(QTest::qWaitFor([&] { return map.trailSize() >= 4; }, patience));
  presenter.feed().pause();
  ASSERT_TRUE(until([&] { return !presenter.feed().isRunning(); }));
  QTest::qWait(500);  // the last results are drawn
  QSignalSpy chosen(&map, &EntropyRoi::momentsChosen),
      requested(&map, &EntropyRoi::momentRequested);
  // Around the whole trail.
  QRectF around(map.trailPixel(0), QSizeF(0, 0));
  for (std::size_t i = 0; i < map.trailSize(); ++i)
    around |= QRectF(map.trailPixel(i) - QPointF(5, 5), QSizeF(10, 10));
  around &= QRectF(map.plot().axisRect()->rect());
  const double moved = map.plot().xAxis->range().lower;
  drag(&map.plot(),
       QPolygonF({around.topLeft(), around.topRight(), around.bottomRight(), around.bottomLeft()}));
  EXPECT_EQ(map.plot().xAxis->range().lower, moved) << "the map stays where it is";
  ASSERT_EQ(chosen.count(), 1);
  const auto spans = chosen[0][0].value<TimeSpans>();
  ASSERT_EQ(spans.size(), 1) << "all of them, one after the other";
  EXPECT_EQ(spans[0].first, map.trailTime(0));
  EXPECT_EQ(spans[0].second, map.trailTime(map.trailSize() - 1));
  auto* marks = window->timeline().findChild<TimeSpanMarks*>();
  ASSERT_NE(marks, nullptr);
  EXPECT_EQ(marks->spans(), spans) << "the timeline marks them";
  EXPECT_TRUE(until([&] { return note_of(map, "chosen, "); }));
  EXPECT_EQ(presenter.source(), Source::live) << "choosing is not going there";
  // And the other way: a stretch of the timeline.
  Plot& timeline = window->timeline().plot();
  const QCPAxisRect& rect = *timeline.axisRect(0);
  const QCPAxis& time_axis = *rect.axis(QCPAxis::atBottom);
  const auto pixel_of = [&](double time) {
    return QPointF(qRound(time_axis.coordToPixel(time)), rect.top() + 4);
  };
  const double wanted_from = map.trailTime(1), wanted_to = presenter.shownTime();
  drag(&timeline, QPolygonF({pixel_of(wanted_from), pixel_of(wanted_to)}), Qt::ShiftModifier);
  ASSERT_EQ(marks->spans().size(), 1);
  const auto [from, to] = marks->spans()[0];
  const double pixel = time_axis.pixelToCoord(1) - time_axis.pixelToCoord(0);
  EXPECT_NEAR(from, wanted_from, pixel);
  EXPECT_NEAR(to, wanted_to, pixel);
  std::size_t inside = 0;
  for (std::size_t i = 0; i < map.trailSize(); ++i)
    inside += from <= map.trailTime(i) && map.trailTime(i) <= to;
  EXPECT_GT(inside, 0U);
  EXPECT_EQ(map.chosen(), inside);
  EXPECT_EQ(presenter.source(), Source::live) << "nor is this";
  // A click goes there.
  const QPoint at = map.trailPixel(1).toPoint();
  QTest::mouseClick(&map.plot(), Qt::LeftButton, {}, at);
  ASSERT_EQ(requested.count(), 1);
  const double time = requested[0][0].toDouble();
  double away = 1e9;
  for (std::size_t i = 0; i < map.trailSize(); ++i)
    if (map.trailTime(i) == time) away = (map.trailPixel(i) - QPointF(at)).manhattanLength();
  EXPECT_LT(away, 3);
  ASSERT_TRUE(until([&] { return presenter.source() == Source::replay; }));
  EXPECT_TRUE(until([&] { return std::abs(presenter.shownTime() - time) < 0.006; }))
      << presenter.shownTime() << " " << time;
  // A click beside the trail: nothing is chosen any more.
  const QRect axes = map.plot().axisRect()->rect();
  QPoint corner = axes.topRight() + QPoint(-3, 3);
  QTest::mouseClick(&map.plot(), Qt::LeftButton, {}, corner);
  EXPECT_TRUE(marks->spans().isEmpty());
}

TEST_F(BrushingTest, PoleFiguresThatAreComparedShareTheirDiscs) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  PoleFigures& poles = window->poleFigures();
  PoleDisc& disc = poles.disc(2);
  EXPECT_FALSE(disc.compares());
  // One ring that lies flat: all of its density is in the middle of xy.
  presenter.compareWith(test::write_frames(path("flat.xyz"), 2));
  ASSERT_TRUE(until([&] { return disc.compares(); }));
  const analysis::Result* theirs = presenter.comparison().results().find({"orientation"});
  ASSERT_NE(theirs, nullptr);
  EXPECT_TRUE(
      until([&] { return shows(*poles.thetaPlot().graph(4), theirs->dataset("theta"), "xz"); }));
  EXPECT_NE(note_of(poles, "left: "), nullptr);
  const QImage both = disc.grab().toImage();
  const auto brightness = [&](const QPointF& on_the_disc) {
    return both.pixelColor(disc.toPixels(on_the_disc).toPoint()).green();
  };
  EXPECT_GT(brightness({0.06, 0}), 90);
  EXPECT_LT(brightness({-0.06, 0}), 60) << "the left half is ours";
  EXPECT_LT(brightness({0.6, 0.3}), 30);
  window->actions().stop_comparing->trigger();
  EXPECT_TRUE(until([&] { return !disc.compares(); }));
  EXPECT_EQ(poles.thetaPlot().graph(4)->dataCount(), 0);
}

TEST_F(BrushingTest, ARangeOfAnglesSelectsTheAtomsAtTheirApex) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  window->analyses().open("angles");
  ASSERT_TRUE(until([&] { return window->analyses().panel("angles") != nullptr; }));
  AnalysisPanel* panel = window->analyses().panel("angles");
  ResultPlot& plot = panel->plot();
  ASSERT_TRUE(until([&] { return plot.choosesAtoms() && plot.graphCount() >= 3; }));
  QComboBox* views = nullptr;
  for (auto* box : panel->findChildren<QComboBox*>())
    if (box->accessibleName() == "What is plotted") views = box;
  ASSERT_NE(views, nullptr);
  const int alone = views->findText("angles: N-Zn-N");
  ASSERT_GE(alone, 0);
  views->setCurrentIndex(alone);
  Q_EMIT views->activated(alone);
  QTest::qWait(300);
  const QRect axes = plot.axisRect()->rect();
  const QPointF from(plot.xAxis->coordToPixel(95), axes.center().y());
  const QPointF to(plot.xAxis->coordToPixel(106), axes.center().y());
  const double low = plot.xAxis->pixelToCoord(from.toPoint().x());
  const double high = plot.xAxis->pixelToCoord(to.toPoint().x());
  drag(&plot, QPolygonF({from, 0.5 * (from + to), to}));
  // Zn with an N-Zn-N angle in the range.
  const Frame& frame = *presenter.picture().frame;
  std::vector<int> expected;
  for (const ZincSite& site : find_zinc_sites(frame)) {
    bool any = false;
    for (std::size_t i = 0; i < site.bonds.size(); ++i)
      for (std::size_t j = i + 1; j < site.bonds.size(); ++j) {
        const double cosine = site.bonds[i].normalized().dot(site.bonds[j].normalized());
        const double angle = std::acos(cosine) * 180 / units::pi;
        any |= low <= angle && angle <= high;
      }
    if (any) expected.push_back(site.zinc);
  }
  ASSERT_FALSE(expected.empty());
  ASSERT_NE(presenter.selection().atoms(), nullptr);
  EXPECT_EQ(*presenter.selection().atoms(), sorted(expected));
  // Their angles are marked, and those of what is selected elsewhere.
  const QCPGraph* marks = plot.graph(plot.graphCount() - 1);
  EXPECT_EQ(marks->name(), "selected");
  presenter.selection().set({expected[0]});
  marks = plot.graph(plot.graphCount() - 1);
  EXPECT_EQ(marks->dataCount(), 6) << "four N";
  window->actions().clear_selection->trigger();
  EXPECT_NE(plot.graph(plot.graphCount() - 1)->name(), "selected");
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
