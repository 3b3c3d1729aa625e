#pragma once
#include <QStatusBar>

class QLabel;
class QProgressBar;
class QToolButton;

namespace vitrine::widgets {

class Presenter;

/// The state in a word and a colour, and the numbers of the run.
class StatusLine : public QStatusBar {
  Q_OBJECT
 public:
  explicit StatusLine(QWidget* parent = nullptr);
  void show(const Presenter& presenter);
  /// Progress of a long job with a button to cancel it; negative: none.
  void setProgress(const QString& what, double progress);
  QString badge() const;

 Q_SIGNALS:
  void cancelled();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fitWidths();
  struct Badge {
    QString text;
    QColor ground;
  };
  Badge badgeOf(const Presenter& presenter) const;
  void setBadge(const Badge& badge);
  void showRun(const Presenter& presenter);

  QLabel *badge_, *progress_of_run_, *speed_ = nullptr, *selected_, *engine_, *job_;
  QProgressBar* progress_;
  QToolButton* cancel_;
};

}  // namespace vitrine::widgets
