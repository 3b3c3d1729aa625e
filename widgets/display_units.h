#pragma once
#include <QEvent>
#include <QString>
#include <string>
#include <vector>

namespace vitrine::widgets {

/// The units that measured numbers, plots and tables are shown in, in the grammar of the analyses
/// ("A", "kJ/mol"). What somebody types (but for the target temperature), parameters, selection
/// expressions, the 3D view and all files keep the program's own, which are these defaults.
struct DisplayUnits {
  std::string length = "A", time = "ps", energy = "eV", temperature = "K";
  bool operator==(const DisplayUnits&) const = default;
};

/// What can be chosen for one of them; the first is the program's own.
struct UnitChoice {
  const char* id;    ///< "length"
  QString quantity;  ///< "Length"
  std::string DisplayUnits::*chosen;
  std::vector<std::string> units;
  bool offers(const std::string& unit) const;
};
std::vector<UnitChoice> unit_choices();

/// How a number of the program becomes one of the screen.
struct ShownUnit {
  std::string unit;  ///< "nm"
  double factor = 1, offset = 0;

  double of(double native) const { return factor * native + offset; }
  double native(double shown) const { return (shown - offset) / factor; }
  /// Decimals that tell as much as so many of the native unit.
  int decimals(int native) const;
};

/// In the units in force. A temperature is moved to another zero only where it stands alone ("K");
/// "1/A2" becomes "1/nm2"; what is none of the four, "g/cm3", stays as it is.
ShownUnit shown_unit(const std::string& native);

/// "1 420 K" in the unit in force; `decimals` are those of the native unit.
QString shown_quantity(double value, int decimals, const std::string& unit);

const DisplayUnits& display_units();
/// Every widget hears of it as an event of the type units_changed(). InputError: no such unit.
void set_display_units(const DisplayUnits& units);
QEvent::Type units_changed();

}  // namespace vitrine::widgets
