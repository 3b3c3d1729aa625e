#include "widgets/job_list.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "widgets/icons.h"

namespace vitrine::widgets {

JobRow::JobRow(QWidget* parent)
    : QWidget(parent),
      name_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      cancel_(new QToolButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  progress_->setFixedWidth(140);
  progress_->setMaximumHeight(14);
  progress_->setTextVisible(false);
  cancel_->setIcon(line_icon("close"));
  cancel_->setAutoRaise(true);
  connect(cancel_, &QToolButton::clicked, this, [this] {
    cancel_->setEnabled(false);  // a second click would be for whatever comes next
    if (const auto act = std::exchange(act_, {})) act();
  });
  row->addWidget(name_, 1);
  row->addWidget(progress_);
  row->addWidget(cancel_);
}

void JobRow::show(const Job& job) {
  constexpr int widest = 280;  // pixels: a long name of a file does not widen the window
  name_->setText(name_->fontMetrics().elidedText(job.name, Qt::ElideMiddle, widest));
  name_->setToolTip(job.name);
  progress_->setAccessibleName(job.name);
  // A job that has barely begun shows a moving bar, not an empty one.
  const int percent = static_cast<int>(100 * job.progress.value_or(0));
  progress_->setRange(0, percent > 0 ? 100 : 0);
  progress_->setValue(percent);
  act_ = job.cancel;
  cancel_->setEnabled(bool(act_));
  cancel_->setAccessibleName(tr("Cancel: %1").arg(job.name));
  cancel_->setToolTip(act_ ? cancel_->accessibleName() : tr("This cannot be cancelled"));
}

JobList::JobList(QWidget* parent)
    : QWidget(parent),
      first_(new JobRow(this)),
      more_(new QToolButton(this)),
      list_(new QFrame(this, Qt::Popup)) {
  setObjectName("jobs");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(first_);
  row->addWidget(more_);
  more_->setAutoRaise(true);
  connect(more_, &QToolButton::clicked, this, &JobList::open);
  list_->setFrameShape(QFrame::StyledPanel);
  list_->setAccessibleName(tr("Jobs"));
  auto* rows = new QVBoxLayout(list_);
  rows->setContentsMargins(12, 8, 8, 8);
  hide();
}

void JobList::show(const std::vector<Job>& jobs) {
  setVisible(!jobs.empty());
  if (!jobs.empty()) first_->show(jobs.front());
  more_->setVisible(jobs.size() > 1);
  more_->setText(tr("%1 jobs").arg(jobs.size()));
  more_->setToolTip(tr("All that goes on behind the window"));
  if (jobs.empty()) list_->hide();
  while (rows_.size() < qsizetype(jobs.size())) {
    rows_ << new JobRow(list_);
    list_->layout()->addWidget(rows_.back());
  }
  for (qsizetype i = 0; i < rows_.size(); ++i) {
    const bool any = i < qsizetype(jobs.size());
    if (any) rows_[i]->show(jobs[std::size_t(i)]);
    rows_[i]->setVisible(any);
  }
  if (list_->isVisible()) place();
}

void JobList::open() {
  place();
  list_->show();
}

void JobList::place() {
  list_->adjustSize();
  const QSize size = list_->size();
  list_->move(mapToGlobal(QPoint(width() - size.width(), -size.height())));
}

}  // namespace vitrine::widgets
