#pragma once
// QCustomPlot's header is written in Qt's keywords, which the program switches off because other
// libraries have members of the same names; they exist while this one header is read.
#include <QtGlobal>
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef emit
#undef slots
#undef signals
