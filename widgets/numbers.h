#pragma once
#include <QString>

namespace vitrine::widgets {

/// 124600 -> "124 600" with thin spaces.
QString grouped(qint64 number);
/// A number and its unit, "1 420 K", with a true minus sign and thin spaces.
QString quantity(double value, int decimals, const QString& unit = {});

}  // namespace vitrine::widgets
