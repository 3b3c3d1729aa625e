#include "render/vtk_log.h"

#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>
#include <vtkSmartPointer.h>

#include <iostream>
#include <mutex>
#include <set>
#include <string>

namespace vitrine::render {
namespace {

class LogWindow : public vtkOutputWindow {
 public:
  static LogWindow* New();

  void DisplayText(const char* text) override {
    const std::lock_guard lock(mutex_);
    if (text && said_.insert(text).second) std::clog << "vtk: " << text << '\n';
  }

 private:
  std::mutex mutex_;
  std::set<std::string> said_;
};
vtkStandardNewMacro(LogWindow)

}  // namespace

void send_vtk_messages_to_log() {
  static std::once_flag once;
  std::call_once(once, [] { vtkOutputWindow::SetInstance(vtkSmartPointer<LogWindow>::New()); });
}

}  // namespace vitrine::render
