#include "widgets/panels/table_model.h"

#include <algorithm>
#include <cmath>

#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/panels/result_view.h"
#include "widgets/plot.h"

namespace vitrine::widgets {

void TableModel::show(const analysis::Dataset& dataset, const analysis::Dataset* other,
                      const QString& theirs) {
  beginResetModel();
  columns_.clear();
  for (const analysis::Column& column : dataset.columns) columns_.push_back(shown(column));
  for (const analysis::Column& column : other ? other->columns : std::vector<analysis::Column>()) {
    columns_.push_back(shown(column));
    columns_.back().heading += " · " + theirs;
  }
  endResetModel();
}

TableModel::Column TableModel::shown(const analysis::Column& column) {
  ShownUnit unit = shown_unit(column.unit);
  if (column.name == "error") unit.offset = 0;  // a difference
  Column shown{axis_text(name_text(column.name), unit.unit), column.values};
  for (double& value : shown.values) value = unit.of(value);
  return shown;
}

int TableModel::rowCount(const QModelIndex& parent) const {
  std::size_t rows = 0;
  for (const Column& column : columns_) rows = std::max(rows, column.values.size());
  return parent.isValid() ? 0 : static_cast<int>(rows);
}

int TableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole || !index.isValid()) return {};
  const std::vector<double>& values = columns_[static_cast<std::size_t>(index.column())].values;
  const auto row = static_cast<std::size_t>(index.row());
  if (row >= values.size()) return {};
  return std::isfinite(values[row]) ? measured(values[row], {}, "1") : QStringLiteral("–");
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return section < columnCount() ? columns_[static_cast<std::size_t>(section)].heading : QString();
}

QString TableModel::csv() const {
  QStringList header;
  for (const Column& column : columns_) header << csv_cell(column.heading);
  QString text = header.join(',') + '\n';
  for (std::size_t row = 0; row < static_cast<std::size_t>(rowCount()); ++row) {
    QStringList cells;
    for (const Column& column : columns_)
      cells << (row < column.values.size() ? QString::number(column.values[row], 'g', 10)
                                           : QString());
    text += cells.join(',') + '\n';
  }
  return text;
}

}  // namespace vitrine::widgets
