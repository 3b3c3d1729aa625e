#pragma once
#include <QString>
#include <optional>
#include <string>

namespace vitrine::widgets {

/// 124600 -> "124 600" with thin spaces.
QString grouped(qint64 number);
/// A number and its unit, "1 420 K", with a true minus sign and thin spaces.
QString quantity(double value, int decimals, const QString& unit = {});

/// A measured number with its unit and, where it is known, one standard error: as many digits as
/// the error lets count, two of it; "0.432 ± 0.051 k_B", "(1.20 ± 0.31)·10⁻⁶ cm² s⁻¹".
QString measured(double value, std::optional<double> error, const std::string& unit);
/// A unit of the analyses as it is printed: "1/A2" -> "Å⁻²", "deg" -> "°", "1" -> nothing.
QString unit_text(const std::string& unit);
/// "r / Å"; "cos" where there is no unit.
QString axis_text(const QString& name, const std::string& unit);

}  // namespace vitrine::widgets
