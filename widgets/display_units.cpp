#include "widgets/display_units.h"

#include <QApplication>
#include <QStringList>
#include <QWidget>
#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

constexpr double zero_celsius = 273.15;  // K

DisplayUnits in_force;

/// Such units in one of the native unit that they stand for.
double in_native(const std::string& unit) {
  if (unit == "nm") return 0.1;
  if (unit == "fs") return 1000;
  if (unit == "ns") return 0.001;
  if (unit == "kJ/mol") return 1 / units::kj_per_mol_in_ev;
  if (unit == "kcal/mol") return 1 / units::kcal_per_mol_in_ev;
  return 1;
}

/// The factors of a unit, "1/A2" -> 1, A^-2.
struct Factor {
  QString symbol;
  int power;
};
std::vector<Factor> factors_of(const std::string& unit) {
  std::vector<Factor> factors;
  const QStringList parts = QString::fromStdString(unit).split('/');
  for (const QString& part : parts) {
    qsizetype letters = part.size();
    while (letters > 1 && part[letters - 1].isDigit()) --letters;
    const int power = letters == part.size() ? 1 : part.mid(letters).toInt();
    factors.push_back({part.left(letters), factors.empty() ? power : -power});
  }
  return factors;
}

/// The choice that a symbol is the native unit of; nullptr: none.
const std::string* chosen_for(const QString& symbol) {
  const DisplayUnits native;
  for (const auto unit : {&DisplayUnits::length, &DisplayUnits::time, &DisplayUnits::energy})
    if (symbol.toStdString() == native.*unit) return &(in_force.*unit);
  return nullptr;
}

std::string text_of(const std::vector<Factor>& factors) {
  QString text;
  for (const auto& [symbol, power] : factors) {
    if (!text.isEmpty()) text += '/';
    text += symbol;
    if (std::abs(power) != 1) text += QString::number(std::abs(power));
  }
  return text.toStdString();
}

}  // namespace

bool UnitChoice::offers(const std::string& unit) const {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

std::vector<UnitChoice> unit_choices() {
  return {{"length", QObject::tr("Length"), &DisplayUnits::length, {"A", "nm"}},
          {"time", QObject::tr("Time"), &DisplayUnits::time, {"ps", "fs", "ns"}},
          {"energy", QObject::tr("Energy"), &DisplayUnits::energy, {"eV", "kJ/mol", "kcal/mol"}},
          {"temperature", QObject::tr("Temperature"), &DisplayUnits::temperature, {"K", "°C"}}};
}

int ShownUnit::decimals(int native) const {
  return std::max(0, native - static_cast<int>(std::lround(std::log10(factor))));
}

ShownUnit shown_unit(const std::string& native) {
  if (native == "K" && in_force.temperature != native)
    return {in_force.temperature, 1, -zero_celsius};
  ShownUnit shown{native};
  std::vector<Factor> factors = factors_of(native);
  for (Factor& factor : factors) {
    const std::string* chosen = chosen_for(factor.symbol);
    if (!chosen) continue;
    // "kJ/mol" has no place below the line, and no analysis has an energy there.
    if (factor.power != 1 && chosen->find('/') != std::string::npos) return {native};
    shown.factor *= std::pow(in_native(*chosen), factor.power);
    factor.symbol = QString::fromStdString(*chosen);
  }
  shown.unit = text_of(factors);
  return shown;
}

QString shown_quantity(double value, int decimals, const std::string& unit) {
  const ShownUnit shown = shown_unit(unit);
  return quantity(shown.of(value), shown.decimals(decimals), unit_text(shown.unit));
}

const DisplayUnits& display_units() {
  return in_force;
}

void set_display_units(const DisplayUnits& units) {
  for (const UnitChoice& choice : unit_choices()) {
    const std::string& unit = units.*choice.chosen;
    if (!choice.offers(unit))
      throw InputError("no unit of " + std::string(choice.id) + ": " + unit);
  }
  if (units == in_force) return;
  in_force = units;
  for (QWidget* widget : QApplication::allWidgets()) {
    QEvent event(units_changed());
    QApplication::sendEvent(widget, &event);
  }
}

QEvent::Type units_changed() {
  static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
  return type;
}

}  // namespace vitrine::widgets
