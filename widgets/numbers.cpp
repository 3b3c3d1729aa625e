#include "widgets/numbers.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

namespace vitrine::widgets {
namespace {

constexpr QChar thin_space(0x2009), minus(0x2212), no_break_space(0x00a0);

QString superscript(const QString& digits) {
  static const QString raised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text;
  for (const QChar digit : digits)
    text += digit == '-' ? QChar(0x207b) : digit.isDigit() ? raised[digit.digitValue()] : digit;
  return text;
}

/// "cm2" -> "cm²", "A" -> "Å"; below a line "cm⁻²", "Å⁻¹".
QString factor_text(const QString& factor, bool inverse) {
  qsizetype letters = factor.size();
  while (letters > 1 && factor[letters - 1].isDigit()) --letters;
  QString text = factor.left(letters), power = factor.mid(letters);
  if (text == "A") text = QStringLiteral("Å");
  if (text == "deg") text = QStringLiteral("°");
  if (inverse) power = '-' + (power.isEmpty() ? QStringLiteral("1") : power);
  return text + superscript(power);
}

int power_of_ten(double value) {
  return value == 0 || !std::isfinite(value)
             ? 0
             : static_cast<int>(std::floor(std::log10(std::abs(value))));
}

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

QString measured(double value, std::optional<double> error, const std::string& unit) {
  if (error && !(std::isfinite(*error) && *error > 0)) error.reset();
  const int power = power_of_ten(std::max(std::abs(value), error.value_or(0)));
  const bool scientific = power < -3 || power > 5;
  const double scale = scientific ? std::pow(10.0, power) : 1;
  const bool whole = !error && value == std::round(value) && !scientific;
  const int last_digit = error ? power_of_ten(*error / scale) - 1 : power_of_ten(value / scale) - 3;
  const int decimals = whole ? 0 : std::clamp(-last_digit, 0, 6);
  QString text = quantity(value / scale, decimals);
  if (error) text += QStringLiteral(" ± ") + quantity(*error / scale, decimals);
  if (scientific)
    text = (error ? '(' + text + ')' : text) + QStringLiteral("·10") +
           superscript(QString::number(power));
  const QString printed = unit_text(unit);
  return printed.isEmpty() ? text : text + no_break_space + printed;
}

QString unit_text(const std::string& unit) {
  const QStringList factors = QString::fromStdString(unit).split('/');
  QStringList parts;
  if (factors.front() != "1") parts << factor_text(factors.front(), false);
  for (const QString& factor : factors.mid(1)) parts << factor_text(factor, true);
  return parts.join(no_break_space);
}

QString axis_text(const QString& name, const std::string& unit) {
  const QString printed = unit_text(unit);
  return printed.isEmpty() ? name : name + " / " + printed;
}

}  // namespace vitrine::widgets
