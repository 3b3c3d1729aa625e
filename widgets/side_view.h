#pragma once
#include <QTimer>
#include <QWidget>

#include "render/scene.h"
#include "widgets/colour_lane.h"

namespace vitrine::widgets {

class Presenter;
class View3d;

/// Beside the view a second one, of what the presenter compares with: the camera, the look and the
/// colours of the first. Either can be turned, and where both show the same atoms the selection is
/// one. While it is hidden it costs nothing.
class SideView : public QWidget {
  Q_OBJECT
 public:
  /// `main` is the first view. Both outlive this.
  SideView(Presenter& presenter, View3d& main, QWidget* parent);

  View3d& view() { return *view_; }
  void setLook(const render::Look& look);
  const render::Picture& picture() const { return picture_; }
  /// The first view's picture with this one's at its right, at `scale` times their size; null
  /// without OpenGL.
  QImage image(double scale);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void follow();
  void takeColours(FrameColours colours);
  void showPicture();
  bool showsSameAtoms() const;
  void turn(View3d& from, View3d& to);

  Presenter& presenter_;
  View3d& main_;
  View3d* view_;
  render::Look look_;
  render::Picture picture_;
  ColourJob asked_;                  ///< the newest
  std::uint64_t oldest_serial_ = 0;  ///< older ones were asked for before it was hidden
  ColourLane colours_;
  QTimer timer_;
  bool turning_ = false;
};

}  // namespace vitrine::widgets
