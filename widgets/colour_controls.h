#pragma once
#include <QWidget>
#include <map>
#include <string>

#include "widgets/property_colours.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;

namespace vitrine::widgets {

class Presenter;

/// What the view is coloured by, with which map and over which range. Each property keeps what was
/// chosen for it.
class ColourControls : public QWidget {
  Q_OBJECT
 public:
  explicit ColourControls(QWidget* parent = nullptr);

  /// Shows what is chosen and what can be, and colours `look` for the picture on the screen.
  void follow(const Presenter& presenter, render::Look& look);
  void openList();  ///< of properties
  /// What was chosen by hand, by property.
  const std::map<std::string, PropertyLook>& looks() const { return looks_; }
  void setLooks(std::map<std::string, PropertyLook> looks);

 Q_SIGNALS:
  void propertyChosen(const QString& id);
  void changed();  ///< map or range

 private:
  void makeMap(QGridLayout* grid);
  void makeRange(QGridLayout* grid);
  void offer(const std::vector<analysis::AtomProperty>& properties);
  void showChosen(const Presenter& presenter);
  void colour(const Presenter& presenter, render::Look& look);
  PropertyLook lookOf(const std::string& property) const;
  const analysis::AtomProperty* find(const std::string& property) const;
  /// A control was moved by hand.
  template <class Change>
  void change(Change&& what);

  QComboBox *property_, *map_, *range_;
  QCheckBox* reversed_;
  QDoubleSpinBox *low_, *high_;
  QWidget* scale_;  ///< what only continuous numbers have
  QLabel* note_;
  std::vector<analysis::AtomProperty> properties_;
  std::map<std::string, PropertyLook> looks_;  ///< chosen ones, by property
  std::string chosen_ = "entropy";
  std::string offered_;   ///< ids and obstacles in the list
  bool showing_ = false;  ///< controls move because something is shown, not by hand
};

}  // namespace vitrine::widgets
