#include "widgets/inspector.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/colour_controls.h"
#include "widgets/kind_controls.h"
#include "widgets/measurement_controls.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/selection_controls.h"
#include "widgets/slice_controls.h"
#include "widgets/theme.h"
#include "widgets/window_state.h"

namespace vitrine::widgets {
namespace {

/// Above this many atoms, images of the cell are not drawn: the cell is large enough by itself.
constexpr std::size_t most_atoms_with_images = 1000;
/// Up to this many the cell looks lost in the view, and its images are drawn unasked.
constexpr std::size_t most_atoms_of_a_small_cell = 400;

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setFont(text_font(TextSize::small, true));
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

}  // namespace

Inspector::Inspector(QWidget* parent)
    : QWidget(parent),
      colours_(new ColourControls(this)),
      selection_(new SelectionControls(this)),
      kinds_(new KindControls(look_, this)),
      slice_(new SliceControls(look_.slice, this)),
      measurements_(new MeasurementControls(this)),
      picked_(new QLabel(this)) {
  look_.dark = theme().dark;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(6);
  column->addWidget(heading(tr("COLOUR BY"), this));
  column->addWidget(colours_);
  column->addSpacing(8);
  column->addWidget(heading(tr("SELECTION"), this));
  column->addWidget(selection_);
  picked_->setWordWrap(true);
  picked_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  picked_->setAlignment(Qt::AlignTop);
  column->addWidget(picked_);
  column->addWidget(makeTrails());
  column->addWidget(measurements_);
  column->addSpacing(8);
  column->addWidget(heading(tr("LOOK"), this));
  column->addWidget(kinds_);
  column->addWidget(makeSwitches());
  column->addWidget(slice_);
  column->addWidget(makeScales());
  column->addStretch(1);
  for (auto* control : findChildren<QWidget*>())
    if (qobject_cast<QAbstractSlider*>(control) || qobject_cast<QComboBox*>(control) ||
        qobject_cast<QAbstractSpinBox*>(control))
      control->installEventFilter(this);
  connect(kinds_, &KindControls::changed, this, &Inspector::changed);
  connect(slice_, &SliceControls::changed, this, &Inspector::changed);
}

QWidget* Inspector::makeSwitches() {
  struct Switch {
    QString name, tip;
    bool render::Look::*field;
  };
  const Switch switches[] = {
      {tr("Cell"), tr("The periodic cell"), &render::Look::cell},
      {tr("Legend"), tr("The colour scale"), &render::Look::legend},
      {tr("Axes"), tr("The tripod at the lower left"), &render::Look::tripod},
      {tr("Soft shade"),
       tr("Less light in corners (ambient occlusion), for stills; slow without a graphics card, so "
          "it is left out while the view is turned"),
       &render::Look::occlusion},
      {tr("Shadows"),
       tr("What stands in the way of the light from the upper left throws a shadow; for stills, as "
          "soft shade is"),
       &render::Look::shadows},
  };
  auto* box = new QWidget(this);
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  int at = 0;
  for (const Switch& s : switches) {
    auto* check = new QCheckBox(s.name, box);
    check->setToolTip(s.tip);
    check->setChecked(look_.*(s.field));
    check->setFocusPolicy(Qt::TabFocus);  // a click leaves Space to the run
    connect(check, &QCheckBox::toggled, this, [this, field = s.field](bool on) {
      look_.*field = on;
      changed();
    });
    controls_.push_back([this, check, field = s.field] { check->setChecked(look_.*field); });
    // Three in the first row, two with longer names in the second.
    grid->addWidget(check, at / 3, at < 3 ? 2 * at : 3 * (at - 3), 1, at < 3 ? 2 : 3);
    ++at;
  }
  return box;
}

QWidget* Inspector::makeScales() {
  auto* box = new QWidget(this);
  auto* form = new QFormLayout(box);
  form->setContentsMargins(0, 0, 0, 0);
  images_ = new QComboBox(box);
  images_->setAccessibleName(tr("Periodic images"));
  images_->setToolTip(tr("Periodic images drawn around a small cell; they are copies, not atoms"));
  images_->addItems({tr("the cell"), tr("2 × 2 × 2 images")});
  connect(images_, &QComboBox::currentIndexChanged, this, [this](int index) {
    std::fill(std::begin(look_.images), std::end(look_.images), index + 1);
    changed();
  });
  connect(images_, &QComboBox::activated, this, [this] { images_chosen_ = true; });
  form->addRow(tr("Show"), images_);
  placement_ = new QComboBox(box);
  placement_->setAccessibleName(tr("Where the atoms are drawn"));
  placement_->setToolTip(
      tr("What is brought into the cell: whole molecules, so that none is torn by its faces; every "
         "atom by itself; nothing, so that atoms stand where the frame has them, however far they "
         "have come"));
  placement_->addItems({tr("whole molecules"), tr("every atom"), tr("nothing")});
  for (QComboBox* combo : {images_, placement_}) {
    combo->setFocusPolicy(Qt::TabFocus);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(6);
  }
  connect(placement_, &QComboBox::currentIndexChanged, this, [this](int index) {
    look_.placement = static_cast<render::Placement>(index);
    changed();
  });
  form->addRow(tr("Wrap"), placement_);
  return box;
}

QWidget* Inspector::makeTrails() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  trails_ = new QCheckBox(tr("Trails of"), box);
  trails_->setToolTip(
      tr("Paths of the selected atoms through the last frames shown, joined "
         "through the faces of the cell"));
  trails_->setFocusPolicy(Qt::TabFocus);
  trail_length_ = new QSpinBox(box);
  trail_length_->setAccessibleName(tr("Frames of a trail"));
  trail_length_->setRange(2, 2000);
  trail_length_->setValue(100);
  trail_length_->setSuffix(tr(" frames"));
  trail_length_->setFocusPolicy(Qt::ClickFocus);
  trail_length_->setKeyboardTracking(false);
  connect(trail_length_, &QSpinBox::editingFinished, trail_length_, &QWidget::clearFocus);
  row->addWidget(trails_);
  row->addWidget(trail_length_, 1);
  const auto tell = [this] {
    Q_EMIT trailsChanged(trails_->isChecked() ? trail_length_->value() : 0);
  };
  connect(trails_, &QCheckBox::toggled, this, tell);
  connect(trail_length_, &QSpinBox::valueChanged, this, tell);
  return box;
}

