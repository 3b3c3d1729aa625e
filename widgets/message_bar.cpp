#include "widgets/message_bar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "widgets/icons.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), text_(new QLabel(this)) {
  setObjectName("messageBar");
  setAccessibleName(tr("Message"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 6, 4, 6);
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* close = new QToolButton(this);
  close->setIcon(line_icon("close"));
  close->setAutoRaise(true);
  close->setToolTip(tr("Dismiss this message"));
  close->setAccessibleName(tr("Dismiss"));
  connect(close, &QToolButton::clicked, this, &MessageBar::dismissed);
  text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  text_->setMinimumWidth(200);
  text_->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  row->addWidget(text_, 1);
  row->addWidget(close, 0, Qt::AlignTop);
  restyle();
}

void MessageBar::say(const QString& sentence, Kind kind, const QList<QAction*>& offers) {
  text_->setText(sentence);
  kind_ = kind;
  delete std::exchange(offers_, new QWidget(this));
  auto* row = new QHBoxLayout(offers_);
  row->setContentsMargins(8, 0, 8, 0);
  for (QAction* offer : offers) {
    auto* button = new QToolButton(offers_);
    button->setDefaultAction(offer);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row->addWidget(button);
  }
  static_cast<QHBoxLayout*>(layout())->insertWidget(1, offers_, 0, Qt::AlignTop);
  restyle();
  fitHeight();
  Q_EMIT said(sentence, kind);
}

QString MessageBar::sentence() const {
  return text_->text();
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) restyle();
  if (event->type() == QEvent::FontChange && isVisible()) fitHeight();
}

void MessageBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  fitHeight();
}

void MessageBar::fitHeight() {
  // A tool bar asks a wrapping label for its height at some narrow width; this one is wide.
  const QMargins margins = layout()->contentsMargins();
  const int buttons = 40 + (offers_ ? offers_->sizeHint().width() : 0);
  const int room = width() - margins.left() - margins.right() - buttons;
  setFixedHeight(std::max(text_->heightForWidth(std::max(room, 200)), 24) + margins.top() +
                 margins.bottom());
}

void MessageBar::restyle() {
  const Theme& t = theme();
  const QString sheet =
      QStringLiteral("#messageBar { background: %1; border-left: 4px solid %2; }")
          .arg(t.surface.name(), (kind_ == Kind::failure ? t.error : t.accent).name());
  if (styleSheet() != sheet) setStyleSheet(sheet);  // setting it changes the palette again
}

}  // namespace vitrine::widgets
