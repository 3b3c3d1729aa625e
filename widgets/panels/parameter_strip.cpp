#include "widgets/panels/parameter_strip.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <cmath>

#include "widgets/numbers.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

/// A count or a choice between 0 and 1, not a part of something.
bool is_whole(const analysis::Parameter& p) {
  const bool choice = p.label.find("(0 or 1)") != std::string::npos;
  return p.unit == "1" && p.value == std::round(p.value) && (p.maximum > 1 || choice);
}

QDoubleSpinBox* make_box(const analysis::Parameter& p, QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setObjectName(QString::fromStdString(p.name));
  box->setAccessibleName(QString::fromStdString(p.label));
  box->setDecimals(is_whole(p) ? 0 : 3);
  box->setRange(p.minimum, p.maximum);
  if (is_whole(p))
    box->setSingleStep(1);
  else
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
  const QString unit = unit_text(p.unit);
  if (!unit.isEmpty()) box->setSuffix(QChar(0x00a0) + unit);
  box->setValue(p.value);
  box->setKeyboardTracking(false);  // a half-typed number is no wish
  const auto number = [&](double value) { return measured(value, {}, p.unit); };
  box->setToolTip(QObject::tr("%1: %2 to %3, default %4")
                      .arg(QString::fromStdString(p.name), number(p.minimum), number(p.maximum),
                           number(p.value)));
  return box;
}

}  // namespace

ParameterStrip::ParameterStrip(const analysis::AnalysisInfo& info, QWidget* parent)
    : QWidget(parent), parameters_(info.parameters), reset_(new QPushButton(tr("Defaults"), this)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 2, 0, 4);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(0, 1);
  int row = 0;
  for (const analysis::Parameter& parameter : parameters_) {
    auto* label = new QLabel(QString::fromStdString(parameter.label), this);
    label->setWordWrap(true);
    label->setFont(text_font(TextSize::small));
    QDoubleSpinBox* box = make_box(parameter, this);
    label->setBuddy(box);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row++, 1);
    connect(box, &QDoubleSpinBox::valueChanged, this, &ParameterStrip::edited);
    boxes_.push_back(box);
  }
  reset_->setObjectName("defaults");
  reset_->setEnabled(false);
  grid->addWidget(reset_, row, 1);
  connect(reset_, &QPushButton::clicked, this, &ParameterStrip::reset);
}

analysis::Parameters ParameterStrip::values() const {
  analysis::Parameters values;
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    if (boxes_[i]->value() != parameters_[i].value)
      values[parameters_[i].name] = boxes_[i]->value();
  return values;
}

void ParameterStrip::setValues(const analysis::Parameters& values) {
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const QSignalBlocker quiet(boxes_[i]);  // one change, not one for each
    const auto own = values.find(parameters_[i].name);
    boxes_[i]->setValue(own == values.end() ? parameters_[i].value : own->second);
  }
  edited();
}

void ParameterStrip::reset() {
  setValues({});
}

void ParameterStrip::edited() {
  reset_->setEnabled(!values().empty());
  Q_EMIT changed();
}

}  // namespace vitrine::widgets
