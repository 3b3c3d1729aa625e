#include "widgets/inspector.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/colour_controls.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/selection_controls.h"
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
  column->addSpacing(8);
  column->addWidget(heading(tr("LOOK"), this));
  column->addWidget(makeSwitches());
  column->addWidget(makeScales());
  column->addStretch(1);
}

QWidget* Inspector::makeSwitches() {
  struct Switch {
    QString name, tip;
    bool render::Look::*field;
  };
  const Switch switches[] = {
      {tr("Tetrahedra"), tr("Zn and its nitrogens"), &render::Look::tetrahedra},
      {tr("Linkers"), tr("Imidazolate rings as plates"), &render::Look::linkers},
      {tr("Atoms"), tr("Atoms as spheres"), &render::Look::atoms},
      {tr("Bonds"), tr("Bonds as sticks"), &render::Look::bonds},
      {tr("Cell"), tr("The periodic cell"), &render::Look::cell},
      {tr("Legend"), tr("The colour scale"), &render::Look::legend},
      {tr("Axes"), tr("The tripod at the lower left"), &render::Look::tripod},
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
    grid->addWidget(check, at / 2, at % 2);
    ++at;
  }
  return box;
}

QSlider* Inspector::makeSlider(const QString& name, double render::Look::*field, double low,
                               double high) {
  constexpr int steps = 100;
  auto* slider = new QSlider(Qt::Horizontal, this);
  slider->setAccessibleName(name);
  slider->setRange(0, steps);
  slider->setFocusPolicy(Qt::TabFocus);
  const auto show = [this, slider, field, low, high] {
    const QSignalBlocker quiet(slider);  // a step of the slider is coarser than a look
    slider->setValue(static_cast<int>(std::lround(steps * (look_.*field - low) / (high - low))));
  };
  show();
  controls_.push_back(show);
  connect(slider, &QSlider::valueChanged, this, [this, field, low, high](int value) {
    look_.*field = low + (high - low) * value / steps;
    changed();
  });
  return slider;
}

QWidget* Inspector::makeScales() {
  auto* box = new QWidget(this);
  auto* form = new QFormLayout(box);
  form->setContentsMargins(0, 0, 0, 0);
  form->addRow(tr("Opacity"),
               makeSlider(tr("Opacity of the tetrahedra"), &render::Look::tetrahedron_opacity,
                          faintest_tetrahedron, 1));
  form->addRow(tr("Atom size"),
               makeSlider(tr("Size of the atoms"), &render::Look::atom_scale, smallest_atom, 1));
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
  return box;
}

void Inspector::setLook(const render::Look& look, bool images_chosen) {
  for (const auto& [name, field] : look_switches) look_.*field = look.*field;
  for (const auto& [name, field] : look_numbers) look_.*field = look.*field;
  images_chosen_ = images_chosen;
  {
    const QSignalBlocker quiet(this);  // one change, not one for each
    for (const auto& show : controls_) show();
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
