// Colours and selections in the window: what is chosen reaches picture, legend and panels, always
// of the frame that is shown; what cannot be had says why.
#include "widgets/selection.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QStandardItemModel>

#include "tests/reference.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/colour_controls.h"
#include "widgets/inspector.h"
#include "widgets/panels/analysis_panel.h"
#include "widgets/panels/result_plot.h"
#include "widgets/selection_controls.h"
#include "widgets/status_line.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

class SelectionTest : public test::WindowTest {
 protected:
  std::unique_ptr<MainWindow> open_dump() {
    WindowOptions options;
    options.files = {test::data("peers/zif4-272-nve.dump")};
    auto window = open(options);
    EXPECT_TRUE(until([&] { return test::coloured_atoms(window->presenter()) == 16; }));
    return window;
  }
  static QComboBox* combo(MainWindow& window, const QString& name) {
    for (auto* found : window.inspector().findChildren<QComboBox*>())
      if (found->accessibleName() == name) return found;
    return nullptr;
  }
  static void enter(MainWindow& window, const QString& expression) {
    auto* edit = window.inspector().findChild<QLineEdit*>("expression");
    edit->setText(expression);
    QTest::keyClick(edit, Qt::Key_Return);
  }
};

TEST_F(SelectionTest, TheViewIsColouredByWhatIsChosen) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  EXPECT_EQ(presenter.picture().colouring.title, "Entropy of Zn / k_B");
  presenter.colourBy("coordination");
  ASSERT_TRUE(until([&] { return presenter.wornProperty() == "coordination"; }));
  EXPECT_EQ(presenter.picture().colouring.categories.size(), 5U);
  EXPECT_EQ(test::coloured_atoms(presenter), 16);
  presenter.colourBy("tilt_z");
  ASSERT_TRUE(until([&] { return presenter.wornProperty() == "tilt_z"; }));
  EXPECT_EQ(test::coloured_atoms(presenter), 5 * 32);
  EXPECT_EQ(window->inspector().look().map, render::ColourMap::viridis);
  EXPECT_EQ(window->inspector().look().range_high, 90);
  presenter.colourBy("entropy");
  ASSERT_TRUE(until([&] { return presenter.wornProperty() == "entropy"; }));
  EXPECT_EQ(window->inspector().look().map, render::ColourMap::blue_red);
  EXPECT_EQ(window->inspector().look().range_low, -9);
}

TEST_F(SelectionTest, WhatCannotBeHadIsGreyAndSaysWhy) {
  const auto window = open_dump();
  QComboBox* list = combo(*window, "Colour by");
  ASSERT_NE(list, nullptr);
  const int committee = list->findData("disagreement");
  ASSERT_GE(committee, 0);
  auto* items = qobject_cast<QStandardItemModel*>(list->model());
  EXPECT_FALSE(items->item(committee)->isEnabled());
  EXPECT_TRUE(items->item(committee)->toolTip().contains("the frame has no committee"));
  EXPECT_TRUE(items->item(list->findData("tilt_x"))->isEnabled());
  // Chosen all the same (for the next file, say): a sentence, and no colours of something else.
  window->presenter().colourBy("disagreement");
  EXPECT_TRUE(until([&] { return window->presenter().colourFailure().contains("no committee"); }));
  EXPECT_TRUE(window->presenter().picture().colouring.values.empty());
}

TEST_F(SelectionTest, TheRangeFollowsTheFrameOrAllThatWereSeen) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  QComboBox* range = combo(*window, "Range of the colours");
  ASSERT_NE(range, nullptr);
  const auto choose = [&](ColourRange what) {
    range->setCurrentIndex(static_cast<int>(what));
    Q_EMIT range->activated(range->currentIndex());
  };
  choose(ColourRange::automatic);
  const auto first = range_of(presenter.picture().colouring.values);
  EXPECT_EQ(window->inspector().look().range_low, first->low);
  EXPECT_EQ(window->inspector().look().range_high, first->high);
  presenter.showFrame(9);
  ASSERT_TRUE(until([&] { return presenter.fileIndex() == 9; }));
  const auto ninth = range_of(presenter.picture().colouring.values);
  EXPECT_EQ(window->inspector().look().range_low, ninth->low);
  choose(ColourRange::seen);
  EXPECT_EQ(window->inspector().look().range_low, std::min(first->low, ninth->low));
  EXPECT_EQ(window->inspector().look().range_high, std::max(first->high, ninth->high));
}

