// Brushing: what is chosen in one panel is the same set of atoms in the view and in every other
// panel, and what is chosen elsewhere is marked in them. Real mouse events throughout.
#include <QSignalSpy>

#include "analysis/pole_figure.h"
#include "analysis/ring_orientation.h"
#include "sim/model/units.h"
#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/panels/pole_disc.h"
#include "widgets/panels/pole_figures.h"
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

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
