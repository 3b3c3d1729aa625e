// Undo and redo: every change of view, style, selection and panels comes back and goes again; one
// gesture is one step; a run that goes on makes no steps.
#include "widgets/undo.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QDockWidget>
#include <QSettings>
#include <QSlider>

#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/inspector.h"
#include "widgets/panels/analysis_panel.h"
#include "widgets/state_difference.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

ViewState coloured(const char* property) {
  ViewState view;
  view.property = property;
  return view;
}

TEST(UndoStack, GoesBackAndForth) {
  UndoStack stack;
  stack.settle(coloured("a"));
  stack.push(coloured("b"), "to b");
  stack.push(coloured("c"), "to c");
  EXPECT_EQ(stack.undoName(), "to c");
  stack.undo();
  EXPECT_EQ(stack.present().property, "b");
  EXPECT_EQ(stack.redoName(), "to c");
  stack.undo();
  stack.undo();  // nothing more
  EXPECT_EQ(stack.present().property, "a");
  stack.redo();
  EXPECT_EQ(stack.present().property, "b");
  stack.push(coloured("d"), "to d");
  EXPECT_FALSE(stack.canRedo());
}

TEST(UndoStack, IsBounded) {
  UndoStack stack;
  for (int k = 0; k < 1000; ++k) stack.push(coloured("x"), "step");
  EXPECT_EQ(stack.size(), UndoStack::most_steps);
}

TEST(StateDifference, NamesWhatWasDone) {
  const ViewState before;
  const auto name = [&](auto&& change) {
    ViewState after = before;
    change(after);
    return difference(before, after).toStdString();
  };
  EXPECT_EQ(name([](ViewState&) {}), "");
  EXPECT_EQ(name([](ViewState& v) { v.property = "tilt_x"; }), "Colour by tilt x");
  EXPECT_EQ(name([](ViewState& v) { v.look.bonds = false; }), "Hide bonds");
  EXPECT_EQ(name([](ViewState& v) { v.look.atom_scale = 1; }), "Size of the atoms");
  EXPECT_EQ(name([](ViewState& v) { v.look.map = render::ColourMap::grey; }), "")
      << "follows from the colours";
  EXPECT_EQ(name([](ViewState& v) {
              v.selected = std::make_shared<const std::vector<int>>(std::vector<int>{3, 4});
            }),
            "Select 2 atoms");
  EXPECT_EQ(name([](ViewState& v) { v.look.bonds = v.look.cell = false; }), "Hide bonds and more");
  ViewState docked;
  docked.layout.areas[1] = {{"a"}, "a", false, {}, 100};
  ViewState wider = docked, more = docked;
  wider.layout.areas[1].size = 200;
  more.layout.areas[2] = {{"b"}, "b", false, {}, 100};
  EXPECT_EQ(difference(docked, wider), "");
  EXPECT_EQ(difference(docked, more), "Open a panel");
  EXPECT_EQ(difference(more, docked), "Close a panel");
}

class UndoTest : public test::WindowTest {
 protected:
  void SetUp() override { QSettings().clear(); }
  std::unique_ptr<MainWindow> show() {
    WindowOptions options;
    options.files = {test::write_frames(path("a.xyz"), 3)};
    auto window = open(options);
    EXPECT_TRUE(until([&] { return window->presenter().picture().frame != nullptr; }));
    QTest::qWait(600);
    window->undo().forget();
    return window;
  }
  static std::size_t steps(MainWindow& window) { return window.undo().stack().size(); }
  static bool made(MainWindow& window, std::size_t count) {
    return until([&] { return steps(window) == count; });
  }
  static void undo(MainWindow& window) { window.actions().undo->trigger(); }
  static void redo(MainWindow& window) { window.actions().redo->trigger(); }
  static QCheckBox* box(MainWindow& window, const char* text) {
    for (QCheckBox* one : window.inspector().findChildren<QCheckBox*>())
      if (one->text() == text) return one;
    return nullptr;
  }
};

