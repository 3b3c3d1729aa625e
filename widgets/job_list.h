#pragma once
#include <QList>
#include <QWidget>
#include <vector>

#include "widgets/job.h"

class QFrame;
class QLabel;
class QProgressBar;
class QToolButton;

namespace vitrine::widgets {

/// The name of a job, how far it is, and a button that cancels it.
class JobRow : public QWidget {
  Q_OBJECT
 public:
  explicit JobRow(QWidget* parent = nullptr);
  void show(const Job& job);

 private:
  QLabel* name_;
  QProgressBar* progress_;
  QToolButton* cancel_;
  std::function<void()> act_;
};

/// The jobs of the moment: the first with all of it, the others in a list that opens above it.
class JobList : public QWidget {
  Q_OBJECT
 public:
  explicit JobList(QWidget* parent = nullptr);
  void show(const std::vector<Job>& jobs);

 private:
  void open();
  void place();

  JobRow* first_;
  QToolButton* more_;
  QFrame* list_;  ///< of all; a window of its own
  QList<JobRow*> rows_;
};

}  // namespace vitrine::widgets
