#include "widgets/view_3d.h"

#include <QApplication>
#include <QLabel>
#include <QOpenGLContext>
#include <QSurfaceFormat>
#include <QVBoxLayout>

#include "widgets/vtk_view.h"

namespace vitrine::widgets {
namespace {

class Placeholder : public View3d {
 public:
  Placeholder(const QString& reason, QWidget* parent) : View3d(parent) {
    auto* label = new QLabel(reason, this);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(label);
    setMinimumSize(160, 120);
  }
  void setLook(const render::Look&) override {}
  void showPicture(const render::Picture&) override {}
  void showPicture(const render::Picture&, const render::Look&) override {}
  void resetCamera() override {}
  void viewAlong(int, bool) override {}
  void setParallel(bool) override {}
  void setMeasurements(const render::Measurements&) override {}
  void setTrails(std::shared_ptr<const render::Trails>) override {}
  void setLasso(bool) override {}
  void setSparing(bool) override {}
  void setHint(const QString&) override {}
  std::optional<render::CameraPose> camera() const override { return {}; }
  void setCamera(const render::CameraPose&) override {}
  void turnTo(const render::CameraPose&) override {}
  std::optional<render::Corners> corners() const override { return {}; }
  void setRoomFor(const std::optional<render::Corners>&) override {}
  std::unique_ptr<Shot> shot(double, bool) override { return nullptr; }
  QString versions() const override { return tr("no OpenGL"); }
};

// Why there can be no 3D view here; empty when there can.
QString obstacle() {
  // These have no GLX, which Debian's VTK draws through, even where a context can be made.
  static const QStringList without_glx = {"offscreen", "minimal", "vnc",
                                          "linuxfb",   "wayland", "wayland-egl"};
  const QString platform = QGuiApplication::platformName();
  if (without_glx.contains(platform))
    return View3d::tr(
               "The 3D view needs OpenGL through X, which the Qt platform \"%1\" does not have.")
        .arg(platform);
  QOpenGLContext context;
  if (!context.create())
    return View3d::tr("The 3D view needs OpenGL, and this display offers none.");
  const auto version = context.format().version();
  if (version < qMakePair(3, 2))
    return View3d::tr("The 3D view needs OpenGL 3.2, and this display offers only %1.%2.")
        .arg(version.first)
        .arg(version.second);
  return {};
}

}  // namespace

View3d* makeView3d(QWidget* parent) {
  const QString reason = obstacle();
  if (reason.isEmpty()) return new VtkView(parent);
  return new Placeholder(reason, parent);
}

void prepareOpenGl() {
  // VTK's core needs 3.2; samples would only cost, as VTK draws into its own framebuffer.
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  format.setStencilBufferSize(8);
  format.setSamples(0);
  QSurfaceFormat::setDefaultFormat(format);
}

QImage View3d::image(double scale, bool transparent) {
  const std::unique_ptr<Shot> taken = shot(scale, transparent);
  if (!taken) return {};
  while (taken->progress() < 1) taken->draw();
  return taken->image();
}

}  // namespace vitrine::widgets
