// What stands on the window's timeline to be jumped to: bookmarks and events.
#include <QStackedWidget>

#include "widgets/main_window.h"
#include "widgets/panels/file_timeline.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/panels/timeline_marks.h"

namespace vitrine::widgets {

void MainWindow::connectMarks() {
  for (TimelineMarks* marks : {&run_timeline_->marks(), &file_timeline_->marks()}) {
    connect(marks, &TimelineMarks::chosen, this, [this](double at, const std::vector<int>& atoms) {
      goToPlace(at);
      if (!atoms.empty()) presenter_.selection().set(atoms);
    });
    connect(marks, &TimelineMarks::renamed, &bookmarks_, &Bookmarks::rename);
    connect(marks, &TimelineMarks::removed, &bookmarks_, &Bookmarks::remove);
    connect(&bookmarks_, &Bookmarks::changed, marks,
            [this, marks] { marks->showBookmarks(bookmarks_.all()); });
  }
  connect(&presenter_, &Presenter::eventsChanged, this, &MainWindow::showEvents);
}

void MainWindow::showEvents() {
  const FramePtr& frame = presenter_.picture().frame;
  const TopologyPtr topology = frame ? frame->topology : nullptr;
  run_timeline_->marks().showEvents(presenter_.events(), topology);
  file_timeline_->marks().showEvents(presenter_.events(), topology);
}

double MainWindow::shownPlace() const {
  return timelines_->currentWidget() == file_timeline_
             ? static_cast<double>(presenter_.fileIndex() + 1)
             : presenter_.shownTime();
}

void MainWindow::goToPlace(double at) {
  if (timelines_->currentWidget() == file_timeline_)
    presenter_.showFrame(static_cast<std::size_t>(std::max(at, 1.0)) - 1);
  else
    presenter_.showTime(at);
}

void MainWindow::goToMark(bool forward) {
  const bool frames = timelines_->currentWidget() == file_timeline_;
  const double here = shownPlace();
  constexpr double same = 1e-6;  // ps or frames
  std::optional<double> next;
  const auto consider = [&](double at) {
    const bool lies_ahead = forward ? at > here + same : at < here - same;
    if (lies_ahead && (!next || (forward ? at < *next : at > *next))) next = at;
  };
  for (const Bookmark& bookmark : bookmarks_.all()) consider(bookmark.at);
  for (const StructureEvent& event : presenter_.events())
    if (event.kind == StructureEvent::Kind::ring_broken)
      consider(frames ? static_cast<double>(event.frame + 1) : event.time);
  if (next) goToPlace(*next);
}

}  // namespace vitrine::widgets
