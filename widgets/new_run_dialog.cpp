#include "widgets/new_run_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <limits>

#include "sim/dynamics/protocol_writer.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"
#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/stage_table.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr const char* default_force_field = "zif-chnzn";
constexpr const char* second_opinion = "zif-chnzn-b";
const QString rest_of_run = QStringLiteral(":rest");
const QString other_file = QStringLiteral(":file");

std::string stem_of(const std::string& name) {
  return std::filesystem::path(name).stem().string();
}

dynamics::Protocol protocol_named(const std::string& name) {
  if (std::filesystem::exists(name)) return dynamics::read_protocol(name);
  return dynamics::parse_protocol(resource_text(name), name);
}

}  // namespace

NewRunDialog::NewRunDialog(RunStart start, const std::filesystem::path& runs_folder,
                           QWidget* parent)
    : QDialog(parent), start_(std::move(start)) {
  setWindowTitle(start_.parent ? tr("Branch here") : tr("New run"));
  atoms_ = new QComboBox(this);
  atoms_->setAccessibleName(tr("Atoms"));
  schedule_ = new QComboBox(this);
  schedule_->setAccessibleName(tr("Schedule"));
  stages_ = new StageTable(this);
  note_ = new QLabel(this);
  note_->setWordWrap(true);
  note_->setFont(text_font(TextSize::small));
  note_->setForegroundRole(QPalette::PlaceholderText);
  force_field_ = new QComboBox(this);
  force_field_->setAccessibleName(tr("Force field"));
  committee_ = new QCheckBox(tr("&Second opinion: pause where %1 differs too much")
                                 .arg(QString::fromLatin1(second_opinion)),
                             this);
  committee_->setToolTip(
      tr("Another force field is asked every few steps; where the forces of the two differ beyond "
         "the guard's limit the run pauses and marks the atoms"));
  seed_ = new QSpinBox(this);
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setToolTip(tr("Of the random numbers: velocities and stochastic thermostats"));
  title_ = new QLineEdit(this);
  title_->setAccessibleName(tr("Name"));
  record_ = new QLineEdit(this);
  record_->setPlaceholderText(
      tr("a new file in %1")
          .arg(QString::fromStdString(runs_folder.empty() ? std::string("the folder of runs")
                                                          : runs_folder.string())));
  auto* browse = new QPushButton(tr("&Choose…"), this);
  browse->setAutoDefault(false);
  problem_ = new QLabel(this);
  problem_->setWordWrap(true);
  buttons_ = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  buttons_->button(QDialogButtonBox::Ok)->setText(tr("Start"));

  auto* form = new QFormLayout(this);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->addRow(tr("&Name"), title_);
  form->addRow(tr("&Atoms"), atoms_);
  form->addRow(tr("Sche&dule"), schedule_);
  form->addRow(stages_);
  form->addRow(note_);
  form->addRow(tr("&Force field"), force_field_);
  form->addRow(QString(), committee_);
  form->addRow(tr("Seed of &random numbers"), seed_);
  auto* record_row = new QHBoxLayout;
  record_row->addWidget(record_, 1);
  record_row->addWidget(browse);
  auto* record_label = new QLabel(tr("R&ecord"), this);
  record_label->setBuddy(record_);  // a row that is a layout finds none by itself
  form->addRow(record_label, record_row);
  form->addRow(problem_);
  form->addRow(buttons_);

  if (start_.frame) atoms_->addItem(QString::fromStdString(start_.name + start_.when));
  atoms_->addItem(tr("The schedule's own structure"), true);
  addSchedules();
  addForceFields();
  connect(schedule_, &QComboBox::activated, this, &NewRunDialog::chooseSchedule);
  connect(force_field_, &QComboBox::activated, this, &NewRunDialog::chooseForceField);
  connect(force_field_, &QComboBox::currentIndexChanged, this, &NewRunDialog::check);
  connect(atoms_, &QComboBox::currentIndexChanged, this, &NewRunDialog::check);
  connect(stages_, &StageTable::edited, this, &NewRunDialog::check);
  connect(record_, &QLineEdit::textChanged, this, &NewRunDialog::check);
  connect(browse, &QPushButton::clicked, this, &NewRunDialog::chooseRecord);
  connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  showSchedule();
  title_->selectAll();
  resize(680, sizeHint().height());
}

