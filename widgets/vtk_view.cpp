#include "widgets/vtk_view.h"

#include <vtkCommand.h>
#include <vtkOpenGLState.h>
#include <vtkVersion.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMouseEvent>
#include <QOpenGLExtraFunctions>
#include <QOpenGLFunctions>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "render/capture.h"
#include "widgets/lasso.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

/// Without a movement for so long, the view stands: ms.
constexpr int after_turning = 250;
constexpr int after_a_frame = 1000;  ///< frames that come faster than so are a film

}  // namespace

VtkCanvas::VtkCanvas(QWidget* parent) : QOpenGLWidget(parent) {
  // Qt owns context and framebuffer; VTK draws into a framebuffer of its own, which paintGL copies.
  window_->SetReadyForRendering(false);
  window_->SetOwnContext(0);
  window_->SetFrameBlitModeToNoBlit();
  window_->SetMultiSamples(0);
  window_->SetMapped(1);
  window_->AddRenderer(renderer_);
  questions_->SetClientData(this);
  questions_->SetCallback([](vtkObject*, unsigned long event, void* self, void* reply) {
    static_cast<VtkCanvas*>(self)->answer(event, reply);
  });
  for (const auto event : {vtkCommand::WindowMakeCurrentEvent, vtkCommand::WindowIsCurrentEvent,
                           vtkCommand::WindowSupportsOpenGLEvent, vtkCommand::WindowIsDirectEvent})
    window_->AddObserver(event, questions_);
  scene_ = std::make_unique<render::Scene>(renderer_);
  setMinimumSize(160, 120);
  makeLasso();
  standing_.setSingleShot(true);
  connect(&standing_, &QTimer::timeout, this, &VtkCanvas::endMoving);
}

VtkCanvas::~VtkCanvas() {
  // The context dies after this object's members do; it must not call back by then.
  if (context_) {
    disconnect(context_, nullptr, this, nullptr);
    releaseGl();
  }
  scene_.reset();
  window_->RemoveObserver(questions_);
}

void VtkCanvas::answer(unsigned long event, void* reply) {
  switch (event) {
    case vtkCommand::WindowMakeCurrentEvent:
      // Not QOpenGLWidget::makeCurrent(): that binds Qt's framebuffer behind VTK's cached state.
      if (context_ && surface_) context_->makeCurrent(surface_);
      break;
    case vtkCommand::WindowIsCurrentEvent:
      *static_cast<bool*>(reply) = context_ && QOpenGLContext::currentContext() == context_;
      break;
    case vtkCommand::WindowSupportsOpenGLEvent:
    case vtkCommand::WindowIsDirectEvent:
      *static_cast<int*>(reply) = 1;
      break;
  }
}

void VtkCanvas::initializeGL() {
  if (context_ != context()) {
    context_ = context();
    connect(context_, &QOpenGLContext::aboutToBeDestroyed, this, &VtkCanvas::forgetContext,
            Qt::DirectConnection);
  }
  surface_ = context_->surface();
  window_->SetForceMaximumHardwareLineWidth(1);
  window_->SetReadyForRendering(true);
  window_->OpenGLInitContext();
  fitWindow();
}

void VtkCanvas::releaseGl() {
  makeCurrent();
  window_->Finalize();
  window_->SetReadyForRendering(false);
  doneCurrent();
}

void VtkCanvas::forgetContext() {
  disconnect(context_, nullptr, this, nullptr);
  releaseGl();
  context_ = nullptr;
  surface_ = nullptr;
}

void VtkCanvas::fitWindow() {
  const double ratio = devicePixelRatioF();
  window_->SetSize(static_cast<int>(std::lround(width() * ratio)),
                   static_cast<int>(std::lround(height() * ratio)));
  scene_->set_scale(ratio * type_scale());
}

void VtkCanvas::resizeGL(int, int) {
  fitWindow();
}

void VtkCanvas::paintGL() {
  QElapsedTimer clock;
  clock.start();
  vtkOpenGLState* state = window_->GetState();
  state->Reset();
  state->Push();
  state->vtkglDepthFunc(GL_LEQUAL);
  window_->Render();
  state->Pop();
  QOpenGLExtraFunctions* gl = context_->extraFunctions();
  const GLenum target = GL_COLOR_ATTACHMENT0;
  const int* size = window_->GetSize();
  gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
  gl->glDrawBuffers(1, &target);
  gl->glDisable(GL_SCISSOR_TEST);
  window_->BlitDisplayFramebuffer(0, 0, 0, size[0], size[1], 0, 0, size[0], size[1],
                                  GL_COLOR_BUFFER_BIT, GL_NEAREST);
  // Qt composes with alpha; what VTK left there is not meant for the screen.
  gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
  gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  gl->glClearColor(0, 0, 0, 1);
  gl->glClear(GL_COLOR_BUFFER_BIT);
  gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  gl->glFinish();  // Qt composes next and would wait for it; here the wait is counted
  const double seconds = 1e-9 * double(clock.nsecsElapsed());
  if (!moving_) whole_picture_ = seconds;
  Q_EMIT drawn(seconds);
}

