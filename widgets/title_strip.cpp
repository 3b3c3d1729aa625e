#include "widgets/title_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "widgets/actions.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

const QString dot = QStringLiteral(" · ");

/// "heat · 1 347 K · 12.30 ps"
QString state_of_run(const Presenter& presenter) {
  const LiveFeed& feed = presenter.feed();
  QStringList parts;
  const auto& stages = feed.plan().stages;
  if (presenter.source() == Source::live && !feed.status().stage.empty())
    parts << QString::fromStdString(feed.status().stage);
  else if (feed.hasPlan())
    parts << QString::fromStdString(
        stages[dynamics::target_at(feed.plan(), presenter.shownTime()).stage].name);
  if (const dynamics::Sample* sample = presenter.shownSample();
      sample && std::isfinite(sample->temperature))
    parts << quantity(sample->temperature, 0, "K");
  parts << presenter.runTimeText(presenter.shownTime());
  return parts.join(dot);
}

/// "frame 3 of 11 · 0.50 ps"; a file that tells no time has its step instead.
QString state_of_file(const Presenter& presenter) {
  const FramePtr& frame = presenter.picture().frame;
  QStringList parts;
  if (presenter.file()->frames > 1)
    parts << QObject::tr("frame %1 of %2")
                 .arg(grouped(qint64(presenter.fileIndex()) + 1),
                      grouped(qint64(presenter.file()->frames)));
  if (const auto time = presenter.knownTime())
    parts << quantity(*time, 2, "ps");
  else if (frame && frame->step != 0)
    parts << QObject::tr("step %1").arg(grouped(frame->step));
  return parts.join(dot);
}

QString name_of(const Presenter& presenter) {
  if (presenter.source() == Source::file) return QString::fromStdString(presenter.file()->name);
  // "ZIF-4 melt-quench, demonstration": what stands behind the comma is in the tooltip.
  return QString::fromStdString(presenter.feed().run().title).section(',', 0, 0);
}

}  // namespace

TitleStrip::TitleStrip(const Actions& actions, QWidget* parent)
    : QWidget(parent), name_(new QLabel(this)), state_(new QLabel(this)), note_(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 3, 6, 3);
  row->setSpacing(2);
  for (QLabel* label : {name_, state_}) label->setFont(text_font(TextSize::body, true));
  name_->setAccessibleName(tr("Shown"));
  name_->setMinimumWidth(40);
  state_->setAccessibleName(tr("State of what is shown"));
  note_->setFont(text_font(TextSize::small));
  note_->setForegroundRole(QPalette::PlaceholderText);
  note_->setContentsMargins(8, 0, 8, 0);
  row->addWidget(name_);
  row->addWidget(state_);
  row->addStretch(1);
  row->addWidget(note_);
  for (QAction* action : {actions.along_a, actions.along_b, actions.along_c, actions.reset_view,
                          actions.float_view}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({16, 16});
    if (action->icon().isNull()) button->setText(action->text().right(1));
    row->addWidget(button);
  }
}

void TitleStrip::show(const Presenter& presenter, const QString& note) {
  const bool file = presenter.source() == Source::file;
  const bool shows = file || presenter.feed().exists();
  full_name_ = shows ? name_of(presenter) : QString();
  full_state_ = !shows ? QString() : file ? state_of_file(presenter) : state_of_run(presenter);
  state_->setText(full_state_.isEmpty() ? QString() : dot + full_state_);
  note_->setText(note);
  name_->setToolTip(file    ? QString::fromStdString(presenter.file()->path.string())
                    : shows ? QString::fromStdString(presenter.feed().run().title)
                            : QString());
  elideName();
}

void TitleStrip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  elideName();
}

void TitleStrip::elideName() {
  const int full = name_->fontMetrics().horizontalAdvance(full_name_) + 2;
  // What the rest of the row needs, whatever the name takes now.
  const int rest = layout()->minimumSize().width() - name_->minimumWidth();
  const int room = std::clamp(width() - rest, 40, std::max(40, full));
  const QString shown = name_->fontMetrics().elidedText(full_name_, Qt::ElideRight, room);
  name_->setText(shown);
  name_->setFixedWidth(name_->fontMetrics().horizontalAdvance(shown) + 2);
}

QString TitleStrip::text() const {
  return full_name_ + state_->text();
}

QString TitleStrip::state() const {
  return full_state_;
}

}  // namespace vitrine::widgets
