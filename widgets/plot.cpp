#include "widgets/plot.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QSaveFile>
#include <QTimer>

#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

/// A cell of a CSV file (RFC 4180).
QString csv_cell(QString text) {
  static const QRegularExpression special("[\",\r\n]");
  if (!text.contains(special)) return text;
  return '"' + text.replace('"', "\"\"") + '"';
}

}  // namespace

Plot::Plot(const QString& name, QWidget* parent)
    : QCustomPlot(parent), hint_(new QLabel(this)), redraw_timer_(new QTimer(this)) {
  setObjectName(name);
  setAccessibleName(name);
  setMinimumSize(120, 60);
  setInteractions(QCP::iRangeZoom | QCP::iRangeDrag);
  setNoAntialiasingOnDrag(true);
  hint_->setWordWrap(true);
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setMargin(16);
  hint_->setAutoFillBackground(true);
  hint_->hide();
  redraw_timer_->setSingleShot(true);
  redraw_timer_->setInterval(100);
  connect(redraw_timer_, &QTimer::timeout, this, [this] { replot(rpQueuedReplot); });
  connect(this, &QCustomPlot::mouseWheel, this, &Plot::zoomed);
  connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
    const bool drags = interactions().testFlag(QCP::iRangeDrag);
    if (drags && event->buttons().testFlag(Qt::LeftButton)) zoomed();
  });
  style_plot(*this);
}

void Plot::setHint(const QString& sentence) {
  hint_->setText(sentence);
  QPalette colours = hint_->palette();
  colours.setColor(QPalette::Window, theme().surface);
  colours.setColor(QPalette::WindowText, theme().muted);
  hint_->setPalette(colours);
  hint_->setFont(text_font(TextSize::body));
  hint_->setGeometry(rect());
  hint_->setVisible(!sentence.isEmpty());
}

void Plot::redraw() {
  if (!redraw_timer_->isActive()) redraw_timer_->start();
}

void Plot::fit() {
  follows_ = true;
  Q_EMIT fitRequested();
  redraw();
}

void Plot::copyData() const {
  QGuiApplication::clipboard()->setText(plot_data(*this));
}

void Plot::saveAs() {
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Save %1").arg(objectName()), objectName() + ".pdf",
      tr("PDF, vector (*.pdf);;PNG, twice the size (*.png);;Data, comma-separated (*.csv)"));
  if (path.isEmpty()) return;
  bool saved = false;
  if (path.endsWith(".csv", Qt::CaseInsensitive)) {
    QSaveFile file(path);
    const QByteArray text = plot_data(*this).toUtf8();
    saved = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
  } else if (path.endsWith(".png", Qt::CaseInsensitive)) {
    saved = savePng(path, 0, 0, 2);
  } else {
    saved = savePdf(path);
  }
  if (!saved) Q_EMIT failed(tr("%1: cannot be written").arg(path));
}

void Plot::changeEvent(QEvent* event) {
  QCustomPlot::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  style_plot(*this);
  if (hint_->isVisibleTo(this)) setHint(hint_->text());
  Q_EMIT restyled();
  redraw();
}

void Plot::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Fit to data\tDouble click"), this, &Plot::fit);
  menu.addSeparator();
  menu.addAction(tr("Copy data"), this, &Plot::copyData);
  menu.addAction(tr("Save as PDF, PNG or CSV…"), this, &Plot::saveAs);
  menu.exec(event->globalPos());
}

void Plot::mouseDoubleClickEvent(QMouseEvent* event) {
  QCustomPlot::mouseDoubleClickEvent(event);
  fit();
}

void Plot::resizeEvent(QResizeEvent* event) {
  QCustomPlot::resizeEvent(event);
  hint_->setGeometry(rect());
}

QString plot_data(const QCustomPlot& plot) {
  QString text;
  qsizetype rows = 0;
  QStringList header;
  for (int g = 0; g < plot.graphCount(); ++g) {
    header << csv_cell(plot.graph(g)->keyAxis()->label()) << csv_cell(plot.graph(g)->name());
    rows = std::max<qsizetype>(rows, plot.graph(g)->dataCount());
  }
  text += header.join(',') + '\n';
  for (qsizetype row = 0; row < rows; ++row) {
    QStringList cells;
    for (int g = 0; g < plot.graphCount(); ++g) {
      const auto data = plot.graph(g)->data();
      const bool there = row < data->size();
      const auto point = there ? data->at(static_cast<int>(row)) : data->constEnd();
      cells << (there ? QString::number(point->key, 'g', 10) : QString())
            << (there ? QString::number(point->value, 'g', 10) : QString());
    }
    text += cells.join(',') + '\n';
  }
  return text;
}

}  // namespace vitrine::widgets
