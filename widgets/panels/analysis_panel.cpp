#include "widgets/panels/analysis_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/display_units.h"
#include "widgets/icons.h"
#include "widgets/numbers.h"
#include "widgets/panels/parameter_strip.h"
#include "widgets/panels/result_plot.h"
#include "widgets/panels/result_table.h"
#include "widgets/panels/scalar_list.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

using analysis::Dataset;

/// Of a per_atom dataset, those whose value lies between two.
std::vector<int> atoms_of_histogram(const Dataset& dataset, const analysis::Column& column,
                                    double low, double high) {
  std::vector<int> atoms;
  for (std::size_t i = 0; i < column.values.size(); ++i)
    if (low <= column.values[i] && column.values[i] <= high)
      atoms.push_back(static_cast<int>(std::lround(dataset.columns.front().values[i])));
  return atoms;
}

/// Those that went into the curves of a view between two x.
std::vector<int> atoms_of_curves(const analysis::Result& result, const ResultView& view, double low,
                                 double high) {
  const Dataset& curves = result.dataset(view.dataset);
  const Dataset& points = result.dataset(view.dataset + ".atoms");
  std::vector<int> atoms;
  for (std::size_t row = 0; row < points.columns[0].values.size(); ++row) {
    const double x = points.columns[0].values[row];
    const auto curve = static_cast<std::size_t>(points.columns[2].values[row]);
    const bool shown = std::find(view.columns.begin(), view.columns.end(),
                                 curves.columns[curve].name) != view.columns.end();
    if (shown && low <= x && x <= high)
      atoms.push_back(static_cast<int>(points.columns[1].values[row]));
  }
  return atoms;
}

bool is_row(const analysis::AnalysisInfo& info) {
  return info.sampling == analysis::Sampling::row;
}

}  // namespace

AnalysisPanel::AnalysisPanel(const analysis::AnalysisInfo& info, QWidget* parent)
    : Panel(parent),
      info_(info),
      view_choice_(new QComboBox(this)),
      parameters_button_(new QToolButton(this)),
      parameters_(new ParameterStrip(info)),
      parameters_area_(new QScrollArea(this)),
      whole_(new QCheckBox(tr("all frames of the file"), this)),
      follow_(new QCheckBox(this)),
      stack_(new QStackedWidget(this)),
      plot_(new ResultPlot(QString::fromStdString(info.title), this)),
      table_(new ResultTable(QString::fromStdString(info.title), this)),
      scalars_(new ScalarList(this)),
      note_(makeNote()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 4);
  column->setSpacing(3);
  makeHeader();
  makeProgress();
  stack_->addWidget(plot_);
  stack_->addWidget(table_);
  column->addWidget(stack_, 1);
  for (QWidget* row :
       std::initializer_list<QWidget*>{progress_row_, scalars_, whole_, follow_, note_})
    column->addWidget(row);
  for (QCheckBox* box : {whole_, follow_}) {
    box->setFont(text_font(TextSize::small));
    box->hide();
    connect(box, &QCheckBox::toggled, this, &Panel::wantsChanged);
    connect(box, &QCheckBox::clicked, this, &AnalysisPanel::stateChanged);
  }
  note_->setToolTip(tr("Definition: %1").arg(QString::fromStdString(info.reference)));
  connect(parameters_, &ParameterStrip::changed, this, &Panel::wantsChanged);
  connect(parameters_, &ParameterStrip::changed, this, &AnalysisPanel::stateChanged);
  connect(view_choice_, &QComboBox::activated, this, [this] {
    wanted_view_ = view_choice_->currentText();
    draw();
    Q_EMIT stateChanged();
  });
  connect(table_, &ResultTable::failed, this, &Panel::failed);
  connect(plot_, &ResultPlot::rangeChosen, this, &AnalysisPanel::choose);
  adopt(plot_);
  clear();
}

