#include "widgets/vtk_view.h"

#include <vtkVersion.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "widgets/lasso.h"
#include "widgets/theme.h"
#include "widgets/vtk_shot.h"

namespace vitrine::widgets {
namespace {

/// Without a movement for so long, the view stands: ms.
constexpr int after_turning = 250;
constexpr int after_a_frame = 400;  ///< frames that come faster than so are a film

/// Drawing takes both a thread of ours and, in software, every core: with so long a rest after each
/// picture, in its own time, a simulation beside it loses less than a fifth.
constexpr double rest_per_picture = 1.7;

/// Pixels drawn for a point of the screen, along each side: coarser ones are not worth the speed.
constexpr double coarsest = 0.5;

}  // namespace

VtkCanvas::VtkCanvas(QWidget* parent) : QWidget(parent) {
  window_->AddRenderer(renderer_);
  scene_ = std::make_unique<render::Scene>(renderer_);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(160, 120);
  makeLasso();
  standing_.setSingleShot(true);
  connect(&standing_, &QTimer::timeout, this, &VtkCanvas::endMoving);
  rest_.setSingleShot(true);
  connect(&rest_, &QTimer::timeout, this, [this] {
    if (stale_) update();
  });
}

VtkCanvas::~VtkCanvas() = default;

void VtkCanvas::redraw() {
  stale_ = true;
  if (!rest_.isActive()) update();
}

QSize VtkCanvas::pixels() const {
  return (QSizeF(size()) * pixelRatio()).toSize();
}

void VtkCanvas::fitWindow() {
  window_->SetSize(pixels().width(), pixels().height());
  scene_->set_scale(pixelRatio() * type_scale());
}

void VtkCanvas::paintEvent(QPaintEvent*) {
  if ((stale_ && !rest_.isActive()) || seen_.size() != pixels()) drawPicture();
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  if (seen_.isNull()) {
    painter.fillRect(rect(), palette().window());
  } else {
    painter.drawImage(rect(), seen_);
  }
}

void VtkCanvas::drawPicture() {
  QElapsedTimer clock;
  clock.start();
  if (!gl_) gl_ = std::make_unique<VtkContext>(window_);
  stale_ = false;
  fitWindow();
  seen_ = gl_->draw();
  const double seconds = 1e-9 * double(clock.nsecsElapsed());
  if (!moving_) whole_picture_ = seconds;
  if (moving_ && sparing_) rest_.start(static_cast<int>(1000 * rest_per_picture * seconds));
  Q_EMIT drawn(seconds);
}

std::unique_ptr<Shot> VtkCanvas::shot(double scale, bool transparent) const {
  if (!gl_ || !gl_->exists() || width() < 1 || height() < 1 || !(scale > 0)) return nullptr;
  const double ratio = devicePixelRatioF() * scale;
  const auto pixels = [ratio](int points) { return static_cast<int>(std::lround(points * ratio)); };
  return std::make_unique<VtkShot>(*scene_, render::Shutter{.width = pixels(width()),
                                                            .height = pixels(height()),
                                                            .scale = ratio * type_scale(),
                                                            .transparent = transparent});
}

int VtkCanvas::atomAt(const QPointF& position) const {
  const double ratio = pixelRatio();
  const int x = static_cast<int>(std::floor(position.x() * ratio));
  const int y = static_cast<int>(std::floor(position.y() * ratio));
  return scene_->pick(x, window_->GetSize()[1] - 1 - y);
}

void VtkCanvas::mousePressEvent(QMouseEvent* event) {
  pressed_ = last_ = event->position();
  dragged_ = false;
}

// The line is a widget over the view: the picture below is not drawn again for it.
void VtkCanvas::makeLasso() {
  auto* lasso = new Lasso(this);
  lasso->setStart([this](const QMouseEvent& event) {
    return lasso_ || event.modifiers().testFlag(Qt::ControlModifier);
  });
  connect(lasso, &Lasso::closed, this, [this](const QPolygonF& line, Qt::KeyboardModifiers keys) {
    const double ratio = pixelRatio();
    std::vector<std::array<double, 2>> pixels;
    for (const QPointF& point : line)
      pixels.push_back({point.x() * ratio, window_->GetSize()[1] - point.y() * ratio});
    Q_EMIT atomsEnclosed(scene_->atoms_within(pixels), keys.testFlag(Qt::ShiftModifier));
  });
  connect(lasso, &Lasso::clicked, this, [this](const QPointF& at, Qt::KeyboardModifiers keys) {
    Q_EMIT atomPicked(atomAt(at), keys.testFlag(Qt::ShiftModifier));
  });
}

void VtkCanvas::setLasso(bool on) {
  lasso_ = on;
  setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
}

void VtkCanvas::beginMoving(int standing_after, double budget) {
  if (!moving_ && whole_picture_ > budget) {
    moving_ = true;
    // In software the pixels take most of the time, and nothing is missed that is only blurred.
    const double share = budget / whole_picture_;
    detail_ = std::max(coarsest / devicePixelRatioF(), std::sqrt(share));
    scene_->simplify(std::min(1.0, share / (detail_ * detail_)));
    fitWindow();
  }
  standing_.start(std::max(standing_after, standing_.remainingTime()));
}

void VtkCanvas::beginTurning() {
  beginMoving(after_turning, sparing_ ? moving_budget_ / 2 : moving_budget_);
}

void VtkCanvas::frameCame() {
  // Half of the time goes by taking it in.
  if (since_frame_.isValid() && since_frame_.elapsed() < after_a_frame)
    beginMoving(after_a_frame, moving_budget_ / 2);
  since_frame_.start();
}

void VtkCanvas::turned() {
  beginTurning();
  redraw();
  Q_EMIT cameraMoved();
}

void VtkCanvas::endMoving() {
  standing_.stop();
  if (!moving_) return;
  moving_ = false;
  detail_ = 1;
  scene_->simplify(1);
  fitWindow();
  redraw();
}

void VtkCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() == Qt::NoButton) return;
  if ((event->position() - pressed_).manhattanLength() >= QApplication::startDragDistance())
    dragged_ = true;
  if (!dragged_) return;
  beginTurning();
  const QPointF moved = (event->position() - last_) * pixelRatio();
  last_ = event->position();
  const bool orbits = event->buttons() == Qt::LeftButton && event->modifiers() != Qt::ShiftModifier;
  if (orbits) {
    scene_->orbit(moved.x(), -moved.y());
  } else {
    scene_->pan(moved.x(), -moved.y());
  }
  redraw();
  Q_EMIT cameraMoved();
}

void VtkCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !dragged_)
    Q_EMIT atomPicked(atomAt(event->position()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void VtkCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  dragged_ = true;  // the release that follows is no click of its own
  const int atom = atomAt(event->position());
  if (atom < 0) {
    scene_->reset_camera();
  } else {
    scene_->centre_on(atom);
  }
  redraw();
  Q_EMIT cameraMoved();
}

void VtkCanvas::wheelEvent(QWheelEvent* event) {
  beginTurning();
  const double notches = event->angleDelta().y() / 120.0;
  scene_->zoom(std::pow(1.15, notches));
  event->accept();
  redraw();
  Q_EMIT cameraMoved();
}

QString VtkCanvas::renderer() {
  return gl_ ? gl_->renderer() : QString();
}

VtkView::VtkView(QWidget* parent)
    : View3d(parent), canvas_(new VtkCanvas(this)), hint_(new QLabel(canvas_)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(canvas_);
  setAccessibleName(tr("3D view"));
  hint_->setFont(text_font(TextSize::small));
  hint_->setAutoFillBackground(true);
  hint_->setFrameShape(QFrame::StyledPanel);
  hint_->setBackgroundRole(QPalette::ToolTipBase);
  hint_->setForegroundRole(QPalette::ToolTipText);
  hint_->setContentsMargins(10, 5, 10, 5);
  hint_->setAttribute(Qt::WA_TransparentForMouseEvents);
  hint_->hide();
  connect(canvas_, &VtkCanvas::atomPicked, this, &View3d::atomPicked);
  connect(canvas_, &VtkCanvas::atomsEnclosed, this, &View3d::atomsEnclosed);
  connect(canvas_, &VtkCanvas::drawn, this, &View3d::drawn);
  connect(canvas_, &VtkCanvas::cameraMoved, this, &View3d::cameraMoved);
}

void VtkView::setLook(const render::Look& look) {
  canvas_->scene().set_look(look);
  canvas_->redraw();
}

template <class Show>
void VtkView::takeIn(Show&& show) {
  QElapsedTimer clock;
  clock.start();
  show();
  canvas_->redraw();
  Q_EMIT drawn(1e-9 * double(clock.nsecsElapsed()));
}

void VtkView::showPicture(const render::Picture& picture) {
  takeIn([&] { canvas_->scene().show(picture); });
}

void VtkView::showPicture(const render::Picture& picture, const render::Look& look) {
  if (picture.frame != frame_) canvas_->frameCame();
  frame_ = picture.frame;
  takeIn([&] { canvas_->scene().show(picture, look); });
}

void VtkView::resetCamera() {
  canvas_->scene().reset_camera();
  canvas_->redraw();
  Q_EMIT cameraMoved();
}

void VtkView::viewAlong(int axis, bool backwards) {
  canvas_->scene().view_along(axis, backwards);
  canvas_->redraw();
  Q_EMIT cameraMoved();
}

std::optional<render::CameraPose> VtkView::camera() const {
  return canvas_->scene().camera();
}

void VtkView::setCamera(const render::CameraPose& pose) {
  canvas_->scene().set_camera(pose);
  canvas_->redraw();
  Q_EMIT cameraMoved();
}

void VtkView::turnTo(const render::CameraPose& pose) {
  canvas_->scene().set_camera(pose);
  canvas_->turned();
}

std::optional<render::Corners> VtkView::corners() const {
  return canvas_->scene().corners();
}

void VtkView::setRoomFor(const std::optional<render::Corners>& others) {
  canvas_->scene().set_room_for(others);
  canvas_->redraw();
}

QString VtkView::versions() const {
  return QString("VTK %1; %2").arg(vtkVersion::GetVTKVersion(), canvas_->renderer());
}

void VtkView::setParallel(bool parallel) {
  canvas_->scene().set_parallel(parallel);
  canvas_->redraw();
  Q_EMIT cameraMoved();
}

void VtkView::setMeasurements(const render::Measurements& measurements) {
  canvas_->scene().set_measurements(measurements);
  canvas_->redraw();
}

void VtkView::setTrails(std::shared_ptr<const render::Trails> trails) {
  canvas_->scene().set_trails(std::move(trails));
  canvas_->redraw();
}

void VtkView::placeHint() {
  const int rim = 10;
  hint_->setWordWrap(hint_->fontMetrics().horizontalAdvance(hint_->text()) + 4 * rim > width());
  const int across = std::min(hint_->sizeHint().width(), std::max(width() - 2 * rim, 80));
  const int high =
      hint_->hasHeightForWidth() ? hint_->heightForWidth(across) : hint_->sizeHint().height();
  hint_->setGeometry(rim, rim, across, high);
}

void VtkView::resizeEvent(QResizeEvent* event) {
  View3d::resizeEvent(event);
  placeHint();
}

void VtkView::changeEvent(QEvent* event) {
  View3d::changeEvent(event);
  if (event->type() != QEvent::FontChange) return;
  canvas_->redraw();  // its words, too
  placeHint();
}

void VtkView::setLasso(bool on) {
  canvas_->setLasso(on);
}

void VtkView::setHint(const QString& words) {
  hint_->setText(words);
  hint_->setVisible(!words.isEmpty());
  placeHint();
}

std::unique_ptr<Shot> VtkView::shot(double scale, bool transparent) {
  return canvas_->shot(scale, transparent);
}

}  // namespace vitrine::widgets
