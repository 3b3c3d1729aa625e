#pragma once
#include <QWidget>

#include "widgets/file_reader.h"

class QCPItemStraightLine;
class QLabel;
class QSlider;

namespace vitrine::widgets {

class Plot;
class ScalarAxis;
class ScalarTracks;
class TimelineMarks;

/// The frames of a file: a slider, their density where there is a cell, and their temperature where
/// there are velocities.
class FileTimeline : public QWidget {
  Q_OBJECT
 public:
  explicit FileTimeline(QWidget* parent = nullptr);
  /// Numbers of the analyses that the right axis can show instead of the temperature.
  void offer(ScalarTracks& tracks);
  void begin(const OpenedFile& file);
  void showScalars(const std::vector<FrameScalars>& scalars);
  void setFrame(std::size_t index);  ///< moves the playhead
  void tell(const QString& words);   ///< beside the slider
  Plot& plot() { return *plot_; }
  TimelineMarks& marks() { return *marks_; }  ///< at their frames, from 1
  QSlider& slider() { return *slider_; }

 Q_SIGNALS:
  void frameChosen(std::size_t index);
  void failed(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showNumbers();
  void showHint();
  void restyle();
  void fit();

  Plot* plot_;
  QSlider* slider_;
  QLabel* label_;
  QCPItemStraightLine* playhead_;
  TimelineMarks* marks_;
  ScalarAxis* numbers_ = nullptr;
  std::size_t frames_ = 0;
  QString hint_;  ///< instead of curves; empty: there are some
};

}  // namespace vitrine::widgets
