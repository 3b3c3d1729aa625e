#include "widgets/colour_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/presenter.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

QComboBox* narrow_combo(const QString& name, QWidget* parent) {
  auto* combo = new QComboBox(parent);
  combo->setAccessibleName(name);
  combo->setFocusPolicy(Qt::TabFocus);  // a click leaves Space to the run
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(8);
  combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  return combo;
}

}  // namespace

ColourControls::ColourControls(QWidget* parent)
    : QWidget(parent),
      property_(narrow_combo(tr("Colour by"), this)),
      scale_(new QWidget(this)),
      note_(new QLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* grid = new QGridLayout(scale_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  makeMap(grid);
  makeRange(grid);
  note_->setWordWrap(true);
  note_->setFont(text_font(TextSize::small));
  note_->hide();
  for (QWidget* part : std::initializer_list<QWidget*>{property_, note_, scale_})
    column->addWidget(part);
  property_->setToolTip(tr("What atoms, tetrahedra and linkers are coloured by (C)"));
  connect(property_, &QComboBox::activated, this, [this](int index) {
    if (!showing_) Q_EMIT propertyChosen(property_->itemData(index).toString());
  });
}

template <class Change>
void ColourControls::change(Change&& what) {
  if (showing_) return;
  what(looks_[chosen_] = lookOf(chosen_));
  Q_EMIT changed();
}

void ColourControls::makeMap(QGridLayout* grid) {
  map_ = narrow_combo(tr("Colour map"), scale_);
  map_->setToolTip(tr("The colours from the lower to the upper end"));
  map_->addItems({tr("blue – red"), tr("viridis"), tr("blue – yellow"), tr("grey")});
  reversed_ = new QCheckBox(tr("reversed"), scale_);
  reversed_->setFocusPolicy(Qt::TabFocus);
  connect(map_, &QComboBox::activated, this, [this](int index) {
    change([index](PropertyLook& look) { look.map = static_cast<render::ColourMap>(index); });
  });
  connect(reversed_, &QCheckBox::toggled, this,
          [this](bool on) { change([on](PropertyLook& look) { look.reversed = on; }); });
  grid->addWidget(map_, 0, 0, 1, 2);
  grid->addWidget(reversed_, 0, 2, 1, 2);
}

void ColourControls::makeRange(QGridLayout* grid) {
  range_ = narrow_combo(tr("Range of the colours"), scale_);
  range_->addItems({tr("fixed range"), tr("range of this frame"), tr("range of all frames seen")});
  range_->setToolTip(
      tr("Fixed: colours of all frames can be compared. Of this frame: its lowest and highest "
         "value. Of all frames seen: grows as frames are shown"));
  connect(range_, &QComboBox::activated, this, [this](int index) {
    // What is seen now becomes the fixed range.
    const double low = low_->value(), high = high_->value();
    change([=](PropertyLook& look) {
      look.range = static_cast<ColourRange>(index);
      if (look.range == ColourRange::fixed) look.low = low, look.high = high;
    });
  });
  const auto spin = [this](const QString& name, double PropertyLook::*end) {
    auto* s = new QDoubleSpinBox(scale_);
    s->setAccessibleName(name);
    s->setRange(-1e9, 1e9);
    s->setDecimals(3);
    s->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    s->setKeyboardTracking(false);
    s->setMinimumWidth(56);
    s->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(s, &QDoubleSpinBox::valueChanged, this,
            [this, end](double value) { change([=](PropertyLook& look) { look.*end = value; }); });
    return s;
  };
  low_ = spin(tr("Lower end"), &PropertyLook::low);
  high_ = spin(tr("Upper end"), &PropertyLook::high);
  auto* to = new QLabel(tr("to"), scale_);
  to->setAlignment(Qt::AlignCenter);
  grid->addWidget(range_, 1, 0, 1, 4);
  auto* ends = new QHBoxLayout;
  ends->setSpacing(4);
  ends->addWidget(low_, 1);
  ends->addWidget(to);
  ends->addWidget(high_, 1);
  grid->addLayout(ends, 2, 0, 1, 4);
}

const analysis::AtomProperty* ColourControls::find(const std::string& property) const {
  const auto found = std::find_if(properties_.begin(), properties_.end(),
                                  [&](const auto& one) { return one.id == property; });
  return found == properties_.end() ? nullptr : &*found;
}

PropertyLook ColourControls::lookOf(const std::string& property) const {
  const auto known = looks_.find(property);
  if (known != looks_.end()) return known->second;
  const analysis::AtomProperty* described = find(property);
  analysis::AtomProperty unknown;
  unknown.id = property;
  return usual_look(described ? *described : unknown);
}

void ColourControls::setLooks(std::map<std::string, PropertyLook> looks) {
  looks_ = std::move(looks);
  Q_EMIT changed();
}

void ColourControls::openList() {
  property_->setFocus(Qt::ShortcutFocusReason);
  property_->showPopup();
}

void ColourControls::offer(const std::vector<analysis::AtomProperty>& properties) {
  std::string signature;
  for (const analysis::AtomProperty& one : properties) signature += one.id + one.obstacle + '\n';
  if (signature == offered_) return;
  offered_ = std::move(signature);
  properties_ = properties;
  property_->clear();
  auto* items = qobject_cast<QStandardItemModel*>(property_->model());
  for (const analysis::AtomProperty& one : properties_) {
    property_->addItem(QString::fromStdString(one.title), QString::fromStdString(one.id));
    QStandardItem* item = items->item(items->rowCount() - 1);
    item->setEnabled(one.obstacle.empty());
    const QString obstacle = QString::fromStdString(one.obstacle);
    item->setToolTip(obstacle.isEmpty() ? QString::fromStdString(one.definition)
                                        : tr("Not now: %1").arg(obstacle));
  }
}

void ColourControls::follow(const Presenter& presenter, render::Look& look) {
  const QScopedValueRollback<bool> showing(showing_, true);
  chosen_ = presenter.colouredBy();
  offer(presenter.atomProperties());
  colour(presenter, look);
  showChosen(presenter);
}

/// Of the property that the picture wears: another one that was chosen may be on its way.
void ColourControls::colour(const Presenter& presenter, render::Look& look) {
  const PropertyLook own = lookOf(presenter.wornProperty());
  look.map = own.map;
  look.reversed = own.reversed;
  std::optional<ValueRange> range = ValueRange{own.low, own.high};
  if (own.range == ColourRange::automatic)
    range = range_of(presenter.picture().colouring.values);
  else if (own.range == ColourRange::seen)
    range = presenter.seenRange();
  if (!range) return;
  if (own.range != ColourRange::fixed) range = widened(*range);
  look.range_low = range->low;
  look.range_high = range->high;
}

void ColourControls::showChosen(const Presenter& presenter) {
  const int index = property_->findData(QString::fromStdString(chosen_));
  if (index != property_->currentIndex()) property_->setCurrentIndex(index);
  const analysis::AtomProperty* described = find(chosen_);
  const bool continuous = !described || described->categories.empty();
  scale_->setVisible(continuous);
  const PropertyLook own = lookOf(chosen_);
  map_->setCurrentIndex(static_cast<int>(own.map));
  reversed_->setChecked(own.reversed);
  range_->setCurrentIndex(static_cast<int>(own.range));
  const bool fixed = own.range == ColourRange::fixed;
  ValueRange shown{own.low, own.high};
  if (own.range == ColourRange::automatic)
    shown = range_of(presenter.picture().colouring.values).value_or(shown);
  else if (own.range == ColourRange::seen)
    shown = presenter.seenRange().value_or(shown);
  for (const auto& [spin, value] : {std::pair(low_, shown.low), std::pair(high_, shown.high)}) {
    spin->setEnabled(fixed);
    if (!spin->hasFocus() || !fixed) spin->setValue(value);
  }
  const bool turned = fixed && !(own.low < own.high);
  const QString failure =
      turned ? tr("the lower end must lie below the upper one") : presenter.colourFailure();
  note_->setText(failure);
  note_->setVisible(!failure.isEmpty());
}

}  // namespace vitrine::widgets
