#include "widgets/analysis_panels.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "widgets/panels/analysis_panel.h"
#include "widgets/presenter.h"
#include "widgets/processor_time.h"

namespace vitrine::widgets {
namespace {

/// A tab has little room: "Velocity autocorrelation…"; the tooltip has the rest.
QString tab_title(const std::string& title) {
  constexpr qsizetype most = 26;
  const QString whole = QString::fromStdString(title);
  if (whole.size() <= most) return whole;
  return whole.left(whole.lastIndexOf(' ', most)) + QStringLiteral("…");
}

/// What a panel would show of these outcomes; changes when it has to be drawn anew.
QString signature(const PanelResults& results, const AnalysisRequests& requests) {
  QString text = results.live ? QString() : QString::number(results.time);
  if (results.only) text += QString("of %1").arg(results.only->serial());
  for (const AnalysisRequest& request : requests) {
    const AnalysisOutcome* outcome = results.outcome(request);
    if (!outcome) continue;
    text += QString("|%1 %2 %3 %4 %5")
                .arg(QString::fromStdString(request.id), QString::number(outcome->serial),
                     QString::number(outcome->progress.value_or(-1)))
                .arg(outcome->waits)
                .arg(outcome->cancelled);
  }
  return text;
}

bool knows_nothing(const PanelResults& results, const AnalysisRequests& requests) {
  return std::none_of(requests.begin(), requests.end(),
                      [&](const AnalysisRequest& request) { return results.outcome(request); });
}

}  // namespace

AnalysisPanels::AnalysisPanels(QMainWindow* window, Presenter& presenter)
    : QObject(window), window_(window), presenter_(presenter) {
  for (const analysis::AnalysisInfo& info : analysis::registry()) makeDock(info.id);
  connect(&presenter, &Presenter::resultsChanged, this, &AnalysisPanels::show);
  connect(&presenter, &Presenter::comparisonChanged, this, &AnalysisPanels::show);
  connect(&presenter, &Presenter::resultsCleared, this, &AnalysisPanels::clear);
  connect(&presenter.selection(), &Selection::changed, this, &AnalysisPanels::showSelected);
  connect(&presenter, &Presenter::restrictionChanged, this, &AnalysisPanels::showRestriction);
}

/// The dock is there from the start, so that a remembered layout finds it; its panel is made when
/// it is first opened.
void AnalysisPanels::makeDock(const std::string& id) {
  const analysis::AnalysisInfo& info = analysis::analysis_info(id);
  auto* dock = new QDockWidget(tab_title(info.title), window_);
  dock->setObjectName("analysis." + QString::fromStdString(id));
  dock->toggleViewAction()->setToolTip(
      tr("Definition: %1").arg(QString::fromStdString(info.reference)));
  docks_[id] = dock;
  titles_[dock] = dock->windowTitle();
  connect(dock, &QDockWidget::visibilityChanged, this, [this, dock, id](bool visible) {
    if (visible && !panel(id)) fill(dock, id);
  });
}

void AnalysisPanels::fill(QDockWidget* dock, const std::string& id) {
  auto* panel = new AnalysisPanel(analysis::analysis_info(id), dock);
  connect(panel, &AnalysisPanel::wholeFileCancelled, &presenter_, &Presenter::cancelWholeFile);
  connect(panel, &AnalysisPanel::wholeFileWanted, &presenter_, &Presenter::resumeWholeFile);
  connect(panel, &AnalysisPanel::stateChanged, this, &AnalysisPanels::stateChanged);
  adopt(panel);
  if (const auto state = waiting_.extract(id)) panel->setState(state.mapped());
  dock->setWidget(panel);
}

void AnalysisPanels::add(Panel* panel, QDockWidget* dock) {
  own_docks_.push_back(dock);
  titles_[dock] = dock->windowTitle();
  adopt(panel);
}

void AnalysisPanels::adopt(Panel* panel) {
  panels_.push_back(panel);
  connect(panel, &Panel::failed, this, &AnalysisPanels::failed);
  connect(panel, &Panel::drawn, &presenter_, &Presenter::chargeDrawing);
  connect(panel, &Panel::atomsChosen, this,
          [this](const std::vector<int>& atoms, const QString& how) {
            presenter_.selection().set(atoms, how);
          });
  panel->showSelected(presenter_.selection().atoms());
  connect(panel, &Panel::wantsChanged, this, &AnalysisPanels::askSoon);
}

/// Several panels change at once when docks are moved: they are asked together, a little later.
void AnalysisPanels::askSoon() {
  if (std::exchange(asks_, true)) return;
  QTimer::singleShot(0, this, &AnalysisPanels::ask);
}

void AnalysisPanels::want(const std::string& id) {
  if (std::exchange(wanted_, id) != id) askSoon();
}

void AnalysisPanels::ask() {
  asks_ = false;
  AnalysisRequests wanted;
  for (const Panel* panel : panels_)
    if (panel->isVisible()) wanted.merge(panel->wants());
  if (!wanted_.empty() && std::none_of(wanted.begin(), wanted.end(), [this](const auto& request) {
        return request.id == wanted_;
      }))
    wanted.insert({wanted_});
  presenter_.want(wanted);
  drawn_.clear();  // other requests are other results
  show();
}

void AnalysisPanels::show() {
  const PanelResults* results = presenter_.results();
  if (!results) return;
  const double start = processor_seconds();
  const Comparison& other = presenter_.comparison();
  const Compared compared{other.results(), presenter_.shownName(), other.name()};
  const bool both = other.exists() && !compared.theirs.isEmpty();
  for (Panel* panel : panels_) {
    if (!panel->isVisible()) continue;
    const AnalysisRequests wanted = panel->wants();
    QString now = signature(*results, wanted);
    if (both) now += compared.ours + compared.theirs + signature(other.results(), wanted);
    // Other atoms were chosen a moment ago: what was drawn stands until there is something of them.
    if (!drawn_[panel].isEmpty() && knows_nothing(*results, wanted)) continue;
    if (std::exchange(drawn_[panel], now) == now) continue;
    panel->showResults(*results, both ? &compared : nullptr);
  }
  presenter_.chargeDrawing(processor_seconds() - start);
}

void AnalysisPanels::showSelected() {
  for (Panel* panel : panels_) panel->showSelected(presenter_.selection().atoms());
}

void AnalysisPanels::showRestriction() {
  const bool restricted = presenter_.restrictsToSelected();
  for (const auto& [dock, title] : titles_) {
    const auto own = std::find_if(docks_.begin(), docks_.end(),
                                  [&](const auto& entry) { return entry.second == dock; });
    const bool can =
        own == docks_.end() || analysis::analysis_info(own->first).restriction.possible;
    dock->setWindowTitle(restricted && can ? tr("%1 · selected only").arg(title) : title);
  }
}

void AnalysisPanels::clear() {
  drawn_.clear();
  for (Panel* panel : panels_) panel->clear();
}

void AnalysisPanels::takeOut() {
  for (const auto& [id, dock] : docks_) window_->removeDockWidget(dock);
}

void AnalysisPanels::layOut(QDockWidget* beside) {
  for (const auto& [id, dock] : docks_) {
    dock->setFloating(false);
    window_->tabifyDockWidget(beside, dock);
    dock->hide();
  }
}

void AnalysisPanels::open(const std::string& id) {
  QDockWidget* opened = dock(analysis::analysis_info(id).id);
  opened->show();
  opened->raise();
}

AnalysisPanel* AnalysisPanels::panel(const std::string& id) const {
  return qobject_cast<AnalysisPanel*>(dock(id)->widget());
}

QDockWidget* AnalysisPanels::dock(const std::string& id) const {
  return docks_.at(id);
}

std::map<std::string, PanelState> AnalysisPanels::states() const {
  std::map<std::string, PanelState> states = waiting_;
  for (const auto& [id, dock] : docks_)
    if (const AnalysisPanel* made = panel(id)) states[id] = made->state();
  std::erase_if(states, [](const auto& entry) { return entry.second == PanelState{}; });
  return states;
}

void AnalysisPanels::setStates(const std::map<std::string, PanelState>& states) {
  waiting_.clear();
  for (const auto& [id, dock] : docks_) {
    const auto given = states.find(id);
    const PanelState state = given == states.end() ? PanelState{} : given->second;
    AnalysisPanel* made = panel(id);
    if (made && made->state() != state) made->setState(state);
    if (!made && given != states.end()) waiting_[id] = state;
  }
}

void AnalysisPanels::fillMenu(QMenu* menu) {
  menu->setToolTipsVisible(true);
  for (QDockWidget* dock : own_docks_) {
    QAction* action = menu->addAction(titles_.at(dock));
    connect(action, &QAction::triggered, dock, [dock] {
      dock->show();
      dock->raise();
    });
  }
  std::map<std::string, std::vector<const analysis::AnalysisInfo*>> categories;
  for (const analysis::AnalysisInfo& info : analysis::registry())
    categories[info.category].push_back(&info);
  for (const auto& [category, infos] : categories) {
    menu->addSection(QString::fromStdString(category));
    for (const analysis::AnalysisInfo* info : infos) {
      QAction* action = menu->addAction(QString::fromStdString(info->title));
      action->setToolTip(tr("Definition: %1").arg(QString::fromStdString(info->reference)));
      connect(action, &QAction::triggered, this, [this, id = info->id] { open(id); });
    }
  }
}

}  // namespace vitrine::widgets
