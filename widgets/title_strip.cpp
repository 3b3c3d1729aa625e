#include "widgets/title_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "widgets/actions.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/theme.h"
#include "widgets/title_words.h"

namespace vitrine::widgets {
namespace {

/// "heat · 1 347 K · 12.30 ps"
StateWords state_of_run(const Presenter& presenter) {
  const LiveFeed& feed = presenter.feed();
  StateWords state;
  const auto& stages = feed.plan().stages;
  if (presenter.source() == Source::live && !feed.status().stage.empty())
    state.add(QString::fromStdString(feed.status().stage), {});
  else if (feed.hasPlan())
    state.add(QString::fromStdString(
                  stages[dynamics::target_at(feed.plan(), presenter.shownTime()).stage].name),
              {});
  if (const auto temperature = presenter.shownTemperature())
    state.add(shown_quantity(*temperature, 0, "K"));
  state.add(presenter.runTimeText(presenter.shownTime()));
  return state;
}

/// "frame 3 of 11 · 300 K · 0.50 ps"; a file that tells no time has its step instead.
StateWords state_of_file(const Presenter& presenter) {
  const FramePtr& frame = presenter.picture().frame;
  StateWords state;
  if (presenter.file()->frames > 1) {
    const QString number = QObject::tr("frame %1").arg(grouped(qint64(presenter.fileIndex()) + 1));
    state.add(QObject::tr("%1 of %2").arg(number, grouped(qint64(presenter.file()->frames))),
              number);
  }
  if (const auto temperature = presenter.shownTemperature())
    state.add(shown_quantity(*temperature, 0, "K"));
  if (const auto time = presenter.knownTime())
    state.add(shown_quantity(*time, 2, "ps"));
  else if (frame && frame->step != 0)
    state.add(QObject::tr("step %1").arg(grouped(frame->step)));
  return state;
}

QString name_of(const Presenter& presenter) {
  if (presenter.source() == Source::file) return QString::fromStdString(presenter.file()->name);
  // "ZIF-4 melt-quench, demonstration": what stands behind the comma is in the tooltip.
  return QString::fromStdString(presenter.feed().run().title).section(',', 0, 0);
}

}  // namespace

TitleStrip::TitleStrip(const Actions& actions, QWidget* parent)
    : QWidget(parent), words_(new TitleWords(this)), note_(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 3, 6, 3);
  row->setSpacing(2);
  QSizePolicy policy = words_->sizePolicy();
  policy.setRetainSizeWhenHidden(true);  // the buttons stay where they are
  words_->setSizePolicy(policy);
  note_->setFont(text_font(TextSize::small));
  note_->setForegroundRole(QPalette::PlaceholderText);
  note_->setContentsMargins(8, 0, 8, 0);
  row->addWidget(words_, 1);
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
  words_->setWords(shows ? name_of(presenter) : QString(),
                   !shows ? StateWords()
                   : file ? state_of_file(presenter)
                          : state_of_run(presenter),
                   file    ? QString::fromStdString(presenter.file()->path.string())
                   : shows ? QString::fromStdString(presenter.feed().run().title)
                           : QString());
  note_->setText(note);
  fit();
}

void TitleStrip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

/// The note goes before a word of what stands beside it.
void TitleStrip::fit() {
  const int gap = layout()->spacing();
  const int beside = note_->isHidden() ? 0 : note_->width() + gap;
  note_->setVisible(!note_->text().isEmpty() &&
                    words_->width() + beside >=
                        words_->sizeHint().width() + note_->sizeHint().width() + gap);
}

QString TitleStrip::text() const {
  return words_->text();
}

QString TitleStrip::state() const {
  return words_->state();
}

}  // namespace vitrine::widgets
