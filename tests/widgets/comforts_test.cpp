// What makes the window one's own: a palette that finds every command and says why one is greyed,
// shortcuts that can be changed and conflict in words, type for a projector, preferences that are
// remembered, and a welcome that keeps the demonstration waiting.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTreeWidget>

#include "tests/widgets/window_fixture.h"
#include "widgets/analysis_panels.h"
#include "widgets/command_palette.h"
#include "widgets/custom_plot.h"
#include "widgets/fuzzy.h"
#include "widgets/inspector.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plot.h"
#include "widgets/preferences.h"
#include "widgets/run_tree.h"
#include "widgets/shortcuts.h"
#include "widgets/status_line.h"
#include "widgets/theme.h"
#include "widgets/welcome.h"

namespace vitrine::widgets {
namespace {

TEST(Fuzzy, FindsLettersInTheirOrder) {
  EXPECT_TRUE(fuzzy_score("brh", "Run › Branch here"));
  EXPECT_TRUE(fuzzy_score("BRANCH H", "Run › Branch here"));
  EXPECT_FALSE(fuzzy_score("hb", "Branch h"));
  EXPECT_FALSE(fuzzy_score("x", ""));
  EXPECT_TRUE(fuzzy_score("", "anything"));
}

TEST(Fuzzy, PrefersBeginningsAndNeighbours) {
  EXPECT_GT(*fuzzy_score("pd", "Pair distribution"), *fuzzy_score("pd", "Loop inside"));
  EXPECT_GT(*fuzzy_score("pause", "Run › Pause"), *fuzzy_score("pause", "Pair angles unseen"));
  EXPECT_GT(*fuzzy_score("open", "Open"), *fuzzy_score("open", "Open recent"));
}

class ComfortsTest : public test::WindowTest {
 protected:
  void SetUp() override { QSettings().clear(); }
  void TearDown() override {
    QSettings().clear();
    set_type(1, {});
    apply_theme(ThemeChoice::light);
  }
  std::unique_ptr<MainWindow> show(int demo_delay = -1) {
    WindowOptions options;
    options.start_demo = demo_delay >= 0;
    options.demo_delay = demo_delay;
    return open(options);
  }
  template <class Dialog>
  static Dialog* opened(MainWindow& window, QAction* action) {
    action->trigger();
    EXPECT_TRUE(until([&] { return window.findChild<Dialog*>() != nullptr; }));
    return window.findChild<Dialog*>();
  }
};

TEST_F(ComfortsTest, ThePaletteFindsAndDoes) {
  const auto window = show();
  auto* palette = opened<CommandPalette>(*window, window->actions().command_palette);
  QTest::keyClicks(&palette->line(), "pair dist");
  EXPECT_GE(palette->list().count(), 1);
  palette->line().clear();
  QTest::keyClicks(&palette->line(), "lrgtyp");
  QTest::keyClick(&palette->line(), Qt::Key_Return);
  EXPECT_TRUE(until([&] { return window->actions().large_type->isChecked(); }));
}

TEST_F(ComfortsTest, ThePaletteOpensEveryAnalysis) {
  const auto window = show();
  const auto commands = commands_of(*window->menuBar());
  for (const analysis::AnalysisInfo& info : analysis::registry()) {
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const Command& command) {
      return command.title.endsWith(QString::fromStdString(info.title));
    });
    ASSERT_NE(found, commands.end()) << info.title;
    found->run();
    EXPECT_FALSE(window->analyses().dock(info.id)->isHidden()) << info.id;
  }
}

TEST_F(ComfortsTest, WhatIsGreyedSaysWhy) {
  const auto window = show();
  QTest::qWait(300);
  for (const Command& command : commands_of(*window->menuBar()))
    if (command.title == "Run › Pause") {
      EXPECT_EQ(command.obstacle, "no run is going on");
    }
  for (QAction* action : window->QWidget::actions())
    if (!action->isEnabled() && !action->objectName().isEmpty()) {
      EXPECT_FALSE(action->property("needs").toString().isEmpty())
          << qPrintable(action->objectName());
    }
}

