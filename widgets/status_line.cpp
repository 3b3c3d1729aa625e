#include "widgets/status_line.h"

#include <QEvent>
#include <QLabel>
#include <algorithm>

#include "widgets/job_list.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr double seconds_per_day = 86400;

/// Running digits do not push what stands beside them: a label that had to grow stays so.
void show_number(QLabel* label, const QString& text) {
  label->setText(text);
  if (!text.isEmpty())
    label->setMinimumWidth(std::max(label->minimumWidth(), label->sizeHint().width()));
}

QLabel* number_label(QStatusBar* bar) {
  auto* label = new QLabel(bar);
  label->setContentsMargins(8, 0, 8, 0);
  bar->addWidget(label);
  return label;
}

}  // namespace

StatusLine::StatusLine(QWidget* parent) : QStatusBar(parent), badge_(new QLabel(this)) {
  setSizeGripEnabled(false);
  badge_->setAlignment(Qt::AlignCenter);
  badge_->setFont(text_font(TextSize::body, true));
  badge_->setAccessibleName(tr("State"));
  badge_->setAutoFillBackground(true);
  addWidget(badge_);
  progress_of_run_ = number_label(this);
  speed_ = number_label(this);
  selected_ = new QLabel(this);
  selected_->setObjectName("selected");
  selected_->setContentsMargins(8, 0, 8, 0);
  addWidget(selected_);
  engine_ = new QLabel(this);
  engine_->setContentsMargins(8, 0, 8, 0);
  jobs_ = new JobList(this);
  addPermanentWidget(jobs_);
  jobs_->hide();
  addPermanentWidget(engine_);
  setBadge({tr("READY"), theme().file});
  fitWidths();
}

/// As wide as what each will mostly hold.
void StatusLine::fitWidths() {
  const auto fit = [](QLabel* label, const QString& widest, int more) {
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest) + more);
  };
  fit(badge_, "FINISHED", 24);
  fit(progress_of_run_, tr("step 000 000 of 000 000 · 000.00 ps"), 0);
  fit(speed_, tr("0 000 steps/s · 00.0 ns/day"), 0);
}

void StatusLine::changeEvent(QEvent* event) {
  QStatusBar::changeEvent(event);
  if (event->type() == QEvent::FontChange && speed_) fitWidths();
}

StatusLine::Badge StatusLine::badgeOf(const Presenter& presenter) const {
  using dynamics::RunState;
  const Theme& t = theme();
  if (presenter.source() == Source::file) return {tr("FILE"), t.file};
  if (presenter.source() == Source::replay) return {tr("REPLAY"), t.replay};
  if (presenter.source() == Source::nothing) return {tr("READY"), t.file};
  switch (presenter.feed().status().state) {
    case RunState::minimising:
      return {tr("RELAXING"), t.live};
    case RunState::running:
      return {tr("LIVE"), t.live};
    case RunState::paused:
      return {tr("PAUSED"), t.paused};
    case RunState::finished:
      return {tr("FINISHED"), t.file};
    case RunState::stopped:
      return {tr("STOPPED"), t.file};
    case RunState::guarded:
      return {tr("STOPPED BY GUARD"), t.error};
    case RunState::failed:
      return {tr("FAILED"), t.error};
  }
  return {};
}

void StatusLine::setBadge(const Badge& badge) {
  badge_->setText(badge.text);
  QPalette colours = badge_->palette();
  colours.setColor(QPalette::Window, badge.ground);
  colours.setColor(QPalette::WindowText, text_on(badge.ground));
  badge_->setPalette(colours);
  badge_->setContentsMargins(8, 2, 8, 2);
}

void StatusLine::show(const Presenter& presenter) {
  setBadge(badgeOf(presenter));
  const FramePtr& picture = presenter.picture().frame;
  const bool any = picture && presenter.selection().size() > 0;
  QString selected = any ? presenter.selection().summary(*picture->topology) : QString();
  if (presenter.restrictsToSelected())
    selected = any ? tr("%1 · panels of these only").arg(selected)
                   : tr("panels of the selected only, and nothing is selected");
  selected_->setText(selected);
  if (presenter.source() == Source::file) {
    const FramePtr& frame = presenter.picture().frame;
    progress_of_run_->setText(tr("frame %1 of %2 · step %3")
                                  .arg(grouped(qint64(presenter.fileIndex()) + 1),
                                       grouped(qint64(presenter.file()->frames)),
                                       grouped(frame ? frame->step : 0)));
    speed_->setText(presenter.feed().isRunning() ? tr("a run goes on behind (L)") : QString());
    engine_->setText(frame ? tr("%1 atoms").arg(grouped(qint64(frame->size()))) : QString());
    return;
  }
  if (presenter.feed().exists()) showRun(presenter);
}

void StatusLine::showRun(const Presenter& presenter) {
  const LiveFeed& feed = presenter.feed();
  const dynamics::RunStatus& status = feed.status();
  const QString step =
      feed.hasPlan() ? tr("step %1 of %2").arg(grouped(status.step), grouped(status.total_steps))
                     : tr("step %1").arg(grouped(status.step));
  show_number(progress_of_run_, tr("%1 · %2").arg(step, presenter.runTimeText(status.time)));
  const int decimals = status.steps_per_second < 100 ? 1 : 0;
  QString speed = tr("%1 steps/s").arg(quantity(status.steps_per_second, decimals));
  if (feed.hasPlan())
    speed += tr(" · %1 ns/day")
                 .arg(quantity(
                     status.steps_per_second * feed.plan().time_step * seconds_per_day / 1000, 1));
  show_number(speed_, feed.isRunning() ? speed : QString());
  engine_->setText(QString::fromStdString(feed.run().engine));
}

QString StatusLine::badge() const {
  return badge_->text();
}

}  // namespace vitrine::widgets
