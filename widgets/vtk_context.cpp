#include "widgets/vtk_context.h"

#include <vtkCommand.h>
#include <vtkOpenGLState.h>
#include <vtkUnsignedCharArray.h>

#include <QOpenGLFunctions>
#include <cstring>

namespace vitrine::widgets {

VtkContext::VtkContext(vtkGenericOpenGLRenderWindow* window) : window_(window) {
  surface_.create();
  context_.create();
  questions_->SetClientData(this);
  questions_->SetCallback([](vtkObject*, unsigned long event, void* self, void* reply) {
    static_cast<VtkContext*>(self)->answer(event, reply);
  });
  for (const auto event : {vtkCommand::WindowMakeCurrentEvent, vtkCommand::WindowIsCurrentEvent,
                           vtkCommand::WindowSupportsOpenGLEvent, vtkCommand::WindowIsDirectEvent})
    window_->AddObserver(event, questions_);
  // VTK draws into a framebuffer of its own, which is what is read.
  window_->SetOwnContext(0);
  window_->SetFrameBlitModeToNoBlit();
  window_->SetMultiSamples(0);
  window_->SetMapped(1);
  window_->SetReadyForRendering(false);
  if (!exists()) return;
  makeCurrent();
  window_->SetForceMaximumHardwareLineWidth(1);
  window_->SetReadyForRendering(true);
  window_->OpenGLInitContext();
}

VtkContext::~VtkContext() {
  if (exists()) {
    makeCurrent();
    window_->Finalize();
    window_->SetReadyForRendering(false);
    context_.doneCurrent();
  }
  window_->RemoveObserver(questions_);
}

void VtkContext::answer(unsigned long event, void* reply) {
  switch (event) {
    case vtkCommand::WindowMakeCurrentEvent:
      makeCurrent();
      break;
    case vtkCommand::WindowIsCurrentEvent:
      *static_cast<bool*>(reply) = QOpenGLContext::currentContext() == &context_;
      break;
    case vtkCommand::WindowSupportsOpenGLEvent:
    case vtkCommand::WindowIsDirectEvent:
      *static_cast<int*>(reply) = 1;
      break;
  }
}

void VtkContext::inContext(const std::function<void()>& drawing) {
  makeCurrent();
  // What VTK's own windows do by themselves; overlays lie at equal depth.
  vtkOpenGLState* state = window_->GetState();
  state->Reset();
  state->Push();
  state->vtkglDepthFunc(GL_LEQUAL);
  drawing();
  state->Pop();
}

QImage VtkContext::draw() {
  if (!exists()) return {};
  inContext([this] { window_->Render(); });
  const int width = window_->GetSize()[0], height = window_->GetSize()[1];
  vtkNew<vtkUnsignedCharArray> pixels;
  window_->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, pixels);
  if (pixels->GetNumberOfTuples() != vtkIdType(width) * height) return {};
  QImage image(width, height, QImage::Format_RGBX8888);  // alpha is VTK's own business
  for (int y = 0; y < height; ++y)                       // OpenGL's rows go upwards
    std::memcpy(image.scanLine(height - 1 - y), pixels->GetPointer(4 * vtkIdType(width) * y),
                4 * static_cast<std::size_t>(width));
  return image;
}

QString VtkContext::renderer() {
  if (!exists()) return {};
  makeCurrent();
  QOpenGLFunctions* gl = context_.functions();
  const auto text = [gl](GLenum name) {
    return QString::fromUtf8(reinterpret_cast<const char*>(gl->glGetString(name)));
  };
  return QString("%1, %2, OpenGL %3").arg(text(GL_VENDOR), text(GL_RENDERER), text(GL_VERSION));
}

}  // namespace vitrine::widgets