QImage VtkCanvas::image(double scale, bool transparent) {
  if (!context_ || width() < 1 || height() < 1 || !(scale > 0)) return {};
  makeCurrent();
  const double ratio = devicePixelRatioF() * scale;
  vtkOpenGLState* state = window_->GetState();
  state->Reset();
  state->Push();
  endMoving();
  const render::Pixels pixels = render::capture(
      window_, *scene_, static_cast<int>(std::lround(width() * ratio)),
      static_cast<int>(std::lround(height() * ratio)), ratio * type_scale(), transparent);
  state->Pop();
  fitWindow();
  doneCurrent();
  update();
  if (pixels.rgba.empty()) return {};
  return QImage(pixels.rgba.data(), pixels.width, pixels.height, 4 * pixels.width,
                QImage::Format_RGBA8888)
      .copy();
}

int VtkCanvas::atomAt(const QPointF& position) const {
  const double ratio = devicePixelRatioF();
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
    const double ratio = devicePixelRatioF();
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

void VtkCanvas::beginMoving(int standing_after) {
  if (!moving_ && whole_picture_ > moving_budget_) {
    moving_ = true;
    scene_->simplify(moving_budget_ / whole_picture_);
  }
  standing_.start(std::max(standing_after, standing_.remainingTime()));
}

void VtkCanvas::frameCame() {
  if (since_frame_.isValid() && since_frame_.elapsed() < after_a_frame) beginMoving(after_a_frame);
  since_frame_.start();
}

void VtkCanvas::endMoving() {
  standing_.stop();
  if (!moving_) return;
  moving_ = false;
  scene_->simplify(1);
  update();
}

void VtkCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() == Qt::NoButton) return;
  if ((event->position() - pressed_).manhattanLength() >= QApplication::startDragDistance())
    dragged_ = true;
  if (!dragged_) return;
  beginMoving(after_turning);
  const QPointF moved = (event->position() - last_) * devicePixelRatioF();
  last_ = event->position();
  const bool orbits = event->buttons() == Qt::LeftButton && event->modifiers() != Qt::ShiftModifier;
  if (orbits) {
    scene_->orbit(moved.x(), -moved.y());
  } else {
    scene_->pan(moved.x(), -moved.y());
  }
  update();
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
  update();
  Q_EMIT cameraMoved();
}

void VtkCanvas::wheelEvent(QWheelEvent* event) {
  beginMoving(after_turning);
  const double notches = event->angleDelta().y() / 120.0;
  scene_->zoom(std::pow(1.15, notches));
  event->accept();
  update();
  Q_EMIT cameraMoved();
}

QString VtkCanvas::renderer() {
  if (!context_) return {};
  makeCurrent();
  QOpenGLFunctions* gl = context_->functions();
  const auto text = [gl](GLenum name) {
    return QString::fromUtf8(reinterpret_cast<const char*>(gl->glGetString(name)));
  };
  const QString all =
      QString("%1, %2, OpenGL %3").arg(text(GL_VENDOR), text(GL_RENDERER), text(GL_VERSION));
  doneCurrent();
  return all;
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
  canvas_->update();
}

template <class Show>
void VtkView::takeIn(Show&& show) {
  QElapsedTimer clock;
  clock.start();
  show();
  canvas_->update();
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
  canvas_->update();
  Q_EMIT cameraMoved();
}

void VtkView::viewAlong(int axis, bool backwards) {
  canvas_->scene().view_along(axis, backwards);
  canvas_->update();
  Q_EMIT cameraMoved();
}

std::optional<render::CameraPose> VtkView::camera() const {
  return canvas_->scene().camera();
}

void VtkView::setCamera(const render::CameraPose& pose) {
  canvas_->scene().set_camera(pose);
  canvas_->update();
  Q_EMIT cameraMoved();
}

QString VtkView::versions() const {
  return QString("VTK %1; %2").arg(vtkVersion::GetVTKVersion(), canvas_->renderer());
}

void VtkView::setParallel(bool parallel) {
  canvas_->scene().set_parallel(parallel);
  canvas_->update();
  Q_EMIT cameraMoved();
}

void VtkView::setMeasurements(const render::Measurements& measurements) {
  canvas_->scene().set_measurements(measurements);
  canvas_->update();
}

void VtkView::setTrails(std::shared_ptr<const render::Trails> trails) {
  canvas_->scene().set_trails(std::move(trails));
  canvas_->update();
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

void VtkView::setLasso(bool on) {
  canvas_->setLasso(on);
}

void VtkView::setHint(const QString& words) {
  hint_->setText(words);
  hint_->setVisible(!words.isEmpty());
  placeHint();
}

QImage VtkView::image(double scale, bool transparent) {
  return canvas_->image(scale, transparent);
}

}  // namespace vitrine::widgets
