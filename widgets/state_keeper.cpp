#include "widgets/state_keeper.h"

#include <QAction>
#include <QMainWindow>
#include <QTimer>
#include <algorithm>

#include "widgets/analysis_panels.h"
#include "widgets/colour_controls.h"
#include "widgets/inspector.h"
#include "widgets/panels/entropy_roi.h"
#include "widgets/presenter.h"
#include "widgets/run_tree.h"
#include "widgets/scalar_tracks.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;

bool is_file(const path& file) {
  std::error_code none;
  return std::filesystem::exists(file, none);
}

TopologyPtr atoms_of(const Presenter& presenter) {
  const FramePtr& frame = presenter.picture().frame;
  return frame ? frame->topology : nullptr;
}

}  // namespace

bool same_atoms(const TopologyPtr& a, const TopologyPtr& b) {
  return a == b || (a && b && a->elements == b->elements);
}

StateKeeper::StateKeeper(const Parts& parts) : QObject(&parts.window), parts_(parts) {
  connect(&parts_.presenter, &Presenter::opened, this, &StateKeeper::arrive);
  connect(&parts_.presenter, &Presenter::openingChanged, this, [this](double progress) {
    if (progress >= 0 || !coming_) return;
    // It could not be opened, or was cancelled, unless it is on the screen soon.
    constexpr int soon = 1000;  // ms
    QTimer::singleShot(soon, this, [this, serial = serial_] {
      if (serial == serial_) coming_.reset();
    });
  });
}

ViewState StateKeeper::view() const {
  const Selection& selection = parts_.presenter.selection();
  return {parts_.inspector.look(),
          parts_.inspector.imagesChosen(),
          parts_.presenter.colouredBy(),
          parts_.inspector.colours().looks(),
          selection.atoms(),
          selection.origin(),
          parts_.view.camera(),
          parts_.analyses.states(),
          dock_layout(parts_.window),
          parts_.tracks.chosen(),
          atoms_of(parts_.presenter)};
}

Contents StateKeeper::contents() const {
  const Presenter& presenter = parts_.presenter;
  Contents contents;
  contents.files = parts_.runs.files();
  contents.compared = presenter.comparison().origin().file;
  contents.compared_at = presenter.comparison().origin().at;
  contents.map_points = parts_.map.added();
  contents.two_views = parts_.two_views.isChecked();
  if (presenter.source() == Source::file) {
    contents.shown = presenter.file()->path;
    contents.frame = presenter.fileIndex();
  } else if (presenter.feed().exists()) {
    contents.shown = presenter.feed().run().record;
    contents.time = presenter.shownTime();
  }
  const LiveFeed& feed = presenter.feed();
  contents.was_running = feed.exists() && !feed.isOver() && !feed.run().record.empty() &&
                         contents.shown == feed.run().record;
  return contents;
}

void StateKeeper::setTaste(const ViewState& view) {
  parts_.inspector.setLook(view.look, view.images_chosen);
  parts_.presenter.colourBy(view.property);
  if (parts_.inspector.colours().looks() != view.colours)
    parts_.inspector.colours().setLooks(view.colours);
  parts_.analyses.setStates(view.panels);
  parts_.tracks.choose(view.timeline);
}

void StateKeeper::setView(const ViewState& view) {
  const bool same = same_atoms(view.atoms, atoms_of(parts_.presenter));
  ViewState taste = view;
  if (!same) {
    taste.images_chosen = parts_.inspector.imagesChosen();
    std::copy_n(parts_.inspector.look().images, 3, taste.look.images);
  }
  setTaste(taste);
  if (same) select(view);
  setCamera(view);
  if (!same_arrangement(dock_layout(parts_.window), view.layout))
    set_dock_layout(parts_.window, view.layout);
}

void StateKeeper::select(const ViewState& view) {
  Selection& selection = parts_.presenter.selection();
  std::vector<int> atoms = view.selected ? *view.selected : std::vector<int>();
  const TopologyPtr there = atoms_of(parts_.presenter);
  std::erase_if(atoms, [&](int atom) { return !there || std::size_t(atom) >= there->size(); });
  const bool nothing = atoms.empty() && !selection.atoms();
  if (!nothing && view.selected != selection.atoms())
    selection.set(std::move(atoms), view.selected_by);
}

void StateKeeper::setCamera(const ViewState& view) {
  if (!view.camera) return;
  const auto now = parts_.view.camera();
  if (!now || !same_pose(*now, *view.camera)) parts_.view.setCamera(*view.camera);
}

void StateKeeper::setState(const WindowState& state) {
  setTaste(state.view);
  if (state.view.layout.exists()) set_dock_layout(parts_.window, state.view.layout);
  QStringList gone;
  std::vector<path> there;
  for (const path& file : state.contents.files)
    if (is_file(file))
      there.push_back(file);
    else
      gone << QString::fromStdString(file.filename().string());
  const path& compared = state.contents.compared;
  const bool compares = is_file(compared);
  if (!compares && !compared.empty()) gone << QString::fromStdString(compared.filename().string());
  gone.removeDuplicates();
  parts_.runs.setFiles(there);
  if (!gone.isEmpty()) Q_EMIT missing(tr("Not there any more: %1").arg(gone.join(", ")));
  parts_.map.setAdded(state.contents.map_points);
  if (compares) {
    parts_.presenter.compareWith(compared, state.contents.compared_at);
    parts_.two_views.setChecked(state.contents.two_views);
  } else {
    parts_.presenter.stopComparing();
  }
  coming_.reset();
  if (!is_file(state.contents.shown)) return;
  coming_ = state;
  ++serial_;
  parts_.presenter.openFile(state.contents.shown);
  const LiveFeed& feed = parts_.presenter.feed();
  std::error_code none;
  if (!feed.exists() || !std::filesystem::equivalent(feed.run().record, state.contents.shown, none))
    return;
  coming_.reset();  // it is the record of the run that goes on here: that is shown instead
  select(state.view);
  setCamera(state.view);
}

void StateKeeper::arrive() {
  if (!coming_) return;
  const WindowState state = std::move(*coming_);
  coming_.reset();
  if (parts_.presenter.file()->path != state.contents.shown) return;  // somebody was quicker
  if (state.contents.time)
    parts_.presenter.showTime(*state.contents.time);
  else
    parts_.presenter.showFrame(state.contents.frame);
  select(state.view);
  setCamera(state.view);
  Q_EMIT shown(state);
}

}  // namespace vitrine::widgets
