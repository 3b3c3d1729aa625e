#include "widgets/stage_table.h"

#include <QHeaderView>

#include "sim/dynamics/protocol_writer.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

StageTable::StageTable(QWidget* parent) : QTableWidget(parent) {
  setAccessibleName(tr("Stages"));
  setToolTip(tr("Double click, or type over, a duration, temperature or pressure to change it"));
  const QStringList heads{tr("Stage"),    tr("Length / ps"),  tr("T from / K"),
                          tr("T to / K"), tr("P from / GPa"), tr("P to / GPa")};
  setColumnCount(int(heads.size()));
  setHorizontalHeaderLabels(heads);
  verticalHeader()->hide();
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(name, QHeaderView::Stretch);
  setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::AnyKeyPressed |
                  QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
  connect(this, &QTableWidget::cellChanged, this, &StageTable::take);
}

void StageTable::setProtocol(const dynamics::Protocol& protocol) {
  protocol_ = protocol;
  fill();
}

dynamics::Protocol StageTable::protocol() const {
  dynamics::Protocol changed = protocol_;
  changed.text = dynamics::protocol_text(changed);
  return changed;
}

double* StageTable::valueOf(int row, int column) {
  dynamics::Stage& stage = protocol_.stages[std::size_t(row)];
  if (stage.minimise) return nullptr;
  const bool fixed_volume = stage.barostat == dynamics::Barostat::none;
  switch (column) {
    case duration:
      return &stage.duration;
    case temperature_start:
      return &stage.temperature_start;
    case temperature_end:
      return &stage.temperature_end;
    case pressure_start:
      return fixed_volume ? nullptr : &stage.pressure_start;
    case pressure_end:
      return fixed_volume ? nullptr : &stage.pressure_end;
    default:
      return nullptr;
  }
}

void StageTable::fill() {
  const QSignalBlocker quiet(this);
  setRowCount(int(protocol_.stages.size()));
  for (int row = 0; row < rowCount(); ++row) {
    for (int column = 0; column < columnCount(); ++column) {
      auto* cell = new QTableWidgetItem;
      if (column == name) {
        cell->setText(QString::fromStdString(protocol_.stages[std::size_t(row)].name));
        cell->setFlags(Qt::ItemIsEnabled);
      } else if (const double* value = valueOf(row, column)) {
        cell->setText(locale().toString(*value, 'g', 6));
        cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      } else {
        cell->setText(QStringLiteral("–"));
        cell->setTextAlignment(Qt::AlignCenter);
        cell->setFlags(Qt::NoItemFlags);
      }
      setItem(row, column, cell);
    }
  }
}

void StageTable::take(int row, int column) {
  double* value = valueOf(row, column);
  if (!value) return;
  bool is_number = false;
  double typed = locale().toDouble(item(row, column)->text(), &is_number);
  if (!is_number) typed = item(row, column)->text().toDouble(&is_number);
  if (is_number) {
    // Of a hold both ends move, so that it stays one; a ramp goes to the new value.
    dynamics::Stage& stage = protocol_.stages[std::size_t(row)];
    const bool same_t = stage.temperature_start == stage.temperature_end;
    const bool same_p = stage.pressure_start == stage.pressure_end;
    *value = typed;
    protocol_.note.clear();  // it spoke of the schedule as it was
    if (same_t && column == temperature_start) stage.temperature_end = typed;
    if (same_p && column == pressure_start) stage.pressure_end = typed;
  }
  fill();
  if (is_number) Q_EMIT edited();
}

}  // namespace vitrine::widgets
