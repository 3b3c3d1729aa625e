#pragma once
#include <QWidget>

class QLabel;

namespace vitrine::widgets {

struct Actions;
class Presenter;

/// Above the view: what it shows in words, "ZIF-4 · melt · 1500 K · 62.30 ps". It is the title bar
/// of the view's dock, so it can be dragged to float the view. Where room is short the name gives
/// way; stage, temperature and time always stand.
class TitleStrip : public QWidget {
  Q_OBJECT
 public:
  explicit TitleStrip(const Actions& actions, QWidget* parent = nullptr);
  void show(const Presenter& presenter, const QString& note);
  QString text() const;   ///< name and state in full
  QString state() const;  ///< "melt · 1500 K · 62.30 ps", "frame 3 of 11 · 0.50 ps"

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void elideName();

  QString full_name_, full_state_;
  QLabel *name_, *state_, *note_;
};

}  // namespace vitrine::widgets
