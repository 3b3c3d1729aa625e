#include "widgets/panels/result_table.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <algorithm>

#include "widgets/plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

ResultTable::ResultTable(const QString& name, QWidget* parent)
    : QTableView(parent), model_(new TableModel(this)) {
  setObjectName(name);
  setAccessibleName(name);
  setModel(model_);
  setFrameShape(QFrame::NoFrame);
  setFont(text_font(TextSize::small));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setFont(text_font(TextSize::small));
  horizontalHeader()->setHighlightSections(false);
  setMinimumSize(80, 60);
}

void ResultTable::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Copy data"), this,
                 [this] { QGuiApplication::clipboard()->setText(model_->csv()); });
  menu.addAction(tr("Save as CSV…"), this, &ResultTable::saveAs);
  menu.exec(event->globalPos());
}

void ResultTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copySelection();
  QTableView::keyPressEvent(event);
}

void ResultTable::copySelection() const {
  QModelIndexList cells = selectionModel()->selectedIndexes();
  std::sort(cells.begin(), cells.end());
  QString text;
  for (qsizetype i = 0; i < cells.size(); ++i) {
    if (i > 0) text += cells[i].row() == cells[i - 1].row() ? '\t' : '\n';
    text += cells[i].data().toString();
  }
  QGuiApplication::clipboard()->setText(text);
}

void ResultTable::saveAs() {
  const QString path =
      QFileDialog::getSaveFileName(this, tr("Save %1").arg(objectName()), objectName() + ".csv",
                                   tr("Data, comma-separated (*.csv)"));
  if (!path.isEmpty() && !save_text(path, model_->csv()))
    Q_EMIT failed(tr("%1: cannot be written").arg(path));
}

}  // namespace vitrine::widgets
