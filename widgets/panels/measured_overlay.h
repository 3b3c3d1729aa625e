#pragma once
#include <QObject>
#include <QPointer>
#include <filesystem>
#include <optional>

#include "analysis/curve_match.h"
#include "sim/model/curve.h"

class QAction;
class QCPGraph;

namespace vitrine::widgets {

class Plot;

/// An experiment's curve over a computed one: dropped on the plot or chosen from its menu, brought
/// to the computed one's scale by least squares within the range of x that is shown, with the R
/// factor that is left.
class MeasuredOverlay : public QObject {
  Q_OBJECT
 public:
  explicit MeasuredOverlay(Plot* plot);
  void open(const std::filesystem::path& file);
  void remove();
  bool exists() const { return curve_.has_value(); }
  /// The curve to compare with; nullptr: there is none now. It must live until the next call.
  void showOver(QCPGraph* computed);
  const std::optional<analysis::CurveMatch>& match() const { return match_; }
  /// "ZIF4.dofr: scale 0.92, offset 0.013, R 0.21"; empty without a curve.
  QString text() const;

 Q_SIGNALS:
  void changed();
  void failed(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void choose();
  void fit();

  Plot* plot_;
  QAction *scale_, *offset_, *remove_;
  std::optional<vitrine::Curve> curve_;  // widgets have a Curve, too
  QString name_;                         ///< of its file
  std::optional<analysis::CurveMatch> match_;
  QString unmatched_;  ///< why there is no match
  QPointer<QCPGraph> computed_, drawn_;
};

}  // namespace vitrine::widgets
