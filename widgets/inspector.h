#pragma once
#include <QWidget>

#include "render/scene.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace vitrine::widgets {

/// What is drawn and how, and what was picked.
class Inspector : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(QWidget* parent = nullptr);
  const render::Look& look() const { return look_; }
  /// The picture on the screen: for the automatic range and the picked atom.
  void setPicture(const render::Picture& picture);
  void pick(int atom);  ///< -1: nothing
  QString picked() const;

 Q_SIGNALS:
  void lookChanged(const vitrine::render::Look& look);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeSwitches();
  QWidget* makeScales();
  QWidget* makeRange();
  QSlider* makeSlider(const QString& name, double render::Look::*field, double low, double high);
  void followRange();
  void showPicked();
  void changed();

  render::Look look_;
  render::Picture picture_;
  int atom_ = -1;
  QComboBox* images_;
  bool images_chosen_ = false;  ///< by hand; else by the size of the cell
  QCheckBox* automatic_;
  QDoubleSpinBox *low_, *high_;
  QLabel* picked_;
};

}  // namespace vitrine::widgets
