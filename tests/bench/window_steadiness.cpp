// How steady the window is, as its users feel it; every figure is printed.
//   tests/with_display build/bench/tests/bench/window_steadiness [live|large|scrub|memory|memory-small ...]
// live    2,176 atoms run on all cores: how long the interface's thread blocks, how long an input
//         takes to be painted, what the view costs the run at rest and in motion (by turns, in one
//         run, against a hidden view);
// large   139,264 atoms turned by the mouse: frames/s;
// scrub   a recorded trajectory of 17,408 atoms: from asking for a frame until it is painted;
// memory, memory-small  100,000 live steps of 2,176 or of 272 atoms: resident memory along the way.
#include <fmt/core.h>
#include <unistd.h>

#include <QDockWidget>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "app/runs.h"
#include "sim/io/h5md.h"
#include "sim/io/write.h"
#include "tests/bench/live_window.h"
#include "widgets/vtk_view.h"

namespace {

using namespace vitrine;
using bench::median;
using bench::quantile;
using bench::wait;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Asks the interface's thread for a sign of life every few milliseconds, one at a time, and notes
/// how long each took to come.
class Heartbeat {
 public:
  Heartbeat()
      : thread_([this](std::stop_token stop) {
          while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            if (asked_.exchange(true)) continue;
            QMetaObject::invokeMethod(
                &here_,
                [this, start = Clock::now()] {
                  delays_.push_back(milliseconds_since(start));
                  asked_ = false;
                },
                Qt::QueuedConnection);
          }
        }) {}
  const std::vector<double>& stop() {  ///< milliseconds
    thread_.request_stop();
    thread_.join();
    QCoreApplication::processEvents();
    return delays_;
  }

 private:
  QObject here_;
  std::atomic<bool> asked_ = false;
  std::vector<double> delays_;
  std::jthread thread_;
};

/// A hand that turns the view without a rest: the next move comes when the one before is painted,
/// but no sooner than a mouse would send it.
class Hand {
 public:
  explicit Hand(widgets::MainWindow& window)
      : window_(window), canvas_(window.view().findChild<widgets::VtkCanvas*>()) {
    send(QEvent::MouseButtonPress);
    connection_ = QObject::connect(&window.view(), &widgets::View3d::drawn, [this](double) {
      if (!moved_) return;
      delays_.push_back(milliseconds_since(sent_));
      moved_ = false;
      QTimer::singleShot(16, &here_, [this] { move(); });
    });
    move();
  }
  ~Hand() {
    QObject::disconnect(connection_);
    send(QEvent::MouseButtonRelease);
  }
  const std::vector<double>& delays() const { return delays_; }  ///< milliseconds, of each move

 private:
  void move() {
    step_ += 7;
    moved_ = true;
    sent_ = Clock::now();
    send(QEvent::MouseMove);
  }
  void send(QEvent::Type type) {
    const QPointF place(100 + step_ % 200, 150 + step_ % 90);
    QMouseEvent event(type, place, canvas_->mapToGlobal(place), Qt::LeftButton,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                      Qt::NoModifier);
    QApplication::sendEvent(canvas_, &event);
  }

  QObject here_;
  widgets::MainWindow& window_;
  QWidget* canvas_;
  QMetaObject::Connection connection_;
  std::vector<double> delays_;
  Clock::time_point sent_;
  bool moved_ = false;
  int step_ = 0;
};

bool wait_until(const std::function<bool()>& condition, double seconds) {
  const auto start = Clock::now();
  while (!condition() && milliseconds_since(start) < 1e3 * seconds) wait(0.02);
  return condition();
}

double steps_per_second(widgets::MainWindow& window, double seconds) {
  wait(2);  // what was hidden or shown has settled
  const auto& feed = window.presenter().feed();
  const auto step = feed.status().step;
  const auto start = Clock::now();
  wait(seconds);
  return 1e3 * static_cast<double>(feed.status().step - step) / milliseconds_since(start);
}

void live(bench::Home& home) {
  constexpr double seconds = 12;
  constexpr int turns = 5;
  widgets::WindowOptions options;
  options.demo = "demo";
  const auto window = home.open(options);
  if (!wait_until([&] { return window->presenter().feed().status().step > 0; }, 60)) return;
  wait(5);
  {
    Heartbeat heart;
    wait(2 * seconds);
    const std::vector<double> rest = heart.stop();
    fmt::print(
        "interface blocked, all panels open, view at rest: {:.1f} ms (median), {:.1f} (99 %), "
        "{:.1f} (longest of {})\n",
        median(rest), quantile(rest, 0.99), quantile(rest, 1), rest.size());
  }
  {
    Heartbeat heart;
    const Hand hand(*window);
    wait(2 * seconds);
    const std::vector<double> moving = heart.stop();
    fmt::print(
        "interface blocked, all panels open, view in motion: {:.1f} ms (median), {:.1f} "
        "(99 %), {:.1f} (longest of {})\n",
        median(moving), quantile(moving, 0.99), quantile(moving, 1), moving.size());
    fmt::print("input until painted: {:.1f} ms (median), {:.1f} (99 %); {:.1f} pictures/s\n",
               median(hand.delays()), quantile(hand.delays(), 0.99),
               static_cast<double>(hand.delays().size()) / (2 * seconds));
  }
  for (const char* name : {"poles", "pairs", "map"}) window->findChild<QDockWidget*>(name)->hide();
  std::vector<double> at_rest, in_motion;
  for (int turn = 0; turn < turns; ++turn) {
    window->viewDock().hide();
    const double hidden = steps_per_second(*window, seconds);
    window->viewDock().show();
    const double rest = steps_per_second(*window, seconds);
    const Hand hand(*window);
    const double motion = steps_per_second(*window, seconds);
    at_rest.push_back(rest / hidden);
    in_motion.push_back(motion / hidden);
    fmt::print("steps/s: view hidden {:.1f}, at rest {:.1f}, in motion {:.1f}\n", hidden, rest,
               motion);
    std::fflush(stdout);
  }
  fmt::print("the run against one with a hidden view: at rest {:+.1f} %, in motion {:+.1f} %\n",
             100 * (median(at_rest) - 1), 100 * (median(in_motion) - 1));
}

