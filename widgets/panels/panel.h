#pragma once
#include <QLabel>
#include <QWidget>

#include "widgets/panel_results.h"

namespace vitrine::widgets {

class MeasuredOverlay;
class Plot;

/// What stands over the present results, and what the legends call the two.
struct Compared {
  const PanelResults& results;
  QString ours, theirs;
};

/// A dock's content that shows results of analyses: those it wants are computed while it is
/// visible.
class Panel : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  virtual AnalysisRequests wants() const = 0;
  /// `other`: nullptr when nothing is compared.
  virtual void showResults(const PanelResults& results, const Compared* other) = 0;
  /// Something else is shown now; says what the panel will show.
  virtual void clear() = 0;
  /// The atoms that are selected, ascending; nullptr: none.
  virtual void showSelected(const std::shared_ptr<const std::vector<int>>&) {}

 Q_SIGNALS:
  void wantsChanged();  ///< other requests, or to be shown anew
  void drawn(double seconds);
  void failed(const QString& sentence);
  void atomsChosen(const std::vector<int>& atoms, const QString& how);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;  ///< the colours of rich text are its own
  /// Small centred words that never widen the dock; not in a layout yet.
  QLabel* makeNote();
  /// A plot that takes all the room, above the note.
  void layOut(QWidget* plot, QLabel* note);
  /// What an overlay says, while there is one.
  QLabel* makeNote(MeasuredOverlay* overlay);
  /// Passes on what a plot says.
  void adopt(Plot* plot);
};

/// "mean of 24 frames, 1 in 38 steps", "warming up: 3 of 20 frames", "this frame only".
QString frames_used(const PanelResults& results, const AnalysisRequest& request);
/// Why an analysis has no result, or a sentence on what it waits for.
QString missing(const PanelResults& results, const AnalysisRequest& request);

/// Its beginning and its end where it is long.
QString short_name(const QString& name);
/// "━━ ZIF-4   ┅┅ glass.h5, its end", in the colours of the two; rich text.
QString legend_of(const Compared& compared, const QColor& ours, const QColor& theirs);

}  // namespace vitrine::widgets
