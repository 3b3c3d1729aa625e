#pragma once
#include <QStatusBar>

class QLabel;

namespace vitrine::widgets {

class JobList;
class Presenter;

/// The state in a word and a colour, and the numbers of the run.
class StatusLine : public QStatusBar {
  Q_OBJECT
 public:
  explicit StatusLine(QWidget* parent = nullptr);
  void show(const Presenter& presenter);
  JobList& jobs() { return *jobs_; }
  QString badge() const;

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

  QLabel *badge_, *progress_of_run_, *speed_ = nullptr, *selected_, *engine_;
  JobList* jobs_;
};

}  // namespace vitrine::widgets