TEST_F(ComfortsTest, ShortcutsAreChangedAndRemembered) {
  {
    const auto window = show();
    Shortcuts& shortcuts = window->shortcuts();
    QAction* branch = window->actions().branch;
    EXPECT_TRUE(shortcuts.conflict(branch, QKeySequence("Ctrl+O")).contains("Open"));
    shortcuts.set(branch, QKeySequence("Ctrl+O"));
    EXPECT_EQ(branch->shortcut(), QKeySequence("Ctrl+B")) << "it is another one's";
    EXPECT_FALSE(shortcuts.conflict(branch, QKeySequence("Space")).isEmpty());
    shortcuts.set(branch, QKeySequence("Ctrl+J"));
    EXPECT_TRUE(branch->toolTip().endsWith("(Ctrl+J)"));
  }
  const auto window = show();
  EXPECT_EQ(window->actions().branch->shortcut(), QKeySequence("Ctrl+J"));
  window->shortcuts().resetAll();
  EXPECT_EQ(window->actions().branch->shortcut(), QKeySequence("Ctrl+B"));
  EXPECT_TRUE(QSettings().value("shortcuts/Branch here").isNull());
}

TEST_F(ComfortsTest, NoTwoActionsShareAShortcutOrAName) {
  const auto window = show();
  QStringList names;
  for (QAction* action : window->shortcuts().actions()) {
    EXPECT_EQ(window->shortcuts().conflict(action, action->shortcut()).toStdString(), "");
    EXPECT_FALSE(names.contains(action->objectName())) << qPrintable(action->objectName());
    names << action->objectName();
  }
}

TEST_F(ComfortsTest, PreferencesStay) {
  const auto window = show();
  auto* dialog = opened<PreferencesDialog>(*window, window->actions().preferences);
  dialog->findChild<QSpinBox*>("type")->setValue(150);
  auto* theme_box = dialog->findChild<QComboBox*>("theme");
  theme_box->setCurrentIndex(2);
  Q_EMIT theme_box->activated(2);
  EXPECT_TRUE(theme().dark);
  dialog->findChild<QSpinBox*>("threads")->setValue(3);
  const Preferences stored = Preferences::stored();
  EXPECT_EQ(stored.theme, "dark");
  EXPECT_EQ(stored.type_percent, 150);
  EXPECT_EQ(stored.threads, 3);
}

TEST_F(ComfortsTest, TheDialogRefusesKeysThatAreTaken) {
  const auto window = show();
  auto* dialog = opened<PreferencesDialog>(*window, window->actions().preferences);
  auto* list = dialog->findChild<QTreeWidget*>("shortcuts");
  const auto row = int(window->shortcuts().actions().indexOf(window->actions().branch));
  list->setCurrentItem(list->topLevelItem(row));
  auto* keys = dialog->findChild<QKeySequenceEdit*>("keys");
  keys->setKeySequence(QKeySequence("Ctrl+O"));
  Q_EMIT keys->editingFinished();
  EXPECT_TRUE(dialog->findChild<QLabel*>("conflict")->text().contains("Ctrl+O"));
  EXPECT_EQ(list->topLevelItem(row)->text(1), "Ctrl+B");
}

TEST_F(ComfortsTest, NonsenseInTheSettingsIsAsUsual) {
  QSettings().setValue("theme", "purple");
  QSettings().setValue("type_percent", 100000);
  QSettings().setValue("threads", -4);
  QSettings().setValue("shortcuts/Branch here", "Ctrl+O");
  const Preferences stored = Preferences::stored();
  EXPECT_EQ(stored.theme, "system");
  EXPECT_EQ(stored.type_percent, 100);
  EXPECT_EQ(stored.threads, 0);
  const auto window = show();
  EXPECT_EQ(window->actions().branch->shortcut(), QKeySequence("Ctrl+B"));
}

