#pragma once
#include <QObject>
#include <QSize>

#include "widgets/dock_layout.h"

namespace vitrine::widgets {

/// Gives what a window gains or loses in size, by hand or to messages that come and go, to the area
/// at its top, where the view is: the columns keep their widths and the bottom its height until the
/// user moves them. Qt would share a loss among all and give a gain to the smallest.
class SteadyDocks : public QObject {
  Q_OBJECT
 public:
  explicit SteadyDocks(QMainWindow& window);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QSize room() const;
  void keep();
  void keepSoon();

  QMainWindow& window_;
  DockLayout kept_;    ///< as the user left the docks, in a part of the window
  QSize kept_room_;    ///< of this size
  DockLayout fitted_;  ///< as they were put since into one
  QSize room_;         ///< of this size
  bool soon_ = false;  ///< to be looked at when all docks have been laid out
};

}  // namespace vitrine::widgets
