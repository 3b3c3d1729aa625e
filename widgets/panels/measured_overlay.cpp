#include "widgets/panels/measured_overlay.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <algorithm>

#include "sim/io/curve_file.h"
#include "sim/io/read.h"
#include "widgets/numbers.h"
#include "widgets/plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

/// The file dropped, unless it is a structure or a trajectory, which the window opens.
QString dropped_curve(const QMimeData& data) {
  const QList<QUrl> urls = data.urls();
  if (urls.size() != 1 || !urls.front().isLocalFile()) return {};
  const QString path = urls.front().toLocalFile();
  for (const io::Format& format : io::formats())
    for (const std::string& extension : format.extensions)
      if (path.endsWith('.' + QString::fromStdString(extension), Qt::CaseInsensitive)) return {};
  return path;
}

}  // namespace

MeasuredOverlay::MeasuredOverlay(Plot* plot)
    : QObject(plot),
      plot_(plot),
      scale_(new QAction(tr("Fit its scale"), this)),
      offset_(new QAction(tr("Fit its offset"), this)),
      remove_(new QAction(tr("Remove the data"), this)) {
  plot->setAcceptDrops(true);
  plot->installEventFilter(this);
  auto* overlay = new QAction(tr("Overlay data…"), this);
  connect(overlay, &QAction::triggered, this, &MeasuredOverlay::choose);
  plot->addToMenu(overlay);
  for (QAction* action : {scale_, offset_}) {
    action->setCheckable(true);
    action->setChecked(true);
    plot->addToMenu(action);
    connect(action, &QAction::toggled, this, &MeasuredOverlay::fit);
    connect(action, &QAction::toggled, this, &MeasuredOverlay::changed);
  }
  plot->addToMenu(remove_);
  connect(remove_, &QAction::triggered, this, &MeasuredOverlay::remove);
  for (QAction* action : {scale_, offset_, remove_}) action->setEnabled(false);
  connect(plot, &Plot::restyled, this, &MeasuredOverlay::fit);
  connect(plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
    if (!curve_) return;
    fit();
    Q_EMIT changed();
  });
}

void MeasuredOverlay::choose() {
  const QString path =
      QFileDialog::getOpenFileName(plot_, tr("Overlay data"), {}, tr("Columns x, y (*);;"));
  if (!path.isEmpty()) open(path.toStdString());
}

void MeasuredOverlay::open(const std::filesystem::path& file) {
  try {
    curve_ = io::read_curve(file);
    name_ = QString::fromStdString(file.filename().string());
  } catch (const std::exception& failure) {
    Q_EMIT failed(QString::fromStdString(failure.what()));
    return;
  }
  for (QAction* action : {scale_, offset_, remove_}) action->setEnabled(true);
  fit();
  Q_EMIT changed();
}

void MeasuredOverlay::remove() {
  curve_.reset();
  match_.reset();
  for (QAction* action : {scale_, offset_, remove_}) action->setEnabled(false);
  if (drawn_) plot_->removeGraph(drawn_);
  plot_->redraw();
  Q_EMIT changed();
}

void MeasuredOverlay::showOver(QCPGraph* computed) {
  computed_ = computed;
  fit();
}

void MeasuredOverlay::fit() {
  match_.reset();
  unmatched_.clear();
  if (!curve_ || !computed_ || computed_->dataCount() < 2) return;
  vitrine::Curve curve;
  for (const auto& point : *computed_->data()) {
    curve.x.push_back(point.key);
    curve.y.push_back(point.value);
  }
  const QCPRange shown = plot_->xAxis->range();
  try {
    match_ = analysis::match_curve(curve, *curve_, {shown.lower, shown.upper},
                                   {scale_->isChecked(), offset_->isChecked()});
  } catch (const std::exception& failure) {
    unmatched_ = QString::fromStdString(failure.what());
  }
  const bool usable = match_ && match_->scale != 0;
  const double scale = usable ? match_->scale : 1, offset = usable ? match_->offset : 0;
  QVector<double> keys(curve_->x.begin(), curve_->x.end()), values;
  for (const double value : curve_->y) values << (value - offset) / scale;
  if (!drawn_) drawn_ = plot_->addGraph(computed_->keyAxis(), computed_->valueAxis());
  drawn_->setData(keys, values, true);
  drawn_->setName(name_);
  drawn_->setLineStyle(QCPGraph::lsNone);
  drawn_->setPen(QPen(theme().text, 1));
  drawn_->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme().text, 0.8), Qt::NoBrush, 3.5));
  plot_->redraw();
}

QString MeasuredOverlay::text() const {
  if (!curve_) return {};
  if (!match_) return name_ + ": " + unmatched_;
  return name_ + tr(": scale %1, offset %2, R %3 over %4 points")
                     .arg(measured(match_->scale, {}, "1"), measured(match_->offset, {}, "1"),
                          quantity(match_->r_factor, 3), grouped(qint64(match_->points)));
}

bool MeasuredOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop) {
    auto* drop = static_cast<QDropEvent*>(event);
    const QString path = dropped_curve(*drop->mimeData());
    if (path.isEmpty()) {
      event->ignore();  // the window's
      return true;
    }
    drop->acceptProposedAction();
    if (event->type() == QEvent::Drop) open(path.toStdString());
    return true;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace vitrine::widgets