void Inspector::showMeasurements(MeasurementList& list, const FramePtr& frame) {
  measurements_->show(list, frame);
}

void Inspector::setLook(const render::Look& look, bool images_chosen) {
  for (const auto& [name, field] : look_switches) look_.*field = look.*field;
  for (const LookNumber& number : look_numbers) look_.*number.field = look.*number.field;
  look_.placement = look.placement;
  look_.slice = look.slice;
  images_chosen_ = images_chosen;
  {
    const QSignalBlocker quiet(this);  // one change, not one for each
    for (const auto& show : controls_) show();
    kinds_->show(look_);
    slice_->show(look_.slice);
    const QSignalBlocker placed(placement_);
    placement_->setCurrentIndex(static_cast<int>(look_.placement));
    if (images_chosen) images_->setCurrentIndex(look.images[0] - 1);
  }
  changed();
}

void Inspector::offerImages(const Frame& frame) {
  const bool small = frame.size() <= most_atoms_with_images;
  images_->setEnabled(small);
  const bool lost = frame.size() <= most_atoms_of_a_small_cell && frame.cell.exists();
  if (!small || !images_chosen_) images_->setCurrentIndex(lost ? 1 : 0);
}

void Inspector::follow(const Presenter& presenter) {
  const FramePtr& frame = presenter.picture().frame;
  if (frame && frame->size() != atoms_) offerImages(*frame);
  atoms_ = frame ? frame->size() : 0;
  colours_->follow(presenter, look_);
  slice_->follow(frame);
}

QString Inspector::picked() const {
  return picked_->text();
}

QString Inspector::describe(const Presenter& presenter, int atom) const {
  const render::Picture& picture = presenter.picture();
  const Frame& frame = *picture.frame;
  const auto at = std::size_t(atom);
  const Topology& topology = *frame.topology;
  QStringList lines{
      tr("%1, id %2").arg(element_data(topology.elements[at]).symbol).arg(topology.ids[at])};
  const std::vector<double>& values = picture.colouring.values;
  if (at < values.size() && std::isfinite(values[at])) {
    QString value = QString::fromStdString(picture.colouring.title) + ": ";
    const auto& categories = picture.colouring.categories;
    const auto kind = std::find_if(categories.begin(), categories.end(),
                                   [&](const auto& one) { return one.value == values[at]; });
    lines << value + (kind != categories.end()
                          ? QString::fromStdString(kind->name)
                          : QString::number(values[at], 'g', 4).replace('-', QChar(0x2212)));
  }
  const Vec3& r = frame.positions[at];
  lines << tr("x %1  y %2  z %3 Å").arg(quantity(r.x(), 2), quantity(r.y(), 2), quantity(r.z(), 2));
  return lines.join('\n');
}

void Inspector::showSelection(const Presenter& presenter) {
  const Selection& selection = presenter.selection();
  const FramePtr& frame = presenter.picture().frame;
  selection_->show(selection, frame ? selection.summary(*frame->topology) : QString());
  if (!frame || selection.size() == 0)
    picked_->setText(tr("Click an atom; Shift adds."));
  else if (selection.size() == 1 && std::size_t(selection.atoms()->front()) < frame->size())
    picked_->setText(describe(presenter, selection.atoms()->front()));
  else
    picked_->clear();
}

bool Inspector::eventFilter(QObject* watched, QEvent* event) {
  // The wheel scrolls the inspector; it turns nothing that only happens to be under the pointer.
  if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void Inspector::changed() {
  Q_EMIT lookChanged(look_);
}

void Inspector::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange || look_.dark == theme().dark) return;
  look_.dark = theme().dark;
  changed();
}

}  // namespace vitrine::widgets
