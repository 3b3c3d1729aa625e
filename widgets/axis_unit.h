#pragma once
#include <QString>
#include <string>

#include "widgets/display_units.h"

class QCPAxis;

namespace vitrine::widgets {

/// Labels an axis "r / Å" and numbers it in the unit that lengths are shown in; what is drawn along
/// it stays in the program's own unit. Without a name there is no label. It may be called again and
/// again.
void set_axis_unit(QCPAxis& axis, const QString& name, const std::string& native_unit);
/// Of an axis that was given none: as it is.
ShownUnit axis_unit(const QCPAxis& axis);
/// The label anew, after other units were chosen.
void refresh_axis_unit(QCPAxis& axis);

}  // namespace vitrine::widgets