void AnalysisPanel::makeHeader() {
  auto* header = new QHBoxLayout;
  header->setSpacing(6);
  view_choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  view_choice_->setMinimumContentsLength(8);
  view_choice_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  view_choice_->setAccessibleName(tr("What is plotted"));
  view_choice_->setToolTip(tr("What is plotted"));
  view_choice_->hide();
  parameters_button_->setText(tr("Parameters"));
  parameters_button_->setObjectName("parameters");
  parameters_button_->setCheckable(true);
  parameters_button_->setAutoRaise(true);
  parameters_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  parameters_button_->setArrowType(Qt::RightArrow);
  parameters_button_->setVisible(!info_.parameters.empty());
  header->addWidget(view_choice_, 1);
  header->addStretch(0);
  header->addWidget(parameters_button_);
  parameters_area_->setWidget(parameters_);
  parameters_area_->setWidgetResizable(true);
  parameters_area_->setFrameShape(QFrame::NoFrame);
  parameters_area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  parameters_area_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  constexpr int some_rows = 140;  // pixels; the plot keeps the rest
  parameters_area_->setMaximumHeight(std::min(some_rows, parameters_->sizeHint().height() + 4));
  parameters_area_->hide();
  connect(parameters_button_, &QToolButton::toggled, this, [this](bool open) {
    parameters_button_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    parameters_area_->setVisible(open);
  });
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addLayout(header);
  column->addWidget(parameters_area_);
}

void AnalysisPanel::makeProgress() {
  progress_row_ = new QWidget(this);
  auto* row = new QHBoxLayout(progress_row_);
  row->setContentsMargins(0, 0, 0, 0);
  progress_ = new QProgressBar(this);
  progress_->setMaximumHeight(12);
  progress_->setTextVisible(false);
  progress_->setRange(0, 1000);
  const auto button = [&](const char* name, const QString& text, auto signal) {
    auto* made = new QToolButton(this);
    made->setObjectName(name);
    made->setText(text);
    made->setAutoRaise(true);
    row->addWidget(made);
    connect(made, &QToolButton::clicked, this, signal);
    return made;
  };
  row->addWidget(progress_, 1);
  cancel_ = button("cancel", tr("Cancel"), &AnalysisPanel::wholeFileCancelled);
  again_ = button("again", tr("Analyse the file"), &AnalysisPanel::wholeFileWanted);
  progress_row_->hide();
}

AnalysisRequest AnalysisPanel::request() const {
  return {info_.id, parameters_->values(), !is_row(info_) && whole_->isChecked(),
          follow_->isChecked()};
}

PanelState AnalysisPanel::state() const {
  return {parameters_->values(), whole_->isChecked(), follow_->isChecked(), wanted_view_};
}

void AnalysisPanel::setState(const PanelState& state) {
  parameters_->setValues(state.parameters);
  whole_->setChecked(state.whole);
  follow_->setChecked(state.insist);
  wanted_view_ = state.view;
  view_choice_->setCurrentIndex(std::max(0, view_choice_->findText(wanted_view_)));
  draw();
}

void AnalysisPanel::clear() {
  shown_.reset();
  other_.reset();
  const QString needs =
      is_row(info_) ? tr("It needs several frames.") : tr("Waits for the first frame.");
  say(QString::fromStdString(info_.title) + ". " + needs);
  note_->clear();
  progress_row_->hide();
}

void AnalysisPanel::say(const QString& sentence) {
  plot_->forget();
  scalars_->clear();
  stack_->setCurrentWidget(plot_);
  plot_->setHint(sentence);
  plot_->redraw();
}

void AnalysisPanel::showResults(const PanelResults& results, const Compared* other) {
  const AnalysisOutcome* outcome = results.outcome(request());
  showState(results);
  showProgress(outcome);
  const AnalysisOutcome* others = other ? other->results.outcome(request()) : nullptr;
  const auto result = outcome ? outcome->result : nullptr;
  const auto other_result = others ? others->result : nullptr;
  if (!result) {
    shown_.reset();
    return say(missing(results, request()));
  }
  const bool same = result == shown_ && theme().dark == dark_ && other_result == other_ &&
                    theirs_ == (other ? short_name(other->theirs) : QString());
  dark_ = theme().dark;
  shown_ = result;
  other_ = other_result;
  ours_ = other ? short_name(other->ours) : QString();
  theirs_ = other ? short_name(other->theirs) : QString();
  if (other)
    note_->setText(note_->text() + "<br>" +
                   legend_of(*other, curve_pen(0).color(), other_pen(0).color()));
  if (other && !other_result)
    note_->setText(note_->text() + ": " + missing(other->results, request()).toHtmlEscaped());
  if (same) return;
  offerViews(*shown_);
  draw();
}

