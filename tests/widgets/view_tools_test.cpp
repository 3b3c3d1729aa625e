// The tools of the 3D view in the window: measuring, the lasso, trails, slices, kept views.
#include "widgets/view_tools.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QWheelEvent>

#include "sim/model/measurement.h"
#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/inspector.h"
#include "widgets/measurement_controls.h"
#include "widgets/slice_controls.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

class ViewToolsTest : public test::WindowTest {
 protected:
  std::unique_ptr<MainWindow> open_dump() {
    WindowOptions options;
    options.files = {test::data("peers/zif4-272-nve.dump")};
    auto window = open(options);
    EXPECT_TRUE(until([&] { return test::coloured_atoms(window->presenter()) == 16; }));
    return window;
  }
  template <class Widget>
  static Widget* named(MainWindow& window, const QString& name) {
    for (auto* found : window.inspector().findChildren<Widget*>())
      if (found->accessibleName() == name) return found;
    ADD_FAILURE() << "no " << name.toStdString();
    return nullptr;
  }
  static QCheckBox* check(MainWindow& window, const QString& text) {
    for (auto* found : window.inspector().findChildren<QCheckBox*>())
      if (found->text() == text) return found;
    ADD_FAILURE() << "no " << text.toStdString();
    return nullptr;
  }
  static void pick(MainWindow& window, const std::vector<int>& atoms) {
    for (const int atom : atoms) Q_EMIT window.view().atomPicked(atom, false);
  }
};

TEST_F(ViewToolsTest, ClicksMeasureAndTheValuesFollowTheFrame) {
  const auto window = open_dump();
  const FramePtr first = window->presenter().picture().frame;
  window->actions().measure_distance->trigger();
  pick(*window, {0, 100});
  window->actions().measure_angle->trigger();
  EXPECT_FALSE(window->actions().measure_distance->isChecked()) << "one tool at a time";
  pick(*window, {0, 100, 200});
  window->actions().measure_dihedral->trigger();
  pick(*window, {0, 100, 200, 50});
  EXPECT_EQ(window->presenter().selection().size(), 0U) << "these clicks select nothing";
  auto* table = named<QTableWidget>(*window, "Measured");
  ASSERT_EQ(table->rowCount(), 3);
  const QString distance =
      QString::number(*measure(steps_between(*first, {0, 100})), 'f', 3) + QChar(0x202f) + "Å";
  EXPECT_EQ(table->item(0, 1)->text().left(5), distance.left(5));
  const QString before = table->item(0, 1)->text();
  window->presenter().showFrame(9);
  EXPECT_TRUE(until([&] { return table->item(0, 1)->text() != before; }));
  const FramePtr later = window->presenter().picture().frame;
  EXPECT_EQ(table->item(0, 1)->text().left(5),
            QString::number(*measure(steps_between(*later, {0, 100})), 'f', 3).left(5));
}

TEST_F(ViewToolsTest, AnAtomClickedTwiceIsTakenOutAgainAndEscEnds) {
  const auto window = open_dump();
  MeasurementList& measured = window->tools().measurements();
  window->actions().measure_angle->trigger();
  pick(*window, {3, 4, 4, -1});
  EXPECT_EQ(measured.all().begun, std::vector<int>{3});
  QTest::keyClick(window.get(), Qt::Key_Escape);
  EXPECT_TRUE(measured.all().begun.empty());
  EXPECT_FALSE(window->actions().measure_angle->isChecked());
  pick(*window, {3});
  EXPECT_EQ(window->presenter().selection().size(), 1U) << "a click selects again";
}

TEST_F(ViewToolsTest, MeasurementsAreCopiedAndRemoved) {
  const auto window = open_dump();
  const FramePtr frame = window->presenter().picture().frame;
  window->actions().measure_distance->trigger();
  pick(*window, {0, 1, 2, 3});
  auto* table = named<QTableWidget>(*window, "Measured");
  ASSERT_EQ(table->rowCount(), 2);
  table->setFocus();
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  const QStringList lines = QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
  ASSERT_EQ(lines.size(), 3);
  EXPECT_EQ(lines[0], "kind,ids,elements,value,unit");
  const QStringList cells = lines[1].split(',');
  ASSERT_EQ(cells.size(), 5);
  EXPECT_EQ(cells[0], "distance");
  EXPECT_EQ(cells[1], QString("%1 %2").arg(frame->topology->ids[0]).arg(frame->topology->ids[1]));
  EXPECT_NEAR(cells[3].toDouble(), *measure(steps_between(*frame, {0, 1})), 1e-8);
  EXPECT_EQ(cells[4], "A");
  table->selectRow(0);
  QTest::keyClick(table, Qt::Key_Delete);
  ASSERT_EQ(table->rowCount(), 1);
  EXPECT_EQ(window->tools().measurements().all().complete[0], (std::vector<int>{2, 3}));
  window->actions().clear_measurements->trigger();
  EXPECT_EQ(window->tools().measurements().size(), 0);
  EXPECT_FALSE(window->actions().clear_measurements->isEnabled());
}

