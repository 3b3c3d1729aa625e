#include "widgets/numbers.h"

#include <cmath>

namespace vitrine::widgets {
namespace {

constexpr QChar thin_space(0x2009), minus(0x2212), no_break_space(0x00a0);

QString group_digits(QString digits) {
  for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, thin_space);
  return digits;
}

}  // namespace

QString grouped(qint64 number) {
  const QString digits = group_digits(QString::number(std::abs(number)));
  return number < 0 ? minus + digits : digits;
}

QString quantity(double value, int decimals, const QString& unit) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  const QString text = QString::number(std::abs(value), 'f', decimals);
  const qsizetype point = text.indexOf('.');
  QString result = group_digits(text.left(point)) + (point < 0 ? QString() : text.mid(point));
  if (value < 0 && text.toDouble() != 0) result.prepend(minus);
  return unit.isEmpty() ? result : result + no_break_space + unit;
}

}  // namespace vitrine::widgets
