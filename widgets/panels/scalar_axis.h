#pragma once
#include <QObject>

class QCPAxis;
class QCPGraph;
class QCPItemText;
class QMenu;

namespace vitrine::widgets {

class Plot;
class ScalarTracks;

/// Lets an axis of a timeline show a number of an analysis instead of what it shows at first; which
/// one is chosen in the menu of the plot.
class ScalarAxis : public QObject {
  Q_OBJECT
 public:
  /// `usual`: what stands on the axis otherwise, in words.
  ScalarAxis(Plot& plot, QCPAxis& keys, QCPAxis& values, ScalarTracks& tracks,
             const QString& usual);
  bool shows() const;  ///< a number of an analysis
  bool draws() const;  ///< and something is known of it
  void draw();
  void fit();
  void restyle();

 private:
  void fillMenu();

  Plot& plot_;
  QCPAxis& values_;
  ScalarTracks& tracks_;
  QString usual_;
  QMenu* menu_;
  QCPGraph* graph_;
  QCPItemText* name_;
};

}  // namespace vitrine::widgets
