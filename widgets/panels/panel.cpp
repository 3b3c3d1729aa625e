#include "widgets/panels/panel.h"

#include <QVBoxLayout>

#include "widgets/numbers.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

QLabel* Panel::makeNote() {
  auto* note = new QLabel(this);
  note->setFont(text_font(TextSize::small));
  note->setAlignment(Qt::AlignCenter);
  note->setWordWrap(true);
  note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  return note;
}

void Panel::layOut(QWidget* plot, QLabel* note) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 4);
  column->setSpacing(2);
  column->addWidget(plot, 1);
  column->addWidget(note);
}

QString frames_used(const PanelResults& results) {
  const auto frames = static_cast<qint64>(results.frames);
  if (results.warming_up)
    return QObject::tr("warming up: %1 of %2 frames").arg(frames).arg(AnalysisWorker::warm_up);
  return frames == 1 ? QObject::tr("this frame only")
                     : QObject::tr("mean of %1 frames").arg(grouped(frames));
}

QString missing(const PanelResults& results, const std::string& id) {
  const auto failure = results.failures.find(id);
  return failure == results.failures.end() ? QObject::tr("Waits for the first frame.")
                                           : QString::fromStdString(failure->second);
}

}  // namespace vitrine::widgets
