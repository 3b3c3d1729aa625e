#include "widgets/side_view.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "widgets/presenter.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

constexpr int poll_interval = 50;  // ms

}  // namespace

SideView::SideView(Presenter& presenter, View3d& main, QWidget* parent)
    : QWidget(parent), presenter_(presenter), main_(main), view_(makeView3d(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(view_);
  view_->setAccessibleName(tr("3D view of what is compared"));
  connect(&timer_, &QTimer::timeout, this, &SideView::follow);
  connect(view_, &View3d::drawn, &presenter_, &Presenter::chargeView);
  connect(view_, &View3d::cameraMoved, this, [this] { turn(*view_, main_); });
  connect(&main_, &View3d::cameraMoved, this, [this] { turn(main_, *view_); });
  // A view that nobody has turned frames its structure again when it changes its size.
  connect(&main_, &View3d::drawn, this, [this] { turn(main_, *view_); });
  connect(view_, &View3d::atomPicked, this, [this](int atom, bool adds) {
    if (showsSameAtoms()) Q_EMIT main_.atomPicked(atom, adds);
  });
  connect(view_, &View3d::atomsEnclosed, this, [this](const std::vector<int>& atoms, bool adds) {
    if (showsSameAtoms()) Q_EMIT main_.atomsEnclosed(atoms, adds);
  });
  connect(&presenter_.selection(), &Selection::changed, this, &SideView::showPicture);
}

void SideView::setLook(const render::Look& look) {
  look_ = look;
  look_.legend = false;  // the first view has it
  if (isVisible()) view_->setLook(look_);
}

void SideView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  follow();
  timer_.start(poll_interval);
}

void SideView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  timer_.stop();
  // What it showed may be compared no longer, or look otherwise, when it comes back.
  picture_ = {};
  asked_ = {.serial = asked_.serial};
  oldest_serial_ = asked_.serial + 1;
  view_->showPicture({});
  view_->setHint({});
}

void SideView::follow() {
  if (auto colours = colours_.take()) takeColours(std::move(*colours));
  view_->setSparing(presenter_.feed().isRunning());
  const ColourJob wanted{asked_.serial + 1,       presenter_.comparison().frame(), 0,
                         presenter_.colouredBy(), presenter_.reference(),          look_.placement};
  if (!wanted.frame ||
      (wanted.frame == asked_.frame && wanted.property == asked_.property &&
       wanted.reference == asked_.reference && wanted.placement == asked_.placement))
    return;
  asked_ = wanted;
  colours_.put(wanted);
}

void SideView::takeColours(FrameColours colours) {
  if (colours.job.serial < oldest_serial_) return;
  picture_.frame = colours.job.frame;
  picture_.arranged = colours.arranged;
  picture_.colouring = {};
  if (const analysis::AtomProperty* property = colours.property();
      property && !colours.values.empty())
    picture_.colouring = colouring_of(*property, std::move(colours.values));
  view_->setHint(presenter_.comparison().name());
  showPicture();
}

void SideView::showPicture() {
  if (!isVisible() || !picture_.frame) return;
  picture_.selected = showsSameAtoms() ? presenter_.selection().atoms() : nullptr;
  view_->showPicture(picture_, look_);
  turn(main_, *view_);
}

bool SideView::showsSameAtoms() const {
  const FramePtr& shown = presenter_.picture().frame;
  return shown && picture_.frame && shown->topology->elements == picture_.frame->topology->elements;
}

void SideView::turn(View3d& from, View3d& to) {
  auto pose = from.camera(), other = to.camera();
  if (turning_ || !isVisible() || !pose) return;
  pose->framed = false;  // each would frame its own cell
  if (other) other->framed = false;
  if (other && render::same_pose(*pose, *other)) return;
  const QScopedValueRollback turning(turning_, true);  // the other says that it was turned
  to.setCamera(*pose);
}

QImage SideView::image(double scale) {
  const QImage left = main_.image(scale), right = view_->image(scale);
  if (left.isNull() || right.isNull()) return left;
  QImage both(left.width() + right.width(), std::max(left.height(), right.height()), left.format());
  both.fill(Qt::white);
  QPainter painter(&both);
  painter.drawImage(0, 0, left);
  painter.drawImage(left.width(), 0, right);
  return both;
}

}  // namespace vitrine::widgets
