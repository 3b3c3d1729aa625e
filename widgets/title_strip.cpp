#include "widgets/title_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "widgets/actions.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

QString words(const Presenter& presenter) {
  QStringList parts;
  if (presenter.source() == Source::file) {
    parts << QString::fromStdString(presenter.file()->name)
          << QObject::tr("frame %1 of %2")
                 .arg(grouped(qint64(presenter.fileIndex()) + 1),
                      grouped(qint64(presenter.file()->frames)))
          << quantity(presenter.shownTime(), 2, "ps");
  } else if (presenter.feed().exists()) {
    const LiveFeed& feed = presenter.feed();
    parts << QString::fromStdString(feed.run().title);
    const auto& stages = feed.protocol().stages;
    const std::size_t stage = dynamics::target_at(feed.protocol(), presenter.shownTime()).stage;
    if (presenter.source() == Source::live && !feed.status().stage.empty())
      parts << QString::fromStdString(feed.status().stage);
    else if (stage < stages.size())
      parts << QString::fromStdString(stages[stage].name);
    if (const dynamics::Sample* sample = presenter.shownSample())
      parts << quantity(sample->temperature, 0, "K");
    parts << quantity(presenter.shownTime(), 2, "ps");
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

TitleStrip::TitleStrip(const Actions& actions, QWidget* parent)
    : QWidget(parent), text_(new QLabel(this)), note_(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 3, 6, 3);
  row->setSpacing(2);
  text_->setFont(text_font(TextSize::body, true));
  text_->setAccessibleName(tr("Shown"));
  text_->setMinimumWidth(80);
  note_->setFont(text_font(TextSize::small));
  note_->setForegroundRole(QPalette::PlaceholderText);
  note_->setContentsMargins(8, 0, 8, 0);
  row->addWidget(text_, 1);
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
  text_->setText(words(presenter));
  note_->setText(note);
}

QString TitleStrip::text() const {
  return text_->text();
}

}  // namespace vitrine::widgets
