#include "widgets/slice_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::widgets {
namespace {

constexpr int slider_steps = 200;  // to either side

// Half the width of what is drawn, along the normal.
double half_width(const Frame& frame, const Vec3& normal) {
  double low = 1e300, high = -1e300;
  const auto reach_to = [&](const Vec3& point) {
    low = std::min(low, normal.dot(point));
    high = std::max(high, normal.dot(point));
  };
  if (frame.cell.exists())
    for (int i = 0; i < 8; ++i) reach_to(frame.cell.cartesian(Vec3(i & 1, i >> 1 & 1, i >> 2 & 1)));
  else
    for (const Vec3& position : frame.positions) reach_to(position);
  return high > low ? (high - low) / 2 : 1;
}

}  // namespace

SliceControls::SliceControls(render::Slice& slice, QWidget* parent)
    : QWidget(parent),
      slice_(slice),
      on_(new QCheckBox(tr("Slice"), this)),
      details_(new QWidget(this)),
      normal_(new QComboBox(details_)),
      indices_(new QWidget(details_)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  on_->setFocusPolicy(Qt::TabFocus);
  on_->setToolTip(
      tr("Show a slab only. Whole things are kept, nothing is cut open: an atom counts "
         "by its centre, a plate by its middle, a tetrahedron by its Zn"));
  column->addWidget(on_);
  column->addWidget(details_);
  auto* form = new QFormLayout(details_);
  form->setContentsMargins(16, 0, 0, 0);
  form->setSpacing(4);
  normal_->setAccessibleName(tr("Normal of the slice"));
  normal_->setFocusPolicy(Qt::TabFocus);
  normal_->addItems(
      {tr("a  (100)"), tr("b  (010)"), tr("c  (001)"), tr("plane (hkl)"), tr("across the view")});
  normal_->setToolTip(
      tr("What the slab lies across; \"across the view\" takes the direction in "
         "which one looks now, and again when it is chosen again"));
  normal_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  normal_->setMinimumContentsLength(6);
  form->addRow(tr("Normal"), normal_);
  auto* row = new QHBoxLayout(indices_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  const QString names[] = {"h", "k", "l"};
  for (std::size_t i = 0; i < 3; ++i) {
    miller_[i] = new QSpinBox(indices_);
    miller_[i]->setRange(-9, 9);
    miller_[i]->setAccessibleName(names[i]);
    miller_[i]->setToolTip(names[i]);
    miller_[i]->setFocusPolicy(Qt::ClickFocus);
    row->addWidget(miller_[i], 1);
    connect(miller_[i], &QSpinBox::valueChanged, this, [this, i](int value) {
      slice_.miller[i] = value;
      setReach();
      Q_EMIT changed();
    });
  }
  form->addRow(indices_);
  position_ = makeLength(tr("Position of the slice"), -1000, 1000);
  position_->setToolTip(
      tr("Of the middle of the slab, from the middle of the cell, along the "
         "normal"));
  slider_ = new QSlider(Qt::Horizontal, details_);
  slider_->setAccessibleName(tr("Position of the slice"));
  slider_->setRange(-slider_steps, slider_steps);
  slider_->setFocusPolicy(Qt::TabFocus);
  thickness_ = makeLength(tr("Thickness of the slice"), 0.1, 1000);
  form->addRow(tr("Position"), position_);
  form->addRow(slider_);
  form->addRow(tr("Thickness"), thickness_);
  connect(on_, &QCheckBox::toggled, this, [this](bool on) {
    slice_.on = on;
    details_->setVisible(on);
    Q_EMIT changed();
  });
  connect(normal_, &QComboBox::activated, this, &SliceControls::chooseNormal);
  connect(position_, &QDoubleSpinBox::valueChanged, this, &SliceControls::setPosition);
  connect(slider_, &QSlider::valueChanged, this,
          [this](int value) { setPosition(reach_ * value / slider_steps); });
  connect(thickness_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    slice_.thickness = value;
    Q_EMIT changed();
  });
  show(slice_);
}

QDoubleSpinBox* SliceControls::makeLength(const QString& name, double low, double high) {
  auto* box = new QDoubleSpinBox(details_);
  box->setAccessibleName(name);
  box->setRange(low, high);
  box->setDecimals(1);
  box->setSuffix(QStringLiteral("\u00a0Å"));
  box->setSingleStep(0.5);
  box->setKeyboardTracking(false);
  box->setFocusPolicy(Qt::ClickFocus);
  connect(box, &QDoubleSpinBox::editingFinished, box, &QWidget::clearFocus);
  return box;
}

void SliceControls::chooseNormal(int normal) {
  indices_->setVisible(normal == plane);
  if (normal == across_view) return directionWanted();
  slice_.direction.reset();
  if (normal != plane) slice_.miller = {normal == along_a, normal == along_b, normal == along_c};
  show(slice_);
  normal_->setCurrentIndex(normal);
  indices_->setVisible(normal == plane);
  setReach();
  Q_EMIT changed();
}

void SliceControls::setDirection(const Vec3& direction) {
  slice_.direction = direction;
  show(slice_);
  setReach();
  Q_EMIT changed();
}

void SliceControls::setPosition(double position) {
  slice_.position = position;
  show(slice_);
  Q_EMIT changed();
}

void SliceControls::setReach() {
  if (!frame_) return;
  try {
    reach_ = half_width(*frame_, render::normal_of(slice_, frame_->cell));
  } catch (const InputError&) {
    return;  // (000): everything is shown until the indices say something
  }
  show(slice_);
}

void SliceControls::follow(const FramePtr& frame) {
  const bool same = frame_ && frame && frame_->cell.rows() == frame->cell.rows();
  frame_ = frame;
  if (slice_.on && !same) setReach();
}

void SliceControls::show(const render::Slice& slice) {
  const QSignalBlocker quiet_on(on_), quiet_position(position_), quiet_slider(slider_),
      quiet_thickness(thickness_);
  on_->setChecked(slice.on);
  details_->setVisible(slice.on);
  const std::array<int, 3> axes[] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  const auto axis = std::find(std::begin(axes), std::end(axes), slice.miller);
  // A plane that somebody types may be that of an axis on the way.
  const bool typing = !slice.direction && normal_->currentIndex() == plane;
  if (!typing)
    normal_->setCurrentIndex(slice.direction          ? across_view
                             : axis == std::end(axes) ? plane
                                                      : static_cast<int>(axis - axes));
  indices_->setVisible(normal_->currentIndex() == plane);
  for (std::size_t i = 0; i < 3; ++i) {
    const QSignalBlocker quiet(miller_[i]);
    miller_[i]->setValue(slice.miller[i]);
  }
  position_->setValue(slice.position);
  slider_->setValue(
      static_cast<int>(std::lround(std::clamp(slice.position / reach_, -1.0, 1.0) * slider_steps)));
  thickness_->setValue(slice.thickness);
}

}  // namespace vitrine::widgets
