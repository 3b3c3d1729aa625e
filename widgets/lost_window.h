#pragma once
#include <QAbstractNativeEventFilter>
#include <QWidget>

namespace vitrine::widgets {

/// Closes a window whose X window somebody else has destroyed (a window manager that goes, a
/// tool that "closes" by XDestroyWindow): Qt takes no notice and would run on unseen.
class LostWindow : public QAbstractNativeEventFilter {
 public:
  explicit LostWindow(QWidget& window) : window_(window) {}
  bool nativeEventFilter(const QByteArray& type, void* message, qintptr* result) override;

 private:
  QWidget& window_;
};

}  // namespace vitrine::widgets
