#include "widgets/inspector.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>

#include "sim/model/zinc_sites.h"
#include "widgets/numbers.h"
#include "widgets/theme.h"

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

Inspector::Inspector(QWidget* parent) : QWidget(parent), picked_(new QLabel(this)) {
  look_.dark = theme().dark;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(6);
  column->addWidget(heading(tr("LOOK"), this));
  column->addWidget(makeSwitches());
  column->addWidget(makeScales());
  column->addSpacing(8);
  column->addWidget(heading(tr("ENTROPY OF ZN / k_B"), this));
  column->addWidget(makeRange());
  column->addSpacing(8);
  column->addWidget(heading(tr("PICKED"), this));
  picked_->setWordWrap(true);
  picked_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  picked_->setAlignment(Qt::AlignTop);
  column->addWidget(picked_);
  column->addStretch(1);
  showPicked();
}

QWidget* Inspector::makeSwitches() {
  struct Switch {
    QString name, tip;
    bool render::Look::*field;
  };
  const Switch switches[] = {
      {tr("Tetrahedra"), tr("Zn and its nitrogens, coloured by entropy"),
       &render::Look::tetrahedra},
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
  slider->setValue(static_cast<int>(steps * (look_.*field - low) / (high - low)));
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
  form->addRow(tr("Opacity"), makeSlider(tr("Opacity of the tetrahedra"),
                                         &render::Look::tetrahedron_opacity, 0.1, 1));
  form->addRow(tr("Atom size"),
               makeSlider(tr("Size of the atoms"), &render::Look::atom_scale, 0.05, 1));
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

QWidget* Inspector::makeRange() {
  auto* box = new QWidget(this);
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  const auto spin = [&](const QString& name, double render::Look::*field) {
    auto* s = new QDoubleSpinBox(box);
    s->setAccessibleName(name);
    s->setRange(-30, 5);
    s->setDecimals(1);
    s->setSingleStep(0.5);
    s->setValue(look_.*field);
    connect(s, &QDoubleSpinBox::valueChanged, this, [this, field](double value) {
      look_.*field = value;
      if (look_.range_low < look_.range_high) changed();
    });
    return s;
  };
  low_ = spin(tr("Blue end"), &render::Look::range_low);
  high_ = spin(tr("Red end"), &render::Look::range_high);
  automatic_ = new QCheckBox(tr("Automatic range"), box);
  automatic_->setToolTip(
      tr("The range of the frame on the screen; colours of two frames are then "
         "not comparable"));
  automatic_->setFocusPolicy(Qt::TabFocus);
  connect(automatic_, &QCheckBox::toggled, this, &Inspector::followRange);
  grid->addWidget(low_, 0, 0);
  grid->addWidget(new QLabel(tr("to"), box), 0, 1);
  grid->addWidget(high_, 0, 2);
  grid->addWidget(automatic_, 1, 0, 1, 3);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(2, 1);
  return box;
}

void Inspector::setPicture(const render::Picture& picture) {
  const bool other_size =
      !picture_.frame || !picture.frame || picture_.frame->size() != picture.frame->size();
  picture_ = picture;
  if (other_size && picture.frame) {
    const bool small = picture.frame->size() <= most_atoms_with_images;
    images_->setEnabled(small);
    const bool lost =
        picture.frame->size() <= most_atoms_of_a_small_cell && picture.frame->cell.exists();
    if (!small || !images_chosen_) images_->setCurrentIndex(lost ? 1 : 0);
    atom_ = -1;
  }
  followRange();
  showPicked();
}

void Inspector::followRange() {
  const bool on = automatic_->isChecked();
  low_->setEnabled(!on);
  high_->setEnabled(!on);
  if (!on || picture_.zinc_values.size() < 2) return;
  const auto [low, high] =
      std::minmax_element(picture_.zinc_values.begin(), picture_.zinc_values.end());
  if (*high - *low < 0.2) return;
  low_->setValue(*low);
  high_->setValue(*high);
}

void Inspector::pick(int atom) {
  atom_ = atom;
  showPicked();
}

QString Inspector::picked() const {
  return picked_->text();
}

void Inspector::showPicked() {
  const FramePtr& frame = picture_.frame;
  if (!frame || atom_ < 0 || std::size_t(atom_) >= frame->size()) {
    picked_->setText(tr("Click an atom."));
    return;
  }
  const auto at = std::size_t(atom_);
  const Topology& topology = *frame->topology;
  QStringList lines{
      tr("%1, id %2").arg(element_data(topology.elements[at]).symbol).arg(topology.ids[at])};
  if (topology.elements[at] == element::Zn) {
    for (const ZincSite& site : find_zinc_sites(*frame))
      if (site.zinc == atom_) lines << tr("%1-fold by N").arg(site.nitrogens.size());
    for (std::size_t i = 0; i < picture_.zincs.size(); ++i)
      if (picture_.zincs[i] == atom_)
        lines << tr("entropy %1").arg(quantity(picture_.zinc_values[i], 2, "k_B"));
  }
  const Vec3& r = frame->positions[at];
  lines << tr("x %1  y %2  z %3 Å").arg(quantity(r.x(), 2), quantity(r.y(), 2), quantity(r.z(), 2));
  picked_->setText(lines.join('\n'));
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
