#pragma once
#include <QList>
#include <QObject>
#include <utility>

class QCPItemRect;

namespace vitrine::widgets {

class Plot;

/// From, to; ps.
using TimeSpans = QList<std::pair<double, double>>;

/// Spans of time that are marked in every part of a timeline.
class TimeSpanMarks : public QObject {
  Q_OBJECT
 public:
  explicit TimeSpanMarks(Plot* timeline);
  void show(const TimeSpans& spans);
  const TimeSpans& spans() const { return spans_; }

 private:
  void restyle();

  Plot* timeline_;
  TimeSpans spans_;
  QList<QCPItemRect*> bands_;
};

}  // namespace vitrine::widgets