TEST_F(ViewToolsTest, OtherAtomsAreNotTheOnesThatWereMeasured) {
  const auto window = open_dump();
  window->actions().measure_distance->trigger();
  pick(*window, {0, 200});
  window->presenter().openFile(test::write_frames(path("small.xyz"), 2));
  ASSERT_TRUE(until([&] { return window->presenter().picture().frame->size() == 13; }));
  EXPECT_EQ(window->tools().measurements().size(), 0);
}

TEST_F(ViewToolsTest, ALassoSelectsAndShiftAdds) {
  const auto window = open_dump();
  const Selection& selection = window->presenter().selection();
  Q_EMIT window->view().atomsEnclosed({3, 5}, false);
  EXPECT_EQ(*selection.atoms(), (std::vector<int>{3, 5}));
  Q_EMIT window->view().atomsEnclosed({5, 9}, true);
  EXPECT_EQ(*selection.atoms(), (std::vector<int>{3, 5, 9}));
  Q_EMIT window->view().atomsEnclosed({}, false);
  EXPECT_EQ(selection.size(), 3U) << "around nothing: what is selected stays";
  Q_EMIT window->view().atomsEnclosed({1}, false);
  EXPECT_EQ(*selection.atoms(), std::vector<int>{1});
}

TEST_F(ViewToolsTest, TrailsGoThroughTheLastFramesShown) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  presenter.selection().set({0, 5});
  check(*window, "Trails of")->click();
  for (std::size_t frame = 1; frame <= 5; ++frame) {
    presenter.showFrame(frame);
    ASSERT_TRUE(until([&] { return presenter.fileIndex() == frame; }));
  }
  const auto trails = window->tools().trails().trails();
  ASSERT_NE(trails, nullptr);
  ASSERT_EQ(trails->paths.size(), 2U);
  EXPECT_EQ(trails->paths[1].atom, 5);
  EXPECT_EQ(trails->paths[0].points.size(), 6U);
  named<QSpinBox>(*window, "Frames of a trail")->setValue(2);
  EXPECT_EQ(window->tools().trails().trails()->paths[0].points.size(), 3U);
  presenter.selection().set({7});
  EXPECT_EQ(window->tools().trails().trails()->paths[0].points.size(), 1U) << "others begin anew";
  check(*window, "Trails of")->click();
  EXPECT_EQ(window->tools().trails().trails(), nullptr);
}

TEST(TrailRecorder, JoinsThroughTheBoundaryAndIsBounded) {
  TrailRecorder recorder;
  recorder.setLength(1000);
  const auto atoms = std::make_shared<const std::vector<int>>(std::vector<int>{0});
  for (int k = 0; k < 50; ++k) {
    auto frame = std::make_shared<Frame>();
    static const TopologyPtr topology = make_topology({element::C});
    frame->topology = topology;
    frame->cell = Cell::orthorhombic(10, 10, 10);
    frame->positions = {frame->cell.wrap(Vec3(0.9 * k, 5, 5))};
    recorder.add(frame, atoms);
    recorder.add(frame, atoms);  // the same again
  }
  const auto& points = recorder.trails()->paths[0].points;
  ASSERT_EQ(points.size(), 50U);
  for (std::size_t k = 1; k < points.size(); ++k)
    EXPECT_NEAR((points[k] - points[k - 1]).norm(), 0.9, 1e-9);
  std::vector<int> many(TrailRecorder::most_points / 10);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<int>(i);
  const auto all = std::make_shared<const std::vector<int>>(many);
  auto frame = std::make_shared<Frame>();
  frame->topology = make_topology(std::vector<Element>(many.size(), element::C));
  frame->positions.assign(many.size(), Vec3::Zero());
  for (int k = 0; k < 30; ++k) recorder.add(std::make_shared<Frame>(*frame), all);
  EXPECT_EQ(recorder.trails()->paths[0].points.size(), 10U);
}