TEST_F(SelectionTest, ColoursBelongToTheirOwnFrame) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  int pictures = 0, bare = 0;
  QObject::connect(&presenter, &Presenter::pictureChanged, window.get(), [&] {
    const render::Picture& picture = presenter.picture();
    ++pictures;
    bare += picture.colouring.values.empty();
    if (picture.colouring.values.empty()) return;
    const auto own = analysis::atom_values("entropy", *picture.frame, nullptr);
    for (std::size_t i = 0; i < own.size(); ++i) {
      const double worn = picture.colouring.values[i];
      EXPECT_TRUE(own[i] == worn || (std::isnan(own[i]) && std::isnan(worn))) << i;
    }
  });
  for (std::size_t frame = 0; frame < 11; ++frame) {
    presenter.showFrame(frame);
    ASSERT_TRUE(until([&] { return presenter.fileIndex() == frame; }));
  }
  EXPECT_GE(pictures, 10);
  EXPECT_LE(bare, pictures / 2) << "only where a machine is slow";
}

TEST_F(SelectionTest, ALiveRunWearsItsOwnColours) {
  const auto window = open();
  Presenter& presenter = window->presenter();
  ASSERT_TRUE(runs(*window));
  presenter.colourBy("displacement");
  ASSERT_TRUE(until([&] { return presenter.wornProperty() == "displacement"; }));
  const double start = presenter.shownTime();
  ASSERT_TRUE(until([&] { return presenter.shownTime() > start; }));
  const FramePtr& frame = presenter.picture().frame;
  const auto own = analysis::atom_values("displacement", *frame, presenter.reference().get());
  EXPECT_EQ(own, presenter.picture().colouring.values);
  presenter.colourBy("force");  // frames of a live run have them
  EXPECT_TRUE(until([&] {
    return presenter.wornProperty() == "force" &&
           test::coloured_atoms(presenter) == std::ptrdiff_t(presenter.picture().frame->size());
  }));
}

TEST_F(SelectionTest, AnExpressionSelectsAndAWrongOneSaysWhere) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  enter(*window, "element Zn and coordination == 4");
  ASSERT_TRUE(until([&] { return presenter.selection().size() == 16; }));
  EXPECT_EQ(presenter.picture().selected, presenter.selection().atoms());
  EXPECT_EQ(window->statusLine().findChild<QLabel*>("selected")->text(), "16 atoms selected: Zn16");
  auto* refusal = window->inspector().findChild<QLabel*>("refusal");
  auto* edit = window->inspector().findChild<QLineEdit*>("expression");
  enter(*window, "element Zn and entrpy > -6");
  ASSERT_TRUE(until([&] { return refusal->isVisibleTo(&window->inspector()); }));
  EXPECT_TRUE(refusal->text().contains("did you mean 'entropy'"));
  EXPECT_EQ(edit->selectionStart(), 15);
  EXPECT_EQ(presenter.selection().size(), 16U) << "what was selected stays";
  enter(*window, "selected and id 1:200");
  ASSERT_TRUE(until([&] { return presenter.selection().origin().contains("1:200"); }));
  EXPECT_FALSE(refusal->isVisibleTo(&window->inspector()));
}

TEST_F(SelectionTest, ClicksSelectShiftAddsEscClears) {
  const auto window = open_dump();
  const Selection& selection = window->presenter().selection();
  Q_EMIT window->view().atomPicked(3, false);
  EXPECT_EQ(*selection.atoms(), std::vector<int>{3});
  EXPECT_TRUE(window->inspector().picked().contains("id"));
  Q_EMIT window->view().atomPicked(7, true);
  Q_EMIT window->view().atomPicked(5, true);
  EXPECT_EQ(*selection.atoms(), (std::vector<int>{3, 5, 7}));
  Q_EMIT window->view().atomPicked(5, true);
  EXPECT_EQ(*selection.atoms(), (std::vector<int>{3, 7})) << "once more takes it away";
  Q_EMIT window->view().atomPicked(-1, false);
  EXPECT_EQ(selection.size(), 2U) << "a click beside the atoms keeps them";
  window->actions().invert_selection->trigger();
  EXPECT_EQ(selection.size(), 270U);
  QTest::keyClick(window.get(), Qt::Key_Escape);
  EXPECT_EQ(selection.size(), 0U);
  EXPECT_EQ(window->presenter().picture().selected, nullptr);
}

