// A monkey at the window: random clicks, drags, wheels, keys and actions, with dialogs and menus as
// they come, and windows closed at random moments. What it has to say is that nothing crashes,
// which counts most under a sanitizer. VITRINE_MONKEY_SECONDS gives it longer, VITRINE_MONKEY_SEED
// another course; the seed is printed.
#include <gtest/gtest.h>

#include <QAction>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <random>

#include "tests/widgets/window_fixture.h"

namespace vitrine::widgets {
namespace {

int from_environment(const char* name, int otherwise) {
  bool is_number = false;
  const int value = qEnvironmentVariableIntValue(name, &is_number);
  return is_number ? value : otherwise;
}

class Monkey : public QObject {
 public:
  Monkey(MainWindow& window, unsigned seed) : window_(window), random_(seed) { act(); }
  int deeds() const { return deeds_; }

 private:
  int any(int below) { return std::uniform_int_distribution(0, std::max(below - 1, 0))(random_); }
  template <class T>
  T* one_of(const QList<T*>& things) {
    return things.isEmpty() ? nullptr : things[any(int(things.size()))];
  }

  void act() {
    // First of all, and each time anew: what it does may open a loop of its own (a menu, a dialog).
    QTimer::singleShot(3, this, &Monkey::act);
    ++deeds_;
    // Nothing stays open for ever: a nested loop would keep the test from its end.
    if (QWidget* popup = QApplication::activePopupWidget(); popup && any(4) == 0) {
      popup->close();
      return;
    }
    if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
        dialog && any(12) == 0)
      return dialog->reject();
    QWidget* top = QApplication::activePopupWidget();
    if (!top) top = QApplication::activeModalWidget();
    if (!top) top = &window_;
    switch (any(10)) {
      case 0:
        return trigger();
      case 1:
      case 2:
        return type(*top);
      case 3:
        return roll(*top);
      case 4:
        if (any(20) == 0) window_.resize(700 + any(900), 500 + any(500));
        return;
      default:
        return point(*top);
    }
  }

  void trigger() {
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget()) return;
    QAction* action = one_of(window_.findChildren<QAction*>());
    if (action && action != window_.actions().quit && action->isEnabled()) action->trigger();
  }

  void type(QWidget& top) {
    static constexpr int keys[] = {Qt::Key_Space,  Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Home,
                                   Qt::Key_End,    Qt::Key_Tab,    Qt::Key_Return, Qt::Key_Escape,
                                   Qt::Key_Delete, Qt::Key_1,      Qt::Key_9,      Qt::Key_Minus,
                                   Qt::Key_B,      Qt::Key_M,      Qt::Key_S,      Qt::Key_K,
                                   Qt::Key_L,      Qt::Key_PageUp, Qt::Key_Up,     Qt::Key_Down};
    static constexpr Qt::KeyboardModifiers with[] = {Qt::NoModifier, Qt::NoModifier,
                                                     Qt::ShiftModifier, Qt::ControlModifier};
    QWidget* target = QApplication::focusWidget();
    if (!target || !target->isVisible()) target = &top;
    QTest::keyClick(target, static_cast<Qt::Key>(keys[any(std::size(keys))]),
                    with[any(std::size(with))]);
  }

  QWidget* victim(QWidget& top) {
    QList<QWidget*> seen;
    for (auto* child : top.findChildren<QWidget*>())
      if (child->isVisible() && child->isEnabled()) seen << child;
    QWidget* widget = one_of(seen);
    return widget ? widget : &top;
  }
  QPoint place(const QWidget& widget) { return {any(widget.width()), any(widget.height())}; }

  void point(QWidget& top) {
    const QPointer<QWidget> widget = victim(top);
    const auto button = any(5) == 0 ? Qt::RightButton : Qt::LeftButton;
    const Qt::KeyboardModifiers keys = any(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
    const QPoint at = place(*widget), to = place(*widget);
    switch (any(4)) {
      case 0:
        QTest::mouseDClick(widget, Qt::LeftButton, keys, at);
        return;
      case 1: {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, widget->mapToGlobal(at));
        QApplication::sendEvent(widget, &event);
        return;
      }
      case 2:
        QTest::mouseClick(widget, button, keys, at);
        return;
      default:
        QTest::mousePress(widget, button, keys, at);
        if (widget) {
          QMouseEvent move(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton, button,
                           keys);
          QApplication::sendEvent(widget, &move);
        }
        if (widget) QTest::mouseRelease(widget, button, keys, to);
    }
  }

  void roll(QWidget& top) {
    const QPointer<QWidget> widget = victim(top);
    const QPoint at = place(*widget);
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, any(2) == 0 ? 120 : -120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
  }

  MainWindow& window_;
  std::mt19937 random_;
  int deeds_ = 0;
};

class MonkeyTest : public test::WindowTest {
 protected:
  void SetUp() override { ASSERT_TRUE(QDir::setCurrent(folder_.path())); }
  void TearDown() override { QDir::setCurrent("/"); }
  static unsigned seed() {
    const int seed = from_environment("VITRINE_MONKEY_SEED", int(std::random_device{}() >> 1));
    std::printf("VITRINE_MONKEY_SEED=%d\n", seed);
    std::fflush(stdout);
    return static_cast<unsigned>(seed);
  }
};

TEST_F(MonkeyTest, PlaysWithTheWindowAndBreaksNothing) {
  WindowOptions options;
  options.files = {test::write_frames(path("frames.xyz"), 6)};
  options.runs_folder = folder_.filePath("runs").toStdString();
  const auto window = open(options);
  Monkey monkey(*window, seed());
  const int seconds = from_environment("VITRINE_MONKEY_SECONDS", 8);
  QTest::qWait(1000 * seconds);
  EXPECT_GT(monkey.deeds(), 100);
  window->close();
}

TEST_F(MonkeyTest, ClosesWindowsAtRandomMoments) {
  std::mt19937 random(seed());
  const int windows = std::max(8, from_environment("VITRINE_MONKEY_SECONDS", 8) / 2);
  for (int n = 0; n < windows; ++n) {
    WindowOptions options;
    if (n % 3 == 1) options.files = {test::write_frames(path("frames.xyz"), 6)};
    if (n % 3 == 2) options.demo = "breaks";
    const auto window = open(options);
    const Monkey monkey(*window, random());
    QTest::qWait(std::uniform_int_distribution(0, 900)(random));
    window->close();
  }
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
