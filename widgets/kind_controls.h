#pragma once
#include <QWidget>
#include <functional>
#include <vector>

#include "render/scene.h"

class QGridLayout;

namespace vitrine::widgets {

/// One row for each kind of thing in the view: whether it is drawn, how large, how opaque.
class KindControls : public QWidget {
  Q_OBJECT
 public:
  /// Changes `look`, which outlives it, and says so.
  KindControls(render::Look& look, QWidget* parent);
  void show(const render::Look& look);

 Q_SIGNALS:
  void changed();

 private:
  struct Scale {
    QString unit;
    double render::Look::*field;  ///< one of look_numbers
  };
  void addSwitch(QGridLayout* grid, int row, const QString& name, const QString& tip,
                 bool render::Look::*field);
  void addSlider(QGridLayout* grid, int row, int column, const Scale& scale);

  render::Look& look_;
  std::vector<std::function<void(const render::Look&)>> shows_;
};

}  // namespace vitrine::widgets