FramePtr crystal(int times) {
  return std::make_shared<const Frame>(
      replicate(*app::load_structure("zif-4"), times, times, times));
}

void large(bench::Home& home) {
  const FramePtr frame = crystal(8);
  const std::filesystem::path file = home.path() / "large.xyz";
  io::write_extended_xyz(file, {frame});
  widgets::WindowOptions options;
  options.files = {file};
  const auto window = home.open(options);
  const auto coloured = [&] { return !window->presenter().picture().colouring.values.empty(); };
  if (!wait_until(coloured, 120)) return;
  wait(3);
  const Hand hand(*window);
  constexpr double seconds = 15;
  wait(seconds);
  fmt::print("{} atoms turned by the mouse: {:.1f} pictures/s, {:.0f} ms from input to picture\n",
             frame->size(), static_cast<double>(hand.delays().size()) / seconds,
             median(hand.delays()));
}

void scrub(bench::Home& home) {
  const FramePtr frame = crystal(4);
  const std::filesystem::path file = home.path() / "scrub.h5";
  constexpr int frames = 200;
  std::mt19937 random(1);
  {
    io::H5mdWriter writer(file, frame->topology, {});
    std::normal_distribution<double> swing(0, 0.05);
    for (int k = 0; k < frames; ++k) {
      Frame moved = *frame;
      moved.time = 0.1 * k;
      moved.step = 400 * k;
      for (Vec3& r : moved.positions) r += Vec3(swing(random), swing(random), swing(random));
      writer.add(moved);
    }
    writer.close();
  }
  widgets::WindowOptions options;
  options.files = {file};
  const auto window = home.open(options);
  widgets::Presenter& presenter = window->presenter();
  if (!wait_until([&] { return presenter.picture().frame != nullptr; }, 60)) return;
  wait(10);  // densities and events of all frames have been read
  std::vector<double> delays;
  QEventLoop painted;
  std::size_t wanted = 0;
  QObject::connect(&window->view(), &widgets::View3d::drawn, &painted, [&] {
    if (presenter.fileIndex() == wanted) painted.quit();
  });
  for (int turn = 0; turn < 100; ++turn) {
    do wanted = random() % frames;
    while (wanted == presenter.fileIndex());
    const auto start = Clock::now();
    presenter.showFrame(wanted);
    QTimer::singleShot(5000, &painted, &QEventLoop::quit);
    painted.exec();
    delays.push_back(milliseconds_since(start));
    wait(0.15);
  }
  fmt::print("{} atoms, a frame asked for until painted: {:.0f} ms (median), {:.0f} (95 %)\n",
             frame->size(), median(delays), quantile(delays, 0.95));
}

/// Megabytes.
double resident() {
  std::ifstream statm("/proc/self/statm");
  long pages = 0, in_memory = 0;
  statm >> pages >> in_memory;
  return static_cast<double>(in_memory) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

void memory(bench::Home& home, const std::string& demo) {
  widgets::WindowOptions options;
  options.demo = demo;
  // A held temperature without an end; frames are recorded seldom, since each stays in memory.
  const auto window = home.open(options, {"record_interval_ps=5", "crystal.duration_ps=1000"});
  const auto& feed = window->presenter().feed();
  if (!wait_until([&] { return feed.exists() && feed.status().step > 0; }, 60)) return;
  fmt::print("{} atoms\n", window->presenter().picture().frame->size());
  constexpr std::int64_t steps = 100'000;
  for (std::int64_t mark = steps / 10; mark <= steps; mark += steps / 10) {
    if (!wait_until([&] { return feed.status().step >= mark || feed.isOver(); }, 900)) return;
    fmt::print("step {}: {:.1f} MB resident\n", feed.status().step, resident());
    std::fflush(stdout);
    if (feed.isOver()) return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  bench::Home home;
  QApplication application(argc, argv);
  const std::vector<std::string> asked(argv + 1, argv + argc);
  const auto wanted = [&](const char* name) {
    return asked.empty() || std::find(asked.begin(), asked.end(), name) != asked.end();
  };
  if (wanted("live")) live(home);
  if (wanted("large")) large(home);
  if (wanted("scrub")) scrub(home);
  if (wanted("memory")) memory(home, "demo");
  if (wanted("memory-small")) memory(home, "demo-small");
}