TEST_F(SelectionTest, ARangeOfAHistogramSelectsItsAtoms) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  window->analyses().open("entropy");
  ASSERT_TRUE(until([&] { return window->analyses().panel("entropy") != nullptr; }));
  ResultPlot& plot = window->analyses().panel("entropy")->plot();
  ASSERT_TRUE(until([&] { return plot.isHistogram() && plot.graphCount() == 1; }));
  QTest::qWait(300);  // drawn once: the axes know their pixels
  const std::vector<double> entropies = presenter.picture().colouring.values;
  const auto all = range_of(entropies);
  const double low = all->low - 1, high = 0.5 * (all->low + all->high);
  const auto pixel = [&](double value) {
    const QRect axes = plot.axisRect()->rect();
    return QPoint(std::clamp(static_cast<int>(plot.xAxis->coordToPixel(value)), axes.left() + 1,
                             axes.right() - 1),
                  axes.center().y());
  };
  QSignalSpy ranges(&plot, &ResultPlot::rangeChosen);
  QTest::mousePress(&plot, Qt::LeftButton, {}, pixel(low));
  QTest::mouseMove(&plot, pixel(0.5 * (low + high)));
  QTest::mouseMove(&plot, pixel(high));
  QTest::mouseRelease(&plot, Qt::LeftButton, {}, pixel(high));
  ASSERT_EQ(ranges.count(), 1);
  EXPECT_LT(ranges[0][0].toDouble(), all->low);
  EXPECT_GT(ranges[0][1].toDouble(), all->low);
  std::vector<int> expected;
  const double end = plot.xAxis->pixelToCoord(pixel(high).x());
  for (std::size_t i = 0; i < entropies.size(); ++i)
    if (entropies[i] <= end) expected.push_back(static_cast<int>(i));
  ASSERT_FALSE(expected.empty());
  ASSERT_NE(presenter.selection().atoms(), nullptr);
  EXPECT_EQ(*presenter.selection().atoms(), expected);
  EXPECT_TRUE(presenter.selection().origin().startsWith("entropy from"));
  // Their part is drawn over the whole.
  ASSERT_EQ(plot.graphCount(), 2);
  EXPECT_EQ(plot.graph(1)->name(), "selected");
  window->actions().clear_selection->trigger();
  EXPECT_EQ(plot.graphCount(), 1);
}

TEST_F(SelectionTest, OtherAtomsAreNotTheOnesThatWereSelected) {
  const auto window = open_dump();
  Presenter& presenter = window->presenter();
  presenter.selection().set({1, 2, 200});
  presenter.openFile(test::write_frames(path("small.xyz"), 2));
  ASSERT_TRUE(until([&] { return presenter.picture().frame->size() == 13; }));
  EXPECT_EQ(presenter.selection().size(), 0U);
}

TEST_F(SelectionTest, TheMenuOffersTheSameAndTheKeyOpensTheList) {
  const auto window = open_dump();
  QMenu* colour_menu = nullptr;
  for (QMenu* menu : window->findChildren<QMenu*>())
    if (menu->title() == "&Colour by") colour_menu = menu;
  ASSERT_NE(colour_menu, nullptr);
  Q_EMIT colour_menu->aboutToShow();
  const auto find = [&](const QString& begin) -> QAction* {
    for (QAction* action : colour_menu->actions())
      if (action->text().startsWith(begin)) return action;
    return nullptr;
  };
  ASSERT_NE(find("Disagreement"), nullptr);
  EXPECT_FALSE(find("Disagreement")->isEnabled());
  EXPECT_TRUE(find("Force")->isEnabled());
  EXPECT_TRUE(find("Entropy of Zn")->isChecked());
  find("Species")->trigger();
  EXPECT_TRUE(until([&] { return window->presenter().wornProperty() == "element"; }));
  window->actions().colour_by->trigger();
  QComboBox* list = combo(*window, "Colour by");
  EXPECT_TRUE(until([&] { return list->view()->isVisible(); }));
  list->hidePopup();
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
