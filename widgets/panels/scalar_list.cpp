#include "widgets/panels/scalar_list.h"

#include <QLabel>
#include <algorithm>

#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/panels/result_view.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int most_lines = 5;

QString value_of(const analysis::Scalar& scalar) {
  const ShownUnit shown = shown_unit(scalar.unit);
  std::optional<double> error = scalar.error;
  if (error) *error *= shown.factor;
  return measured(shown.of(scalar.value), error, shown.unit);
}

}  // namespace

ScalarList::ScalarList(QWidget* parent) : QScrollArea(parent), label_(new QLabel(this)) {
  setAccessibleName(tr("Numbers"));
  setFrameShape(QFrame::NoFrame);
  setWidget(label_);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  label_->setFont(text_font(TextSize::small));
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  label_->setWordWrap(true);
}

void ScalarList::showScalars(const analysis::Result& result, const analysis::Result* other) {
  QString rows;
  for (const analysis::Scalar& scalar : result.scalars) {
    rows += QStringLiteral("<tr><td style='padding-right:10px; color:%1'>%2</td><td>%3</td>")
                .arg(theme().muted.name(), name_text(scalar.name), value_of(scalar));
    if (other) {
      const auto same = std::find_if(other->scalars.begin(), other->scalars.end(),
                                     [&](const auto& s) { return s.name == scalar.name; });
      const QString value = same == other->scalars.end() ? QStringLiteral("–") : value_of(*same);
      rows += QStringLiteral("<td style='padding-left:10px; color:%1'>%2</td>")
                  .arg(other_pen(0).color().name(), value);
    }
    rows += QStringLiteral("</tr>");
  }
  const QString text = "<table cellspacing='0'>" + rows + "</table>";
  if (text == label_->text()) return;
  label_->setText(text);
  const int lines = std::min(most_lines, static_cast<int>(result.scalars.size()));
  setVisible(lines > 0);
  if (lines == lines_) return;
  lines_ = lines;
  updateGeometry();
}

void ScalarList::clear() {
  label_->clear();
  hide();
}

QString ScalarList::text() const {
  return label_->text();
}

QSize ScalarList::sizeHint() const {
  return {200, lines_ * (label_->fontMetrics().height() + 1) + 4};
}

}  // namespace vitrine::widgets