TEST_F(ComfortsTest, LargeTypeTakesEffectAtOnceAndGoes) {
  const auto window = show();
  const auto sizes = [&] {
    const QWidget* parts[] = {&window->inspector(), &window->runs(), window->menuBar(),
                              &window->statusLine(), &window->viewDock()};
    std::vector<double> all{window->timeline()
                                .plot()
                                .axisRect(0)
                                ->axis(QCPAxis::atBottom)
                                ->tickLabelFont()
                                .pointSizeF()};
    for (const QWidget* part : parts) all.push_back(part->font().pointSizeF());
    for (const QLabel* label : window->findChildren<QLabel*>())  // some with a font of their own
      all.push_back(label->font().pointSizeF());
    return all;
  };
  const std::vector<double> before = sizes();
  const auto expect_times = [&](double factor) {
    QTest::qWait(300);
    const std::vector<double> now = sizes();
    ASSERT_EQ(now.size(), before.size());
    for (std::size_t i = 0; i < now.size(); ++i)
      EXPECT_NEAR(now[i], factor * before[i], 0.01) << "part " << i;
  };
  window->actions().large_type->trigger();
  EXPECT_TRUE(Preferences::stored().large_type);
  expect_times(Preferences::large);
  apply_theme(ThemeChoice::dark);
  expect_times(Preferences::large);
  window->actions().large_type->trigger();
  EXPECT_FALSE(Preferences::stored().large_type);
  expect_times(1);
}

TEST_F(ComfortsTest, AnotherFamilyTakesEffectAtOnceAndGoes) {
  const auto window = show();
  const QString usual = window->font().family();
  const QStringList families = PreferencesDialog::families();
  const auto other = std::find_if(families.begin(), families.end(),
                                  [&](const QString& family) { return family != usual; });
  if (other == families.end()) GTEST_SKIP() << "this machine has one family of type only";
  Preferences changed;
  changed.type_family = *other;
  changed.store();
  EXPECT_EQ(Preferences::stored().type_family, *other);
  const auto labels = window->statusLine().findChildren<QLabel*>();
  ASSERT_FALSE(labels.isEmpty());
  set_type(1, *other);
  for (const QLabel* label : labels) EXPECT_EQ(label->font().family(), *other);
  EXPECT_EQ(window->menuBar()->font().family(), *other);
  set_type(1, {});
  for (const QLabel* label : labels) EXPECT_EQ(label->font().family(), usual);
}

TEST_F(ComfortsTest, LargeTypeIsThatOfTheNextWindowToo) {
  show()->actions().large_type->trigger();
  const auto window = show();
  EXPECT_TRUE(window->actions().large_type->isChecked());
}

TEST_F(ComfortsTest, TheAboutBoxCopiesItsVersions) {
  const auto window = show();
  auto* box = opened<QMessageBox>(*window, window->actions().about);
  box->findChild<QPushButton*>("copy")->click();
  EXPECT_TRUE(box->isVisible());
  EXPECT_TRUE(QApplication::clipboard()->text().contains(qVersion()));
}

TEST_F(ComfortsTest, TheDemonstrationBeginsByItself) {
  const auto window = show(1);
  EXPECT_TRUE(window->welcome().counting());
  EXPECT_FALSE(window->presenter().feed().exists());
  EXPECT_TRUE(runs(*window));
}

TEST_F(ComfortsTest, AKeyKeepsTheDemonstrationWaiting) {
  const auto window = show(1);
  ASSERT_TRUE(window->welcome().counting());
  QTest::keyClick(window.get(), Qt::Key_Shift);
  EXPECT_FALSE(window->welcome().counting());
  QTest::qWait(1300);
  EXPECT_FALSE(window->presenter().feed().exists() || window->presenter().feed().starting());
  EXPECT_TRUE(window->welcome().isVisible());
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
