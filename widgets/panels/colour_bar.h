#pragma once
#include <QWidget>

namespace vitrine::widgets {

/// The viridis scale of the pole figures, from 0 to a largest density.
class ColourBar : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  void setTop(double top);  ///< 0 hides the scale
  QSize sizeHint() const override { return {200, 16}; }
  QSize minimumSizeHint() const override { return {80, 16}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double top_ = 0;
};

}  // namespace vitrine::widgets
