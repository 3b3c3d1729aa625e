#include "widgets/view_tools.h"

#include <QAction>
#include <algorithm>
#include <iterator>

#include "widgets/actions.h"
#include "widgets/selection.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

/// Atoms that the measurement of this action is between; 0: it measures nothing.
int atoms_wanted_by(const Actions& actions, const QAction* action) {
  if (action == actions.measure_distance) return 2;
  if (action == actions.measure_angle) return 3;
  return action == actions.measure_dihedral ? 4 : 0;
}

}  // namespace

ViewTools::ViewTools(const Actions& actions, View3d& view, Selection& selection, QObject* parent)
    : QObject(parent), actions_(actions), view_(view), selection_(selection) {
  for (QAction* action :
       {actions.lasso, actions.measure_distance, actions.measure_angle, actions.measure_dihedral}) {
    action->setCheckable(true);
    connect(action, &QAction::triggered, this,
            [this, action](bool on) { choose(on ? action : nullptr); });
  }
  connect(actions.clear_measurements, &QAction::triggered, &measurements_, &MeasurementList::clear);
  connect(&view, &View3d::atomPicked, this, &ViewTools::take);
  connect(&view, &View3d::atomsEnclosed, this, &ViewTools::enclose);
  connect(&measurements_, &MeasurementList::changed, this, &ViewTools::showMeasurements);
  connect(&selection, &Selection::changed, this, [this] {
    trails_.add(frame_, selection_.atoms());
    view_.setTrails(trails_.trails());
  });
  showMeasurements();
}

void ViewTools::take(int atom, bool adds) {
  if (measurements_.wanted() > 0) return measurements_.choose(atom);
  // A click beside the atoms keeps what is selected: it may have taken some work.
  if (atom < 0) return;
  adds ? selection_.toggle(atom) : selection_.set({atom});
}

void ViewTools::enclose(const std::vector<int>& atoms, bool adds) {
  if (atoms.empty()) return;
  std::vector<int> chosen = atoms;
  if (adds && selection_.atoms())
    chosen.insert(chosen.end(), selection_.atoms()->begin(), selection_.atoms()->end());
  selection_.set(std::move(chosen), tr("lasso in the view"));
}

void ViewTools::choose(const QAction* chosen) {
  for (QAction* action : {actions_.lasso, actions_.measure_distance, actions_.measure_angle,
                          actions_.measure_dihedral})
    action->setChecked(action == chosen);
  view_.setLasso(chosen == actions_.lasso);
  measurements_.begin(atoms_wanted_by(actions_, chosen));
}

bool ViewTools::leave() {
  if (measurements_.wanted() == 0 && !actions_.lasso->isChecked()) return false;
  choose(nullptr);
  return true;
}

void ViewTools::showMeasurements() {
  const render::Measurements& all = measurements_.all();
  view_.setMeasurements(all);
  actions_.clear_measurements->setEnabled(!all.complete.empty() || !all.begun.empty());
  const int wanted = measurements_.wanted();
  const QString name = wanted == 2 ? tr("Distance") : wanted == 3 ? tr("Angle") : tr("Dihedral");
  QString hint;
  if (wanted > 0)
    hint = tr("%1: click atom %2 of %3 · Esc ends").arg(name).arg(all.begun.size() + 1).arg(wanted);
  else if (actions_.lasso->isChecked())
    hint = tr("Lasso: draw around atoms, Shift adds · Esc ends");
  view_.setHint(hint);
}

void ViewTools::follow(const FramePtr& frame) {
  const bool other = frame && frame_ && frame->topology != frame_->topology &&
                     frame->topology->elements != frame_->topology->elements;
  frame_ = frame;
  if (other) measurements_.clear();
  trails_.add(frame, selection_.atoms());
  view_.setTrails(trails_.trails());
}

}  // namespace vitrine::widgets
