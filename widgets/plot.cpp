#include "widgets/plot.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTimer>
#include <limits>
#include <vector>

#include "widgets/axis_unit.h"
#include "widgets/numbers.h"
#include "widgets/plot_style.h"
#include "widgets/processor_time.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

QString read_off(const QCPAxis& axis, double value) {
  return QString::number(axis_unit(axis).of(value), 'g', 4);
}

}  // namespace

Plot::Plot(const QString& name, QWidget* parent)
    : QCustomPlot(parent),
      hint_(new QLabel(this)),
      read_out_(new QLabel(this)),
      redraw_timer_(new QTimer(this)) {
  setObjectName(name);
  setAccessibleName(name);
  setMinimumSize(120, 60);
  setFocusPolicy(Qt::StrongFocus);  // the Menu key opens what a right click does
  setInteractions(QCP::iRangeZoom | QCP::iRangeDrag);
  setNoAntialiasingOnDrag(true);
  hint_->setWordWrap(true);
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setMargin(16);
  hint_->setAutoFillBackground(true);
  hint_->hide();
  read_out_->setObjectName("read-out");
  read_out_->setAttribute(Qt::WA_TransparentForMouseEvents);
  read_out_->setAutoFillBackground(true);
  read_out_->setContentsMargins(4, 1, 4, 1);
  read_out_->hide();
  redraw_timer_->setSingleShot(true);
  redraw_timer_->setInterval(100);
  connect(redraw_timer_, &QTimer::timeout, this, [this] { replot(rpQueuedReplot); });
  connect(this, &QCustomPlot::beforeReplot, this,
          [this] { before_drawing_ = processor_seconds(); });
  connect(this, &QCustomPlot::afterReplot, this,
          [this] { Q_EMIT drawn(processor_seconds() - before_drawing_); });
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
      tr("PDF, vector (*.pdf);;SVG, vector (*.svg);;PNG, twice the size (*.png);;"
         "Data, comma-separated (*.csv)"));
  if (!path.isEmpty() && !save(path)) Q_EMIT failed(tr("%1: cannot be written").arg(path));
}

bool Plot::save(const QString& path) {
  if (path.endsWith(".csv", Qt::CaseInsensitive)) return save_text(path, plot_data(*this));
  if (path.endsWith(".png", Qt::CaseInsensitive)) return savePng(path, 0, 0, 2);
  if (!path.endsWith(".svg", Qt::CaseInsensitive)) return savePdf(path);
  QSvgGenerator file;
  file.setFileName(path);
  file.setSize(size());
  file.setViewBox(rect());
  QCPPainter painter;
  if (!painter.begin(&file)) return false;
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  toPainter(&painter, width(), height());
  return painter.end();
}

bool Plot::event(QEvent* event) {
  if (event->type() == units_changed()) {
    for (QCPAxisRect* rect : axisRects())
      for (QCPAxis* axis : rect->axes()) refresh_axis_unit(*axis);
    Q_EMIT restyled();
    redraw();
  }
  return QCustomPlot::event(event);
}

void Plot::changeEvent(QEvent* event) {
  QCustomPlot::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  style_plot(*this);
  if (hint_->isVisibleTo(this)) setHint(hint_->text());
  Q_EMIT restyled();
  redraw();
}

void Plot::paintEvent(QPaintEvent* event) {
  QCustomPlot::paintEvent(event);
  if (!hasFocus() || !window()->testAttribute(Qt::WA_KeyboardFocusChange)) return;
  QPainter painter(this);
  painter.setPen(theme().accent);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Plot::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Fit to data\tDouble click"), this, &Plot::fit);
  menu.addSeparator();
  menu.addAction(tr("Copy data"), this, &Plot::copyData);
  menu.addAction(tr("Save as PDF, SVG, PNG or CSV…"), this, &Plot::saveAs);
  if (!own_actions_.isEmpty()) menu.addSeparator();
  menu.addActions(own_actions_);
  menu.exec(event->globalPos());
}

