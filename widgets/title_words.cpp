#include "widgets/title_words.h"

#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int shortest_name = 40, shortest = 80;  // pixels

QString rest_of(const TitleWords::Words& words) {
  return words.name.isEmpty() || words.state.isEmpty() ? words.state
                                                       : QStringLiteral(" · ") + words.state;
}

QFont words_font() {
  return text_font(TextSize::body, true);
}

}  // namespace

TitleWords::TitleWords(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TitleWords::setWords(const QString& name, const QString& state, const QString& tip) {
  setToolTip(tip);
  if (name == words_.name && state == words_.state) return;
  words_ = {name, state};
  setAccessibleName(text());
  updateGeometry();
  update();
}

QString TitleWords::text() const {
  return words_.name + rest_of(words_);
}

QSize TitleWords::sizeHint() const {
  const QFontMetrics metrics(words_font());
  return {metrics.horizontalAdvance(text()) + 2, metrics.height()};
}

QSize TitleWords::minimumSizeHint() const {
  return {shortest, QFontMetrics(words_font()).height()};
}

void paint_words(QPainter& painter, const QRect& into, const TitleWords::Words& words) {
  painter.setFont(words_font());
  const QFontMetrics metrics(words_font());
  const QString rest = rest_of(words);
  const int room = std::max(into.width() - metrics.horizontalAdvance(rest), shortest_name);
  // Of two runs the ends of the names tell which is which.
  const QString line = metrics.elidedText(words.name, Qt::ElideMiddle, room) + rest;
  painter.drawText(into, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   metrics.elidedText(line, Qt::ElideRight, into.width()));
}

void TitleWords::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_words(painter, rect(), words_);
}

}  // namespace vitrine::widgets
