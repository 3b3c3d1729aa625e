#pragma once
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vitrine::widgets {

struct Actions;
class RecentFiles;

/// Over the view while there is nothing in it: what one can begin with. The demonstration begins by
/// itself after a moment, unless somebody touches anything.
class Welcome : public QWidget {
  Q_OBJECT
 public:
  Welcome(const Actions& actions, QWidget* parent);
  void setRecent(RecentFiles* recent);
  /// Counts down, then asks for the demonstration; 0: at once.
  void beginSoon(int seconds);
  bool counting() const { return countdown_.isActive(); }
  void showPreparing(bool preparing);  ///< a run is on its way

 Q_SIGNALS:
  void demoDue();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void count();
  void stopCounting();
  void restyle();
  void showRecent();

  RecentFiles* recent_ = nullptr;
  QLabel *head_, *note_;
  QWidget* choices_;
  QWidget* last_session_ = nullptr;  ///< one of them, where there is one
  QVBoxLayout* recent_rows_;
  QTimer countdown_;
  int seconds_ = 0;
};

}  // namespace vitrine::widgets
