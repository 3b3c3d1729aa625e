#include "widgets/title_words.h"

#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int shortest_name = 40, shortest = 80;  // pixels

const QString dot = QStringLiteral(" · ");

QString joined(const QString& before, const QString& after) {
  return before.isEmpty() || after.isEmpty() ? before + after : before + dot + after;
}

QFont words_font() {
  return text_font(TextSize::body, true);
}

}  // namespace

void StateWords::add(const QString& words, const QString& brief) {
  full_ = joined(full_, words);
  brief_ = joined(brief_, brief);
}

TitleWords::TitleWords(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TitleWords::setWords(const QString& name, const StateWords& state, const QString& tip) {
  setToolTip(tip);
  if (name == words_.name && state == words_.state) return;
  words_ = {name, state};
  setAccessibleName(text());
  updateGeometry();
  update();
}

QString TitleWords::text() const {
  return joined(words_.name, words_.state.full());
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
  const auto room_beside = [&](const QString& state) {
    return into.width() - metrics.horizontalAdvance(dot + state);
  };
  const QString& full = words.state.full();
  const QString& state = room_beside(full) >= shortest_name ? full : words.state.brief();
  // Of two runs the ends of the names tell which is which; of a moment its time, which comes last.
  const QString name =
      metrics.elidedText(words.name, Qt::ElideMiddle, std::max(room_beside(state), shortest_name));
  painter.drawText(into, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   metrics.elidedText(joined(name, state), Qt::ElideLeft, into.width()));
}

void TitleWords::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_words(painter, rect(), words_);
}

}  // namespace vitrine::widgets