void NewRunDialog::addSchedules() {
  if (start_.rest)
    schedule_->addItem(
        tr("The rest of this run: %1").arg(QString::fromStdString(start_.rest->title)),
        rest_of_run);
  for (const std::string& name : resource_names("protocols")) {
    if (!name.ends_with(".toml")) continue;
    const dynamics::Protocol protocol = protocol_named(name);
    schedule_->addItem(tr("%1 (%2)").arg(QString::fromStdString(protocol.title),
                                         shown_quantity(protocol.duration(), 1, "ps")),
                       QString::fromStdString(name));
  }
  schedule_->addItem(tr("A file…"), other_file);
}

void NewRunDialog::addForceFields() {
  for (const std::string& name : resource_names("forcefield"))
    if (name.ends_with(".dp"))
      force_field_->addItem(QString::fromStdString(stem_of(name)),
                            QString::fromStdString(stem_of(name)));
  force_field_->addItem(tr("A file…"), other_file);
  force_field_->setCurrentText(QString::fromLatin1(default_force_field));
  last_force_field_ = force_field_->currentIndex();
}

void NewRunDialog::chooseSchedule() {
  const QString filter = tr("Protocols (*.toml);;All files (*)");
  if (chooseFile(*schedule_, last_schedule_, tr("Schedule"), filter)) showSchedule();
}

void NewRunDialog::chooseForceField() {
  chooseFile(*force_field_, last_force_field_, tr("Force field"),
             tr("DeePMD-kit (*.dp *.pb *.yaml *.pth *.pt2);;All files (*)"));
}

bool NewRunDialog::chooseFile(QComboBox& box, int& last, const QString& title,
                              const QString& filter) {
  if (box.currentData() == other_file) {
    const QString file = QFileDialog::getOpenFileName(this, title, {}, filter);
    box.setCurrentIndex(last);
    if (file.isEmpty()) return false;
    box.insertItem(box.count() - 1, file, file);
    box.setCurrentIndex(box.count() - 2);
  }
  last = box.currentIndex();
  return true;
}

void NewRunDialog::chooseRecord() {
  const QString file = QFileDialog::getSaveFileName(this, tr("Record the run in"), record_->text(),
                                                    tr("Run records (*.h5)"), nullptr,
                                                    QFileDialog::DontConfirmOverwrite);
  if (!file.isEmpty()) record_->setText(file.endsWith(".h5") ? file : file + ".h5");
}

void NewRunDialog::showSchedule() {
  const std::string name = schedule_->currentData().toString().toStdString();
  try {
    const bool rest = schedule_->currentData() == rest_of_run;
    const dynamics::Protocol protocol = rest ? *start_.rest : protocol_named(name);
    stages_->setProtocol(protocol);
    title_->setText(start_.parent ? tr("branch%1").arg(QString::fromStdString(start_.when))
                                  : QString::fromStdString(protocol.title));
    seed_->setValue(int(std::min<std::uint64_t>(protocol.seed, std::numeric_limits<int>::max())));
    note_->setText(QString::fromStdString(protocol.note));
    note_->setVisible(!protocol.note.empty());
    check();
  } catch (const Error& wrong) {
    problem_->setText(QString::fromStdString(wrong.what()));
    problem_->show();
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(false);
  }
}

bool NewRunDialog::startsFromFrame() const {
  return start_.frame && !atoms_->currentData().toBool();
}

void NewRunDialog::check() {
  QString problem;
  try {
    const dynamics::Protocol protocol = stages_->protocol();
    dynamics::parse_protocol(protocol.text, "schedule");
    if (!startsFromFrame() && protocol.structure.empty())
      problem = tr("This schedule names no structure of its own.");
    if (!record_->text().isEmpty() && std::filesystem::exists(record_->text().toStdString()))
      problem = tr("%1 is there already; give the record another name.").arg(record_->text());
  } catch (const Error& wrong) {
    problem = QString::fromStdString(wrong.what());
  }
  problem_->setText(problem);
  problem_->setVisible(!problem.isEmpty());
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, theme().error);
  problem_->setPalette(colours);
  buttons_->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
  const bool shipped = force_field_->currentText() == QLatin1String(default_force_field);
  committee_->setEnabled(shipped);
}

RunRequest NewRunDialog::request() const {
  RunRequest request;
  dynamics::Protocol protocol = stages_->protocol();
  protocol.title = request.protocol = title_->text().toStdString();
  request.protocol_text = dynamics::protocol_text(protocol);
  request.overrides = {"seed=" + std::to_string(seed_->value())};
  if (startsFromFrame()) {
    request.start = start_.frame;
    request.parent = start_.parent;
  }
  request.model = force_field_->currentData().toString().toStdString();
  if (committee_->isEnabled() && committee_->isChecked()) request.committee = {second_opinion};
  request.record = record_->text().toStdString();
  return request;
}

}  // namespace vitrine::widgets
