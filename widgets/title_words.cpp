#include "widgets/title_words.h"

#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int shortest_name = 40, shortest = 80;  // pixels

QFont words_font() {
  return text_font(TextSize::body, true);
}

}  // namespace

TitleWords::TitleWords(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TitleWords::setWords(const QString& name, const QString& state, const QString& tip) {
  setToolTip(tip);
  if (name == name_ && state == state_) return;
  name_ = name;
  state_ = state;
  setAccessibleName(text());
  updateGeometry();
  update();
}

QString TitleWords::rest() const {
  return name_.isEmpty() || state_.isEmpty() ? state_ : QStringLiteral(" · ") + state_;
}

QString TitleWords::text() const {
  return name_ + rest();
}

QSize TitleWords::sizeHint() const {
  const QFontMetrics metrics(words_font());
  return {metrics.horizontalAdvance(text()) + 2, metrics.height()};
}

QSize TitleWords::minimumSizeHint() const {
  return {shortest, QFontMetrics(words_font()).height()};
}

void TitleWords::paint(QPainter& painter, const QRect& into) const {
  painter.setFont(words_font());
  const QFontMetrics metrics(words_font());
  const int room = std::max(into.width() - metrics.horizontalAdvance(rest()), shortest_name);
  // Of two runs the ends of the names tell which is which.
  const QString words = metrics.elidedText(name_, Qt::ElideMiddle, room) + rest();
  painter.drawText(into, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   metrics.elidedText(words, Qt::ElideRight, into.width()));
}

void TitleWords::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter, rect());
}

}  // namespace vitrine::widgets