void Plot::mouseDoubleClickEvent(QMouseEvent* event) {
  QCustomPlot::mouseDoubleClickEvent(event);
  fit();
}

void Plot::mouseMoveEvent(QMouseEvent* event) {
  QCustomPlot::mouseMoveEvent(event);
  readOut(event->pos());
}

void Plot::leaveEvent(QEvent* event) {
  QCustomPlot::leaveEvent(event);
  read_out_->hide();
}

/// x, and y of the curve that lies nearest above or below the cursor.
void Plot::readOut(const QPoint& at) {
  QCPAxisRect* rect = axisRectAt(at);
  if (!rect || !rect->rect().contains(at) || hint_->isVisible()) return read_out_->hide();
  QString text;
  double nearest = std::numeric_limits<double>::max();
  for (int g = 0; g < graphCount(); ++g) {
    const QCPGraph& curve = *graph(g);
    if (!curve.visible() || curve.keyAxis()->axisRect() != rect || curve.dataCount() == 0 ||
        !(curve.pen().style() != Qt::NoPen))
      continue;
    const double key = curve.keyAxis()->pixelToCoord(at.x());
    const auto point = curve.data()->findBegin(key, false);
    const auto before = point == curve.data()->constBegin() ? point : point - 1;
    const auto& best = point == curve.data()->constEnd() ||
                               std::abs(before->key - key) < std::abs(point->key - key)
                           ? before
                           : point;
    const double away = std::abs(curve.valueAxis()->coordToPixel(best->value) - at.y());
    if (!(away < nearest)) continue;
    nearest = away;
    text = QString("%1  %2 · %3")
               .arg(curve.name(), read_off(*curve.keyAxis(), best->key),
                    read_off(*curve.valueAxis(), best->value));
  }
  if (text.isEmpty()) return read_out_->hide();
  read_out_->setText(text);
  read_out_->setFont(text_font(TextSize::small));
  read_out_->adjustSize();
  read_out_->move(rect->left() + 2, rect->top() + 1);
  read_out_->show();
}

void Plot::resizeEvent(QResizeEvent* event) {
  QCustomPlot::resizeEvent(event);
  hint_->setGeometry(rect());
}

QString csv_cell(QString text) {
  static const QRegularExpression special("[\",\r\n]");
  if (!text.contains(special)) return text;
  return '"' + text.replace('"', "\"\"") + '"';
}

bool save_text(const QString& path, const QString& text) {
  QSaveFile file(path);
  const QByteArray bytes = text.toUtf8();
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

QString plot_data(const QCustomPlot& plot) {
  struct Column {
    const QCPGraph& graph;
    ShownUnit keys, values;
  };
  std::vector<Column> columns;
  qsizetype rows = 0;
  QStringList header;
  // Of axes above each other the lowest alone has a label.
  const QString lowest = plot.axisRects().last()->axis(QCPAxis::atBottom)->label();
  for (int g = 0; g < plot.graphCount(); ++g) {
    const QCPGraph& graph = *plot.graph(g);
    if (!graph.visible()) continue;  // its axis may be in the unit of another one
    columns.push_back({graph, axis_unit(*graph.keyAxis()), axis_unit(*graph.valueAxis())});
    const QString label = graph.keyAxis()->label();
    header << csv_cell(label.isEmpty() ? lowest : label)
           << csv_cell(axis_text(graph.name(), columns.back().values.unit));
    rows = std::max<qsizetype>(rows, graph.dataCount());
  }
  QString text = header.join(',') + '\n';
  for (qsizetype row = 0; row < rows; ++row) {
    QStringList cells;
    for (const auto& [graph, keys, values] : columns) {
      if (row >= graph.dataCount()) {
        cells << QString() << QString();
        continue;
      }
      const auto point = graph.data()->at(static_cast<int>(row));
      cells << QString::number(keys.of(point->key), 'g', 10)
            << QString::number(values.of(point->value), 'g', 10);
    }
    text += cells.join(',') + '\n';
  }
  return text;
}

}  // namespace vitrine::widgets
