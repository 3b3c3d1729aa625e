#pragma once
#include <QWidget>
#include <functional>
#include <vector>

#include "render/scene.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace vitrine::widgets {

class ColourControls;
class KindControls;
class MeasurementControls;
class MeasurementList;
class Presenter;
class SelectionControls;
class SliceControls;

/// What is drawn and how, and what is selected.
class Inspector : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(QWidget* parent = nullptr);
  const render::Look& look() const { return look_; }
  /// Whether the periodic images were chosen by hand; else they follow the size of the cell.
  bool imagesChosen() const { return images_chosen_; }
  /// As if each control had been moved; of the look, what the controls hold.
  void setLook(const render::Look& look, bool images_chosen);
  /// The look is right for the picture on the screen from then on.
  void follow(const Presenter& presenter);
  /// The numbers: what is selected, and what is known of a single atom.
  void showSelection(const Presenter& presenter);
  QString picked() const;
  ColourControls& colours() { return *colours_; }
  SelectionControls& selection() { return *selection_; }
  SliceControls& slice() { return *slice_; }
  void showMeasurements(MeasurementList& list, const FramePtr& frame);

 Q_SIGNALS:
  void lookChanged(const vitrine::render::Look& look);
  void trailsChanged(int frames);  ///< 0: none are drawn

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeSwitches();
  QWidget* makeScales();
  QWidget* makeTrails();
  void offerImages(const Frame& frame);
  QString describe(const Presenter& presenter, int atom) const;
  void changed();

  render::Look look_;
  std::vector<std::function<void()>> controls_;  ///< each shows its part of the look
  std::size_t atoms_ = 0;                        ///< of the picture
  QComboBox *images_, *placement_;
  QCheckBox* trails_;
  QSpinBox* trail_length_;
  bool images_chosen_ = false;  ///< by hand; else by the size of the cell
  ColourControls* colours_;
  SelectionControls* selection_;
  KindControls* kinds_;
  SliceControls* slice_;
  MeasurementControls* measurements_;
  QLabel* picked_;
};

}  // namespace vitrine::widgets
