#include "widgets/panels/panel.h"

#include <QEvent>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/analysis_lane.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/panels/measured_overlay.h"
#include "widgets/plot.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

void Panel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Q_EMIT wantsChanged();
}

void Panel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  Q_EMIT wantsChanged();
}

void Panel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) Q_EMIT wantsChanged();
}

QLabel* Panel::makeNote() {
  auto* note = new QLabel(this);
  note->setFont(text_font(TextSize::small));
  note->setAlignment(Qt::AlignCenter);
  note->setWordWrap(true);
  note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  return note;
}

QLabel* Panel::makeNote(MeasuredOverlay* overlay) {
  QLabel* note = makeNote();
  note->hide();
  connect(overlay, &MeasuredOverlay::failed, this, &Panel::failed);
  connect(overlay, &MeasuredOverlay::changed, note, [overlay, note] {
    note->setText(overlay->text());
    note->setVisible(overlay->exists());
  });
  return note;
}

void Panel::layOut(QWidget* plot, QLabel* note) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 4);
  column->setSpacing(2);
  column->addWidget(plot, 1);
  column->addWidget(note);
}

void Panel::adopt(Plot* plot) {
  connect(plot, &Plot::failed, this, &Panel::failed);
  connect(plot, &Plot::drawn, this, &Panel::drawn);
}

QString frames_used(const PanelResults& results, const AnalysisRequest& request) {
  const AnalysisOutcome* outcome = results.outcome(request);
  if (!outcome) return {};
  const auto frames = static_cast<qint64>(outcome->frames);
  const QString every =
      results.live && outcome->stride > 1
          ? QObject::tr(", 1\u00a0in\u00a0%1\u00a0steps").arg(grouped(outcome->stride))
          : QString();
  const bool restricted = outcome->result && !outcome->result->selection.empty();
  const QString of =
      restricted ? " · " + QString::fromStdString(outcome->result->selection) : QString();
  if (outcome->warming_up && !outcome->waits)
    return QObject::tr("warming up: %1 of %2 frames").arg(frames).arg(warm_up) + every + of;
  if (frames > 1) return QObject::tr("mean of %1 frames").arg(grouped(frames)) + every + of;
  return (outcome->time == results.time
              ? QObject::tr("this frame only")
              : QObject::tr("the frame at %1 only").arg(shown_quantity(outcome->time, 2, "ps"))) +
         of;
}

QString missing(const PanelResults& results, const AnalysisRequest& request) {
  if (results.only && results.only->size() == 0)
    return QObject::tr(
        "The panels are of the selected atoms only, and nothing is selected. Select some atoms, or "
        "let all count again (Select > Only the selected).");
  const AnalysisOutcome* outcome = results.outcome(request);
  if (!outcome) return QObject::tr("Waits for the first frame.");
  if (outcome->progress) return QObject::tr("Analyses the whole file.");
  // "rdf: the frame has no cell": the panel's title says whose sentence it is.
  QString reason = QString::fromStdString(outcome->failure);
  const QString own = QString::fromStdString(request.id) + ": ";
  if (reason.startsWith(own)) reason.remove(0, own.size());
  if (!reason.isEmpty()) reason[0] = reason[0].toUpper();
  return reason + '.';
}

QString short_name(const QString& name) {
  constexpr qsizetype most = 30;
  if (name.size() <= most) return name;
  return name.left(most / 2) + QStringLiteral("…") + name.right(most / 2 - 1);
}

QString legend_of(const Compared& compared, const QColor& ours, const QColor& theirs) {
  return QStringLiteral(
             "<span style='color:%1'>━━</span> %2 &nbsp; "
             "<span style='color:%3'>┅┅</span> %4")
      .arg(ours.name(), short_name(compared.ours).toHtmlEscaped(), theirs.name(),
           short_name(compared.theirs).toHtmlEscaped());
}

}  // namespace vitrine::widgets
