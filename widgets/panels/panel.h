#pragma once
#include <QLabel>
#include <QWidget>

#include "widgets/analysis_worker.h"

namespace vitrine::widgets {

/// A dock's content that shows results of analyses.
class Panel : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  virtual void showResults(const PanelResults& results) = 0;
  /// Something else is shown now; says what the panel will show.
  virtual void clear() = 0;

 Q_SIGNALS:
  void failed(const QString& sentence);

 protected:
  /// Small centred words that never widen the dock; not in a layout yet.
  QLabel* makeNote();
  /// A plot that takes all the room, above the note.
  void layOut(QWidget* plot, QLabel* note);
};

/// "mean of 24 frames", "warming up: 3 of 20 frames", "this frame only".
QString frames_used(const PanelResults& results);
/// Why an analysis has no result, or a sentence on what it waits for.
QString missing(const PanelResults& results, const std::string& id);

}  // namespace vitrine::widgets
