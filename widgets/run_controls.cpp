#include "widgets/run_controls.h"

#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include "widgets/display_units.h"
#include "widgets/live_feed.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

QDoubleSpinBox* target_box(QToolBar* bar, const QString& letter, const QString& name,
                           const QString& unit, int decimals) {
  auto* label = new QLabel(letter, bar);
  label->setContentsMargins(6, 0, 2, 0);
  bar->addWidget(label);
  auto* box = new QDoubleSpinBox(bar);
  box->setAccessibleName(name);
  box->setToolTip(QObject::tr("%1; a value of your own holds from now on, until the schedule is "
                              "given it back")
                      .arg(name));
  box->setDecimals(decimals);
  box->setSuffix(QChar(0x00a0) + unit);
  box->setKeyboardTracking(false);
  box->setFocusPolicy(Qt::ClickFocus);
  box->setAlignment(Qt::AlignRight);
  bar->addWidget(box);
  return box;
}

/// Its unit, and limits in kelvin, in the unit in force.
void fit_unit(QDoubleSpinBox& temperature) {
  constexpr double hottest = 5000;
  const ShownUnit shown = shown_unit("K");
  const QString suffix = QChar(0x00a0) + unit_text(shown.unit);
  if (temperature.suffix() == suffix) return;
  const QSignalBlocker quiet(temperature);
  const bool has_none = temperature.value() == temperature.minimum();
  temperature.setSuffix(suffix);
  temperature.setRange(shown.of(0), shown.of(hottest));
  if (has_none) temperature.setValue(temperature.minimum());
}

void follow(QDoubleSpinBox& box, double value) {
  if (box.hasFocus()) return;
  const QSignalBlocker quiet(box);
  box.setValue(value);
}

}  // namespace

RunControls::RunControls(const Actions& actions, QWidget* parent)
    : QToolBar(tr("Controls"), parent), actions_(actions) {
  setObjectName("controls");
  setMovable(false);
  setContextMenuPolicy(Qt::PreventContextMenu);
  setIconSize({18, 18});
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  addActions({actions.open, actions.demo});
  addSeparator();
  addActions({actions.run, actions.pause, actions.step, actions.stop});
  addSeparator();
  temperature_ = target_box(this, "T", tr("Target temperature"), {}, 0);
  temperature_->setObjectName("temperature");
  fit_unit(*temperature_);
  temperature_->setSingleStep(50);
  pressure_ = target_box(this, "P", tr("Target pressure"), "GPa", 2);
  pressure_->setObjectName("pressure");
  pressure_->setRange(-5, 50);
  pressure_->setSingleStep(0.1);
  for (auto* box : {temperature_, pressure_}) {  // until a run has targets
    box->setSpecialValueText(QStringLiteral("–"));
    box->setValue(box->minimum());
  }
  addAction(actions.follow_schedule);
  auto* space = new QWidget(this);
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(space);
  addActions({actions.live, actions.branch, actions.picture});
  connect(temperature_, &QDoubleSpinBox::valueChanged, this,
          [this](double shown) { Q_EMIT temperatureChosen(shown_unit("K").native(shown)); });
  connect(pressure_, &QDoubleSpinBox::valueChanged, this, &RunControls::pressureChosen);
  for (auto* box : {temperature_, pressure_}) {  // Enter and Esc give the keys back to the run
    connect(box, &QDoubleSpinBox::editingFinished, box, &QWidget::clearFocus);
    box->installEventFilter(this);
  }
}

bool RunControls::eventFilter(QObject* watched, QEvent* event) {
  auto* box = qobject_cast<QDoubleSpinBox*>(watched);
  if (!box || event->type() != QEvent::KeyPress ||
      static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
    return QToolBar::eventFilter(watched, event);
  box->setValue(box->value());  // what was typed and not entered is forgotten
  box->clearFocus();
  return true;
}

void RunControls::show(const LiveFeed& feed) {
  const bool takes_commands = !feed.isOver();
  actions_.run->setText(feed.exists() && takes_commands ? tr("Continue") : tr("Run"));
  actions_.run->setEnabled(!feed.isRunning() && !feed.starting());
  actions_.demo->setEnabled(!feed.starting());
  actions_.pause->setEnabled(feed.isRunning());
  const bool takes_targets = takes_commands && feed.hasPlan();
  actions_.step->setEnabled(takes_targets);
  actions_.stop->setEnabled(takes_commands);
  actions_.pass_guard->setEnabled(feed.exists() &&
                                  feed.status().state == dynamics::RunState::guarded);
  actions_.follow_schedule->setEnabled(takes_targets && !feed.followsSchedule());
  temperature_->setEnabled(takes_targets);
  pressure_->setEnabled(takes_targets);
  fit_unit(*temperature_);
  if (feed.samples().empty() || !feed.hasPlan()) return;
  for (auto* box : {temperature_, pressure_}) box->setSpecialValueText({});
  follow(*temperature_, shown_unit("K").of(feed.samples().back().target_temperature));
  follow(*pressure_, feed.samples().back().target_pressure);
}

}  // namespace vitrine::widgets