void AnalysisPanel::showState(const PanelResults& results) {
  const AnalysisOutcome* outcome = results.outcome(request());
  note_->setText(outcome && outcome->result ? frames_used(results, request()) : QString());
  offerBrush();
  whole_->setVisible(!is_row(info_) && results.file_frames > 1);
  const bool price = results.live && outcome && (outcome->waits || follow_->isChecked());
  follow_->setVisible(price);
  if (price && outcome->seconds > 0)
    follow_->setText(
        tr("follow the run (%1 of a processor a frame)").arg(quantity(outcome->seconds, 1, "s")));
}

void AnalysisPanel::offerBrush() {
  const QString offer = tr(" · drag selects");
  const bool brushes = shown_ && plot_->choosesAtoms() && stack_->currentWidget() == plot_;
  if (brushes && !note_->text().isEmpty() && !note_->text().contains(offer))
    note_->setText(note_->text() + offer);
}

void AnalysisPanel::showProgress(const AnalysisOutcome* outcome) {
  const bool runs = outcome && outcome->progress;
  const bool cancelled = outcome && outcome->cancelled;
  progress_row_->setVisible(runs || cancelled);
  progress_->setVisible(runs);
  cancel_->setVisible(runs);
  again_->setVisible(cancelled);
  if (runs) progress_->setValue(static_cast<int>(1000 * *outcome->progress));
}

void AnalysisPanel::offerViews(const analysis::Result& result) {
  std::vector<ResultView> views = views_of(result);
  const auto titles = [](const std::vector<ResultView>& of) {
    QStringList list;
    for (const ResultView& view : of) list << view.title;
    return list;
  };
  if (titles(views) != titles(views_)) {
    view_choice_->clear();
    view_choice_->addItems(titles(views));
    view_choice_->setCurrentIndex(std::max(0, view_choice_->findText(wanted_view_)));
  }
  views_ = std::move(views);
  view_choice_->setVisible(views_.size() > 1);
}

void AnalysisPanel::showSelected(const std::shared_ptr<const std::vector<int>>& atoms) {
  plot_->setSelected(atoms);
  if (plot_->choosesAtoms()) draw();
}

void AnalysisPanel::choose(double low, double high) {
  const auto at = static_cast<std::size_t>(std::max(0, view_choice_->currentIndex()));
  if (!shown_ || at >= views_.size() || !plot_->choosesAtoms()) return;
  const ResultView& view = views_[at];
  const Dataset& dataset = shown_->dataset(view.dataset);
  const bool histogram = view.kind == Dataset::Kind::per_atom;
  const analysis::Column& column =
      histogram ? dataset.column(view.columns.front()) : dataset.columns.front();
  const std::vector<int> atoms = histogram ? atoms_of_histogram(dataset, column, low, high)
                                           : atoms_of_curves(*shown_, view, low, high);
  const ShownUnit shown = shown_unit(column.unit);
  Q_EMIT atomsChosen(atoms, tr("%1 from %2 to %3")
                                .arg(name_text(column.name), quantity(shown.of(low), 3),
                                     quantity(shown.of(high), 3, unit_text(shown.unit))));
}

bool AnalysisPanel::event(QEvent* event) {
  if (event->type() == units_changed()) draw();
  return Panel::event(event);
}

void AnalysisPanel::draw() {
  if (!shown_) return;
  scalars_->showScalars(*shown_, other_.get());
  if (views_.empty()) {
    plot_->forget();
    plot_->setHint(tr("There are numbers only, nothing to draw."));
    return stack_->setCurrentWidget(plot_);
  }
  const auto at = static_cast<std::size_t>(std::max(0, view_choice_->currentIndex()));
  const ResultView& view = views_[at];
  if (view.kind != Dataset::Kind::table) {
    stack_->setCurrentWidget(plot_);
    plot_->showResult(*shown_, view, other_.get(), ours_, theirs_);
    return offerBrush();
  }
  stack_->setCurrentWidget(table_);
  const Dataset* theirs = nullptr;
  if (other_)
    for (const Dataset& dataset : other_->datasets)
      if (dataset.name == view.dataset) theirs = &dataset;
  table_->table().show(shown_->dataset(view.dataset), theirs, theirs_);
}

}  // namespace vitrine::widgets
