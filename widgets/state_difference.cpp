#include "widgets/state_difference.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <set>

#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("StateDifference", text);
}

/// "tilt_x" -> "tilt x", "column.charge" -> "charge"
QString property_text(const std::string& id) {
  return QString::fromStdString(id).section('.', -1).replace('_', ' ');
}

QStringList of_colours(const ViewState& before, const ViewState& after) {
  if (before.property != after.property)
    return {tr("Colour by %1").arg(property_text(after.property))};
  if (before.colours == after.colours) return {};
  const auto look_of = [](const ViewState& view) {
    const auto found = view.colours.find(view.property);
    return found == view.colours.end() ? std::nullopt : std::optional(found->second);
  };
  const auto was = look_of(before), is = look_of(after);
  if (was && is && was->map == is->map && was->reversed == is->reversed)
    return {tr("Range of colours")};
  if (was && is && was->range == is->range && was->low == is->low && was->high == is->high)
    return {tr("Colour map")};
  return {tr("Colours")};
}

QStringList of_look(const ViewState& before, const ViewState& after) {
  QStringList all;
  for (const auto& [name, field] : look_switches)
    if (before.look.*field != after.look.*field)
      all << (after.look.*field ? tr("Show %1") : tr("Hide %1"))
                 .arg(QString(name).replace('_', ' '));
  for (const LookNumber& number : look_numbers)
    if (before.look.*number.field != after.look.*number.field) all << tr(number.title);
  if (before.look.placement != after.look.placement) all << tr("Wrap");
  if (before.look.slice != after.look.slice) all << tr("Slice");
  const bool same_images =
      std::equal(std::begin(before.look.images), std::end(before.look.images), after.look.images);
  if (!same_images) all << tr("Periodic images");
  return all;
}

QStringList of_selection(const ViewState& before, const ViewState& after) {
  const bool same = before.selected == after.selected ||
                    (before.selected && after.selected && *before.selected == *after.selected);
  if (same) return {};
  if (!after.selected) return {tr("Clear the selection")};
  const auto count = static_cast<qint64>(after.selected->size());
  return {count == 1 ? tr("Select 1 atom") : tr("Select %1 atoms").arg(grouped(count))};
}

QStringList of_camera(const ViewState& before, const ViewState& after) {
  if (!before.camera || !after.camera || same_pose(*before.camera, *after.camera)) return {};
  const render::CameraPose &was = *before.camera, &is = *after.camera;
  constexpr double little = 1e-9;
  const bool turned =
      ((was.position - was.focus).normalized() - (is.position - is.focus).normalized()).norm() >
      little;
  if (turned || was.parallel != is.parallel) return {tr("Turn the view")};
  return {(was.focus - is.focus).norm() > little ? tr("Move the view") : tr("Zoom the view")};
}

QStringList of_panels(const ViewState& before, const ViewState& after) {
  std::set<std::string> ids;
  for (const auto* panels : {&before.panels, &after.panels})
    for (const auto& [id, panel] : *panels) ids.insert(id);
  const auto panel_of = [](const ViewState& view, const std::string& id) {
    const auto found = view.panels.find(id);
    return found == view.panels.end() ? PanelState() : found->second;
  };
  QStringList all;
  for (const std::string& id : ids)
    if (panel_of(before, id) != panel_of(after, id))
      all << tr("Change %1")
                 .arg(QString::fromStdString(analysis::analysis_info(id).title).toLower());
  return all;
}

QStringList of_timeline(const ViewState& before, const ViewState& after) {
  if (before.timeline == after.timeline) return {};
  return {tr("Change the timeline")};
}

QStringList of_docks(const ViewState& before, const ViewState& after) {
  if (same_arrangement(before.layout, after.layout)) return {};
  const QStringList was = before.layout.shown(), is = after.layout.shown();
  const auto all_in = [](const QStringList& some, const QStringList& all) {
    return std::all_of(some.begin(), some.end(),
                       [&](const QString& name) { return all.contains(name); });
  };
  if (was == is || !(all_in(was, is) || all_in(is, was))) return {tr("Arrange the panels")};
  return {is.size() > was.size() ? tr("Open a panel") : tr("Close a panel")};
}

}  // namespace

QString difference(const ViewState& before, const ViewState& after) {
  QStringList all;
  for (const auto& of :
       {of_colours, of_selection, of_look, of_panels, of_timeline, of_docks, of_camera})
    all << of(before, after);
  if (all.size() < 2) return all.value(0);
  return tr("%1 and more").arg(all.front());
}

}  // namespace vitrine::widgets
