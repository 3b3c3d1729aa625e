#include "widgets/measurement_controls.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/measurements.h"

namespace vitrine::widgets {

MeasurementControls::MeasurementControls(QWidget* parent)
    : QWidget(parent), table_(new QTableWidget(0, 2, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(table_);
  table_->setAccessibleName(tr("Measured"));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->setFocusPolicy(Qt::ClickFocus);
  table_->setShowGrid(false);
  table_->horizontalHeader()->hide();
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  table_->installEventFilter(this);
  auto* row = new QHBoxLayout;
  row->setSpacing(2);
  const auto button = [&](const QString& text, const QString& tip, auto&& action) {
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setToolTip(tip);
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    connect(made, &QToolButton::clicked, this, action);
    row->addWidget(made);
  };
  button(tr("Remove"), tr("Remove the chosen rows, or all where none is chosen (Del)"),
         [this] { removeChosen(); });
  button(tr("Copy"), tr("Copy all of them as CSV (Ctrl+C)"), [this] { copy(); });
  row->addStretch(1);
  column->addLayout(row);
  hide();
}

void MeasurementControls::show(MeasurementList& list, const FramePtr& frame) {
  list_ = &list;
  frame_ = frame;
  const int rows = frame ? list.size() : 0;
  setVisible(rows > 0);
  if (table_->rowCount() != rows) {
    table_->setRowCount(rows);
    for (int row = 0; row < rows; ++row)
      for (int column = 0; column < 2; ++column) {
        if (table_->item(row, column)) continue;
        auto* item = new QTableWidgetItem;
        if (column == 1) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        table_->setItem(row, column, item);
      }
    table_->resizeRowsToContents();
    const int most = 6;  // rows; more of them scroll
    const int height = rows > 0 ? table_->rowHeight(0) : 0;
    table_->setFixedHeight(height * std::min(rows, most) + 2 * table_->frameWidth());
  }
  for (int row = 0; row < rows; ++row) {
    const MeasurementList::Line line = list.line(row, *frame);
    table_->item(row, 0)->setText(line.atoms);
    table_->item(row, 0)->setToolTip(line.kind + ' ' + line.atoms);
    table_->item(row, 1)->setText(line.value);
  }
}

void MeasurementControls::removeChosen() {
  if (!list_) return;
  std::vector<int> rows;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows())
    rows.push_back(index.row());
  if (rows.empty()) return list_->clear();
  std::sort(rows.rbegin(), rows.rend());
  table_->clearSelection();
  for (const int row : rows) list_->remove(row);
}

void MeasurementControls::copy() {
  if (list_ && frame_) QGuiApplication::clipboard()->setText(list_->csv(*frame_));
}

bool MeasurementControls::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Delete) return removeChosen(), true;
    if (key->matches(QKeySequence::Copy)) return copy(), true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vitrine::widgets
