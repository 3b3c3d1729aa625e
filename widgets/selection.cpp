#include "widgets/selection.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "widgets/numbers.h"

namespace vitrine::widgets {

bool Selection::contains(int atom) const {
  return atoms_ && std::binary_search(atoms_->begin(), atoms_->end(), atom);
}

QString Selection::summary(const Topology& topology) const {
  std::vector<Element> elements;
  for (const int atom : atoms_ ? *atoms_ : std::vector<int>())
    if (static_cast<std::size_t>(atom) < topology.size())
      elements.push_back(topology.elements[static_cast<std::size_t>(atom)]);
  if (elements.empty()) return tr("nothing selected");
  const auto count = static_cast<int>(elements.size());
  const QString formula_text = QString::fromStdString(formula(*make_topology(std::move(elements))));
  return count == 1 ? tr("1 atom selected: %1").arg(formula_text)
                    : tr("%1 atoms selected: %2").arg(grouped(count), formula_text);
}

void Selection::set(std::vector<int> atoms, const QString& origin) {
  search_.cancel();
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  origin_ = origin;
  const bool same = atoms_ ? atoms == *atoms_ : atoms.empty();
  if (!same)
    atoms_ = atoms.empty() ? nullptr : std::make_shared<const std::vector<int>>(std::move(atoms));
  Q_EMIT changed();
}

void Selection::toggle(int atom) {
  std::vector<int> atoms = atoms_ ? *atoms_ : std::vector<int>();
  const auto at = std::lower_bound(atoms.begin(), atoms.end(), atom);
  if (at != atoms.end() && *at == atom)
    atoms.erase(at);
  else
    atoms.insert(at, atom);
  set(std::move(atoms));
}

void Selection::clear() {
  if (atoms_ || searching() || !origin_.isEmpty()) set({});
}

void Selection::invert(std::size_t atoms) {
  std::vector<int> all(atoms), others;
  std::iota(all.begin(), all.end(), 0);
  const std::vector<int> none;
  const std::vector<int>& mine = atoms_ ? *atoms_ : none;
  std::set_difference(all.begin(), all.end(), mine.begin(), mine.end(), std::back_inserter(others));
  set(std::move(others));
}

Selection::Found Selection::search(const QString& expression, const Frame& frame,
                                   const analysis::ReferenceFrame* reference,
                                   const std::vector<int>& selected) {
  const std::string text = expression.toStdString();
  try {
    return {analysis::SelectionExpression(text).select(frame, reference, selected), {}, 0};
  } catch (const analysis::ExpressionError& error) {
    // The core counts bytes, an editor characters.
    const auto bytes = static_cast<qsizetype>(error.position());
    const auto characters = QString::fromUtf8(text.data(), bytes).size();
    return {{}, QString::fromStdString(error.what()), static_cast<int>(characters)};
  }
}

void Selection::find(const QString& expression, FramePtr frame, analysis::ReferencePtr reference) {
  wanted_ = expression;
  search_.start([expression, frame = std::move(frame), reference = std::move(reference),
                 selected = atoms_](std::stop_token) {
    return search(expression, *frame, reference.get(), selected ? *selected : std::vector<int>());
  });
}

void Selection::poll() {
  auto outcome = search_.take();
  if (!outcome) return;
  if (!outcome->value) return refused(QString::fromStdString(outcome->error), 0);
  if (!outcome->value->refusal.isEmpty())
    return refused(outcome->value->refusal, outcome->value->position);
  set(std::move(outcome->value->atoms), wanted_);
}

}  // namespace vitrine::widgets
