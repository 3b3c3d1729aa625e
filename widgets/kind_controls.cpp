#include "widgets/kind_controls.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSlider>
#include <cmath>

#include "widgets/numbers.h"
#include "widgets/theme.h"
#include "widgets/window_state.h"

namespace vitrine::widgets {

KindControls::KindControls(render::Look& look, QWidget* parent) : QWidget(parent), look_(look) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
  grid->setColumnStretch(2, 1);
  int column = 1;
  for (const QString& text : {tr("size"), tr("opacity")}) {
    auto* label = new QLabel(text, this);
    label->setFont(text_font(TextSize::small));
    label->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(label, 0, column++);
  }
  using Look = render::Look;
  struct Kind {
    QString name, tip;
    bool Look::*shown;
    Scale size, opacity;
  };
  const Kind kinds[] = {
      {tr("Tetrahedra"),
       tr("Zn and its nitrogens: a tetrahedron of four, a pyramid of three, a "
          "double pyramid of five"),
       &Look::tetrahedra,
       {tr("of the Zn–N distance"), &Look::tetrahedron_scale},
       {{}, &Look::tetrahedron_opacity}},
      {tr("Linkers"),
       tr("Imidazolate rings as plates"),
       &Look::linkers,
       {tr("Å"), &Look::linker_thickness},
       {{}, &Look::linker_opacity}},
      {tr("Atoms"),
       tr("Atoms as spheres"),
       &Look::atoms,
       {tr("of the van der Waals radius"), &Look::atom_scale},
       {{}, &Look::atom_opacity}},
      {tr("Bonds"),
       tr("Bonds as sticks"),
       &Look::bonds,
       {tr("Å"), &Look::bond_radius},
       {{}, &Look::bond_opacity}},
  };
  int row = 1;
  for (const Kind& kind : kinds) {
    addSwitch(grid, row, kind.name, kind.tip, kind.shown);
    addSlider(grid, row, 1, kind.size);
    addSlider(grid, row, 2, kind.opacity);
    ++row;
  }
  show(look_);
}

void KindControls::addSwitch(QGridLayout* grid, int row, const QString& name, const QString& tip,
                             bool render::Look::*field) {
  auto* check = new QCheckBox(name, this);
  check->setToolTip(tip);
  check->setFocusPolicy(Qt::TabFocus);  // a click leaves Space to the run
  connect(check, &QCheckBox::toggled, this, [this, field](bool on) {
    look_.*field = on;
    Q_EMIT changed();
  });
  shows_.push_back([check, field](const render::Look& look) {
    const QSignalBlocker quiet(check);
    check->setChecked(look.*field);
  });
  grid->addWidget(check, row, 0);
}

void KindControls::addSlider(QGridLayout* grid, int row, int column, const Scale& scale) {
  constexpr int steps = 100;
  const LookNumber& number = look_number(scale.field);
  const QString name = tr(number.title);
  auto* slider = new QSlider(Qt::Horizontal, this);
  slider->setAccessibleName(name);
  slider->setRange(0, steps);
  slider->setMinimumWidth(44);
  slider->setFocusPolicy(Qt::TabFocus);
  const auto tell = [slider, name, unit = scale.unit](double value) {
    slider->setToolTip(name + ": " +
                       (unit.isEmpty() ? quantity(100 * value, 0, "%") : quantity(value, 2, unit)));
  };
  connect(slider, &QSlider::valueChanged, this, [this, number, tell](int value) {
    look_.*number.field = number.low + (number.high - number.low) * value / steps;
    tell(look_.*number.field);
    Q_EMIT changed();
  });
  shows_.push_back([slider, number, tell](const render::Look& look) {
    const QSignalBlocker quiet(slider);  // a step of the slider is coarser than a look
    const double place = (look.*number.field - number.low) / (number.high - number.low);
    slider->setValue(static_cast<int>(std::lround(steps * place)));
    tell(look.*number.field);
  });
  grid->addWidget(slider, row, column);
}

void KindControls::show(const render::Look& look) {
  for (const auto& show_part : shows_) show_part(look);
}

}  // namespace vitrine::widgets
