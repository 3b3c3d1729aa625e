#include "widgets/panels/time_spans.h"

#include "widgets/plot.h"
#include "widgets/plot_style.h"

namespace vitrine::widgets {

TimeSpanMarks::TimeSpanMarks(Plot* timeline) : QObject(timeline), timeline_(timeline) {
  connect(timeline, &Plot::restyled, this, &TimeSpanMarks::restyle);
}

void TimeSpanMarks::show(const TimeSpans& spans) {
  if (spans == spans_) return;
  for (QCPItemRect* band : bands_) timeline_->removeItem(band);
  bands_.clear();
  spans_ = spans;
  for (QCPAxisRect* rect : timeline_->axisRects())
    for (const auto& [from, to] : spans) {
      auto* band = new QCPItemRect(timeline_);
      band->setClipAxisRect(rect);
      for (QCPItemPosition* corner : {band->topLeft, band->bottomRight}) {
        corner->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        corner->setAxisRect(rect);
        corner->setTypeX(QCPItemPosition::ptPlotCoords);
        corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
      }
      band->topLeft->setCoords(from, 0);
      band->bottomRight->setCoords(to, 1);
      bands_ << band;
    }
  restyle();
  timeline_->redraw();
}

void TimeSpanMarks::restyle() {
  QColor colour = selected_colour();
  for (QCPItemRect* band : bands_) {
    colour.setAlphaF(0.8F);
    band->setPen(QPen(colour, 1.2));  // a single moment has no width
    colour.setAlphaF(0.25F);
    band->setBrush(colour);
  }
}

}  // namespace vitrine::widgets
