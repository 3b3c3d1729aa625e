#pragma once
#include <QScrollArea>

#include "analysis/analysis.h"

class QLabel;

namespace vitrine::widgets {

/// The numbers of a result with their errors and units, one a line, and those of another result
/// beside them. As high as a few lines; more scroll.
class ScalarList : public QScrollArea {
  Q_OBJECT
 public:
  explicit ScalarList(QWidget* parent = nullptr);
  void showScalars(const analysis::Result& result, const analysis::Result* other);
  void clear();
  QString text() const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {60, 20}; }

 private:
  QLabel* label_;
  int lines_ = 0;
};

}  // namespace vitrine::widgets
