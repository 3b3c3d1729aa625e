#include "widgets/plan_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "sim/dynamics/plan.h"
#include "sim/model/errors.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/stage_table.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

PlanDialog::PlanDialog(const dynamics::Protocol& plan, double time, QWidget* parent)
    : QDialog(parent),
      plan_(plan),
      time_(time),
      stages_(new StageTable(this)),
      problem_(new QLabel(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)) {
  setWindowTitle(tr("Change the plan"));
  stages_->setProtocol(dynamics::rest_of(plan, time));
  auto* what = new QLabel(tr("What the run does from %1 on. It goes on meanwhile; what is over by "
                             "the time you are done is left out.")
                              .arg(shown_quantity(time, 2, "ps")),
                          this);
  what->setWordWrap(true);
  problem_->setWordWrap(true);
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, theme().error);
  problem_->setPalette(colours);
  buttons_->button(QDialogButtonBox::Ok)->setText(tr("Change the plan"));
  auto* column = new QVBoxLayout(this);
  column->addWidget(what);
  column->addWidget(stages_);
  column->addWidget(problem_);
  column->addWidget(buttons_);
  connect(stages_, &StageTable::edited, this, &PlanDialog::check);
  connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  check();
  resize(640, sizeHint().height());
}

dynamics::Protocol PlanDialog::plan() const {
  return dynamics::followed_by(plan_, stages_->protocol().stages, time_);
}

void PlanDialog::check() {
  QString problem;
  try {
    plan();
  } catch (const Error& wrong) {
    problem = QString::fromStdString(wrong.what());
  }
  problem_->setText(problem);
  problem_->setVisible(!problem.isEmpty());
  buttons_->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
}

}  // namespace vitrine::widgets