TEST_F(UndoTest, TakesBackAndDoesAgain) {
  const auto window = show();
  box(*window, "Bonds")->click();
  ASSERT_TRUE(made(*window, 1));
  EXPECT_EQ(window->actions().undo->text(), "&Undo Hide bonds");
  window->presenter().colourBy("element");
  ASSERT_TRUE(made(*window, 2));
  EXPECT_EQ(window->actions().undo->text(), "&Undo Colour by element");
  undo(*window);
  EXPECT_EQ(window->presenter().colouredBy(), "entropy");
  EXPECT_FALSE(window->inspector().look().bonds);
  undo(*window);
  EXPECT_TRUE(window->inspector().look().bonds);
  EXPECT_TRUE(box(*window, "Bonds")->isChecked());
  EXPECT_FALSE(window->actions().undo->isEnabled());
  redo(*window);
  redo(*window);
  EXPECT_EQ(window->presenter().colouredBy(), "element");
  EXPECT_FALSE(box(*window, "Bonds")->isChecked());
  EXPECT_FALSE(window->actions().redo->isEnabled());
}

TEST_F(UndoTest, ADragOfASliderIsOneStep) {
  const auto window = show();
  auto* slider = window->inspector().findChild<QSlider*>();
  const double before = window->inspector().look().tetrahedron_scale;
  for (int k = 90; k > 20; k -= 5) {
    slider->setValue(k);
    QTest::qWait(5);
  }
  ASSERT_TRUE(made(*window, 1));
  EXPECT_EQ(window->actions().undo->text(), "&Undo Size of the tetrahedra");
  undo(*window);
  EXPECT_EQ(window->inspector().look().tetrahedron_scale, before) << "to the last bit";
}

TEST_F(UndoTest, TwoClicksAreTwoSteps) {
  const auto window = show();
  QCheckBox *bonds = box(*window, "Bonds"), *cell = box(*window, "Cell");
  QTest::mouseClick(bonds, Qt::LeftButton, {}, QPoint(8, bonds->height() / 2));
  QTest::mouseClick(cell, Qt::LeftButton, {}, QPoint(8, cell->height() / 2));
  ASSERT_TRUE(made(*window, 2));
  undo(*window);
  EXPECT_TRUE(window->inspector().look().cell);
  EXPECT_FALSE(window->inspector().look().bonds);
}

TEST_F(UndoTest, BringsSelectionsBack) {
  const auto window = show();
  Selection& selection = window->presenter().selection();
  selection.set({1, 2, 3}, "some");
  ASSERT_TRUE(made(*window, 1));
  selection.clear();
  ASSERT_TRUE(made(*window, 2));
  undo(*window);
  ASSERT_TRUE(selection.atoms());
  EXPECT_EQ(*selection.atoms(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(selection.origin(), "some");
}

TEST_F(UndoTest, BringsPanelsBack) {
  const auto window = show();
  auto* map = window->findChild<QDockWidget*>("map");
  map->close();
  ASSERT_TRUE(made(*window, 1));
  EXPECT_EQ(window->actions().undo->text(), "&Undo Close a panel");
  undo(*window);
  EXPECT_FALSE(map->isHidden());
  redo(*window);
  EXPECT_TRUE(map->isHidden());
}

TEST_F(UndoTest, TheCameraComesBack) {
  const auto window = show();
  const auto before = window->view().camera();
  if (!before) GTEST_SKIP() << "no OpenGL here";
  window->view().viewAlong(0, false);
  ASSERT_TRUE(made(*window, 1));
  EXPECT_EQ(window->actions().undo->text(), "&Undo Turn the view");
  undo(*window);
  EXPECT_TRUE(same_pose(*window->view().camera(), *before));
  EXPECT_LT((window->view().camera()->position - before->position).norm(), 1e-6);
}

TEST_F(UndoTest, OtherAtomsAreNoStep) {
  const auto window = show();
  window->presenter().selection().set({1});
  ASSERT_TRUE(made(*window, 1));
  window->presenter().openFile(test::data("peers/zif4-272-nve.dump"));
  ASSERT_TRUE(until([&] { return window->presenter().picture().frame->size() == 272; }));
  QTest::qWait(600);
  EXPECT_EQ(steps(*window), 1U)
      << "the selection went with its atoms, and images came: nobody's step";
  undo(*window);
  EXPECT_EQ(window->presenter().selection().size(), 0U) << "it was one of other atoms";
}

TEST_F(UndoTest, ARunMakesNoSteps) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  QTest::qWait(600);
  window->undo().forget();
  const std::int64_t step = window->presenter().feed().status().step;
  ASSERT_TRUE(until([&] { return window->presenter().feed().status().step > step + 200; }));
  QTest::qWait(600);
  EXPECT_EQ(steps(*window), 0U);
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
