#pragma once
#include <QTimer>
#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

#include "render/scene.h"
#include "widgets/colour_lane.h"

namespace vitrine::widgets {

class Presenter;
class TitleWords;
class View3d;

/// Beside the view a second one, of what the presenter compares with: the camera, the look and the
/// colours of the first, and above each what it shows. Either can be turned; of cells that lie
/// apart each is seen from as far as the other. Where both show the same atoms, selection and
/// measurements are one. While it is hidden it costs nothing.
class SideView : public QWidget {
  Q_OBJECT
 public:
  /// `main` is the first view. Both outlive this.
  SideView(Presenter& presenter, View3d& main, QWidget* parent);

  View3d& view() { return *view_; }
  /// The first view under its caption, to stand at the left of this.
  QWidget* firstColumn() { return first_column_; }
  const TitleWords& caption() const { return *caption_; }
  void setFirstCaption(const TitleWords& words);
  void setLook(const render::Look& look);
  void setMeasurements(const render::Measurements& measurements);
  const render::Look& look() const { return look_; }
  const render::Picture& picture() const { return picture_; }
  /// Puts pictures of the first view and of this one, at `scale` times their size, beside each
  /// other under their captions of now.
  std::function<QImage(const std::vector<QImage>&)> composer(double scale) const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  using Pair = std::pair<TopologyPtr, TopologyPtr>;  ///< what the first view shows, and this
  Pair pair() const;
  void follow();
  void takeColours(FrameColours colours);
  void showCaption();
  void showPicture();
  void forget();
  bool showsSameAtoms() const;
  void makeRoom();
  void turn(View3d& from, View3d& to, const Vec3& by);
  void turnThis() { turn(main_, *view_, apart_); }

  Presenter& presenter_;
  View3d& main_;
  View3d* view_;
  TitleWords *caption_, *first_caption_;
  QWidget* first_column_;
  render::Look look_;
  render::Measurements measurements_;
  render::Picture picture_;
  ColourJob asked_;                  ///< the newest
  std::uint64_t oldest_serial_ = 0;  ///< answers to older ones are no longer wanted
  ColourLane colours_;
  Pair pair_;                 ///< that `apart_` is of
  Vec3 apart_{Vec3::Zero()};  ///< angstrom, from the middle of the first cell to that of this one
  QTimer timer_;
  bool turning_ = false;
};

}  // namespace vitrine::widgets
