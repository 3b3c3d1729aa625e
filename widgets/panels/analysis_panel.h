#pragma once
#include <optional>

#include "widgets/panels/panel.h"
#include "widgets/panels/result_view.h"
#include "widgets/window_state.h"

class QCheckBox;
class QComboBox;
class QProgressBar;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace vitrine::widgets {

class ParameterStrip;
class ResultPlot;
class ResultTable;
class ScalarList;

/// The panel of any analysis: it builds itself from the description of the analysis and from what
/// results hold.
class AnalysisPanel : public Panel {
  Q_OBJECT
 public:
  explicit AnalysisPanel(const analysis::AnalysisInfo& info, QWidget* parent = nullptr);
  AnalysisRequests wants() const override { return {request()}; }
  void showResults(const PanelResults& results, const Compared* other) override;
  void clear() override;
  void showSelected(const std::shared_ptr<const std::vector<int>>& atoms) override;
  AnalysisRequest request() const;
  PanelState state() const;
  void setState(const PanelState& state);
  ResultPlot& plot() { return *plot_; }
  ResultTable& table() { return *table_; }
  QString note() const { return note_->text(); }

 Q_SIGNALS:
  void stateChanged();  ///< by hand
  void wholeFileCancelled();
  void wholeFileWanted();  ///< again, after it was cancelled

 protected:
  bool event(QEvent* event) override;

 private:
  void makeHeader();
  void makeProgress();
  void offerViews(const analysis::Result& result);
  void draw();
  void offerBrush();
  void choose(double low, double high);  ///< the atoms of a range of the histogram
  void showState(const PanelResults& results);
  void showProgress(const AnalysisOutcome* outcome);
  void say(const QString& sentence);  ///< instead of a result

  const analysis::AnalysisInfo& info_;
  QComboBox* view_choice_;
  QToolButton* parameters_button_;
  ParameterStrip* parameters_;
  QScrollArea* parameters_area_;
  QCheckBox *whole_, *follow_;
  QStackedWidget* stack_;
  ResultPlot* plot_;
  ResultTable* table_;
  ScalarList* scalars_;
  QWidget* progress_row_;
  QProgressBar* progress_;
  QToolButton *cancel_, *again_;
  QLabel* note_;

  std::vector<ResultView> views_;
  QString wanted_view_;  ///< as soon as there is a result that has it
  std::shared_ptr<const analysis::Result> shown_, other_;
  QString ours_, theirs_;
  bool dark_ = false;  ///< the theme it was drawn in
};

}  // namespace vitrine::widgets
