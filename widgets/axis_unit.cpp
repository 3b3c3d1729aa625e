#include "widgets/axis_unit.h"

#include "widgets/custom_plot.h"
#include "widgets/numbers.h"

namespace vitrine::widgets {
namespace {

/// Ticks at round numbers of the shown unit.
class UnitTicker : public QCPAxisTicker {
 public:
  QString name;
  std::string unit;  ///< native

  void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                QVector<double>& ticks, QVector<double>* sub_ticks,
                QVector<QString>* labels) override {
    const ShownUnit shown = shown_unit(unit);
    QCPAxisTicker::generate({shown.of(range.lower), shown.of(range.upper)}, locale, format,
                            precision, ticks, sub_ticks, labels);
    for (QVector<double>* places : {&ticks, sub_ticks})
      for (qsizetype i = 0; places && i < places->size(); ++i)
        (*places)[i] = shown.native((*places)[i]);
  }
};

QString label_of(const UnitTicker& ticker) {
  return ticker.name.isEmpty() ? QString() : axis_text(ticker.name, shown_unit(ticker.unit).unit);
}

QSharedPointer<UnitTicker> unit_ticker(const QCPAxis& axis) {
  return qSharedPointerDynamicCast<UnitTicker>(axis.ticker());
}

}  // namespace

void set_axis_unit(QCPAxis& axis, const QString& name, const std::string& native_unit) {
  QSharedPointer<UnitTicker> ticker = unit_ticker(axis);
  if (!ticker) {
    ticker = QSharedPointer<UnitTicker>::create();
    ticker->setTickCount(axis.ticker()->tickCount());
    axis.setTicker(ticker);
  }
  ticker->name = name;
  ticker->unit = native_unit;
  axis.setLabel(label_of(*ticker));
}

ShownUnit axis_unit(const QCPAxis& axis) {
  const auto ticker = unit_ticker(axis);
  return ticker ? shown_unit(ticker->unit) : ShownUnit();
}

void refresh_axis_unit(QCPAxis& axis) {
  if (const auto ticker = unit_ticker(axis)) axis.setLabel(label_of(*ticker));
}

}  // namespace vitrine::widgets