TEST_F(ViewToolsTest, TheSliceIsSetInTheInspector) {
  const auto window = open_dump();
  SliceControls& controls = window->inspector().slice();
  const auto slice = [&]() -> const render::Slice& { return window->inspector().look().slice; };
  check(*window, "Slice")->click();
  EXPECT_TRUE(slice().on);
  auto* normal = named<QComboBox>(*window, "Normal of the slice");
  normal->setCurrentIndex(0);
  Q_EMIT normal->activated(0);
  EXPECT_EQ(slice().miller, (std::array<int, 3>{1, 0, 0}));
  auto* slider = named<QSlider>(*window, "Position of the slice");
  slider->setValue(slider->maximum());
  EXPECT_NEAR(slice().position, window->presenter().picture().frame->cell.heights()[0] / 2, 1e-9);
  named<QDoubleSpinBox>(*window, "Thickness of the slice")->setValue(3);
  EXPECT_EQ(slice().thickness, 3);
  Q_EMIT normal->activated(3);
  for (const char* index : {"h", "k", "l"}) named<QSpinBox>(*window, index)->setValue(0);
  EXPECT_EQ(slice().miller, (std::array<int, 3>{0, 0, 0}));  // shows everything, and says nothing
  named<QSpinBox>(*window, "k")->setValue(-2);
  EXPECT_EQ(slice().miller, (std::array<int, 3>{0, -2, 0}));
  controls.setDirection({0, 0, 2});
  EXPECT_TRUE(slice().direction.has_value());
  EXPECT_EQ(normal->currentIndex(), 4);
  check(*window, "Slice")->click();
  EXPECT_FALSE(slice().on);
}

TEST_F(ViewToolsTest, TheWheelScrollsTheInspectorAndTurnsNothing) {
  const auto window = open_dump();
  auto* slider = named<QSlider>(*window, "Size of the atoms");
  const int before = slider->value();
  const auto turn = [&] {
    const QPointF middle(slider->rect().center());
    QWheelEvent wheel(middle, slider->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(slider, &wheel);
  };
  turn();
  EXPECT_EQ(slider->value(), before);
}

TEST_F(ViewToolsTest, EachKindHasItsSizeAndOpacity) {
  const auto window = open_dump();
  named<QSlider>(*window, "Opacity of the plates")->setValue(0);
  EXPECT_NEAR(window->inspector().look().linker_opacity, 0.1, 1e-9);
  named<QSlider>(*window, "Radius of the bonds")->setValue(100);
  EXPECT_NEAR(window->inspector().look().bond_radius, 0.42, 1e-9);
  EXPECT_EQ(window->inspector().look().atom_scale, render::Look().atom_scale) << "untouched";
  check(*window, "Tetrahedra")->click();
  EXPECT_FALSE(window->inspector().look().tetrahedra);
  named<QComboBox>(*window, "Where the atoms are drawn")->setCurrentIndex(1);
  EXPECT_EQ(window->inspector().look().placement, render::Placement::wrapped);
}

TEST_F(ViewToolsTest, ViewsAreKeptAndFoundAgain) {
  if (QGuiApplication::platformName() != "xcb") GTEST_SKIP() << "needs an X display";
  const auto window = open_dump();
  QTest::qWait(100);
  window->actions().against_b->trigger();
  const auto kept = window->view().camera();
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(kept->parallel);
  window->actions().store_camera[2]->trigger();
  window->actions().reset_view->trigger();
  EXPECT_FALSE(window->view().camera()->parallel);
  window->actions().recall_camera[2]->trigger();
  EXPECT_TRUE(render::same_pose(*window->view().camera(), *kept));
  EXPECT_FALSE(window->actions().recall_camera[0]->isEnabled()) << "nothing is kept there";
  EXPECT_TRUE(until([&] { return window->actions().orthographic->isChecked(); }));
  window->actions().orthographic->trigger();
  EXPECT_FALSE(window->view().camera()->parallel);
  QSettings().remove("cameras");
}

TEST_F(ViewToolsTest, AToolSaysInTheViewWhatAClickDoes) {
  if (QGuiApplication::platformName() != "xcb") GTEST_SKIP() << "needs an X display";
  const auto window = open_dump();
  const auto said = [&](const QString& words) {
    for (const auto* label : window->view().findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words)) return true;
    return false;
  };
  EXPECT_FALSE(said("Esc ends"));
  window->actions().measure_distance->trigger();
  EXPECT_TRUE(said("atom 1 of 2"));
  pick(*window, {0});
  EXPECT_TRUE(said("atom 2 of 2"));
  window->actions().lasso->trigger();
  EXPECT_TRUE(said("Lasso"));
  EXPECT_TRUE(window->tools().measurements().all().begun.empty());
  QTest::keyClick(window.get(), Qt::Key_Escape);
  EXPECT_FALSE(said("Esc ends"));
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
