#pragma once
#include <QWidget>
#include <vector>

#include "analysis/analysis.h"

class QDoubleSpinBox;
class QPushButton;

namespace vitrine::widgets {

/// Spin boxes for the parameters of an analysis, each with its label, unit, range and default, and
/// a button that brings all defaults back.
class ParameterStrip : public QWidget {
  Q_OBJECT
 public:
  explicit ParameterStrip(const analysis::AnalysisInfo& info, QWidget* parent = nullptr);
  /// Those that differ from their defaults.
  analysis::Parameters values() const;
  /// The others get their defaults.
  void setValues(const analysis::Parameters& values);

 Q_SIGNALS:
  void changed();

 private:
  void reset();
  void edited();

  const std::vector<analysis::Parameter> parameters_;
  std::vector<QDoubleSpinBox*> boxes_;
  QPushButton* reset_;
};

}  // namespace vitrine::widgets
