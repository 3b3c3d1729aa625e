#include "widgets/lost_window.h"

#include <cstdint>
#include <cstring>

namespace vitrine::widgets {
namespace {

/// The first twelve bytes of X's DestroyNotify event (X11 protocol, appendix B); xcb's header
/// would be a build dependency for this one event.
struct DestroyNotify {
  std::uint8_t type, unused;
  std::uint16_t sequence;
  std::uint32_t event, window;
};
constexpr std::uint8_t destroy_notify = 17, sent_by_client = 0x80;

}  // namespace

bool LostWindow::nativeEventFilter(const QByteArray& type, void* message, qintptr*) {
  if (type != "xcb_generic_event_t") return false;
  DestroyNotify event;
  std::memcpy(&event, message, sizeof event);
  if ((event.type & ~sent_by_client) == destroy_notify && event.window == window_.winId())
    QMetaObject::invokeMethod(&window_, &QWidget::close, Qt::QueuedConnection);
  return false;
}

}  // namespace vitrine::widgets
