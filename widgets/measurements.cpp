#include "widgets/measurements.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "sim/model/measurement.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

QString kind_of(const std::vector<int>& atoms) {
  return atoms.size() == 2   ? MeasurementList::tr("distance")
         : atoms.size() == 3 ? MeasurementList::tr("angle")
                             : MeasurementList::tr("dihedral");
}

bool is_distance(const std::vector<int>& atoms) {
  return atoms.size() == 2;
}

std::optional<double> value_of(const std::vector<int>& atoms, const Frame& frame) {
  const auto absent = [&](int atom) { return static_cast<std::size_t>(atom) >= frame.size(); };
  if (std::any_of(atoms.begin(), atoms.end(), absent)) return std::nullopt;
  return measure(steps_between(frame, atoms));
}

QString symbol(const Frame& frame, int atom) {
  const auto at = static_cast<std::size_t>(atom);
  return at < frame.size() ? QString::fromStdString(
                                 std::string(element_data(frame.topology->elements[at]).symbol))
                           : QString();
}

QString id(const Frame& frame, int atom) {
  const auto at = static_cast<std::size_t>(atom);
  return at < frame.size() ? QString::number(frame.topology->ids[at]) : QString();
}

}  // namespace

void MeasurementList::begin(int atoms) {
  wanted_ = atoms;
  all_.begun.clear();
  Q_EMIT changed();
}

void MeasurementList::choose(int atom) {
  if (wanted_ == 0 || atom < 0) return;
  std::vector<int>& begun = all_.begun;
  const auto there = std::find(begun.begin(), begun.end(), atom);
  if (there != begun.end())
    begun.erase(there);
  else
    begun.push_back(atom);
  if (static_cast<int>(begun.size()) == wanted_) {
    all_.complete.push_back(begun);
    begun.clear();
  }
  Q_EMIT changed();
}

void MeasurementList::remove(int index) {
  if (index < 0 || index >= size()) return;
  all_.complete.erase(all_.complete.begin() + index);
  Q_EMIT changed();
}

void MeasurementList::clear() {
  if (all_.complete.empty() && all_.begun.empty()) return;
  all_ = {};
  Q_EMIT changed();
}

MeasurementList::Line MeasurementList::line(int index, const Frame& frame) const {
  const std::vector<int>& atoms = all_.complete.at(static_cast<std::size_t>(index));
  QStringList names;
  for (const int atom : atoms) names << symbol(frame, atom) + id(frame, atom);
  const std::optional<double> value = value_of(atoms, frame);
  const QString text = !value               ? QStringLiteral("–")
                       : is_distance(atoms) ? quantity(*value, 3, "Å")
                                            : quantity(*value, 1) + QStringLiteral("°");
  return {kind_of(atoms), names.join(QStringLiteral("–")), text};
}

QString MeasurementList::csv(const Frame& frame) const {
  QString text = QStringLiteral("kind,ids,elements,value,unit\n");
  for (const std::vector<int>& atoms : all_.complete) {
    QStringList ids, symbols;
    for (const int atom : atoms) {
      ids << id(frame, atom);
      symbols << symbol(frame, atom);
    }
    const std::optional<double> value = value_of(atoms, frame);
    text += QStringList{kind_of(atoms), ids.join(' '), symbols.join(' '),
                        value ? QLocale::c().toString(*value, 'g', 10) : QString(),
                        is_distance(atoms) ? QStringLiteral("A") : QStringLiteral("deg")}
                .join(',') +
            '\n';
  }
  return text;
}

}  // namespace vitrine::widgets
