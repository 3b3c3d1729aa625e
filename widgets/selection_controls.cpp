#include "widgets/selection_controls.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/actions.h"
#include "widgets/selection.h"
#include "widgets/theme.h"

namespace vitrine::widgets {

SelectionControls::SelectionControls(QWidget* parent)
    : QWidget(parent),
      expression_(new QLineEdit(this)),
      refusal_(new QLabel(this)),
      summary_(new QLabel(this)),
      buttons_(new QWidget(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* row = new QHBoxLayout(buttons_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  expression_->setObjectName("expression");
  expression_->setAccessibleName(tr("Atoms to select, as an expression"));
  expression_->setPlaceholderText(tr("element Zn and entropy > -5"));
  expression_->setClearButtonEnabled(true);
  expression_->setMinimumWidth(60);
  expression_->setToolTip(
      tr("<p>Atoms to select, then Enter. For example:</p>"
         "<p><b>element Zn and entropy &gt; -5 and coordination == 3</b><br>"
         "<b>-8 &lt; entropy &lt; -6 or not (ring intact)</b><br>"
         "<b>id 1:16, 20</b> &nbsp; <b>displacement &gt; 2 and selected</b></p>"
         "<p>Whatever the view can be coloured by, and element, id, x, y, z; with and, or, not and "
         "parentheses; all, selected.</p>"));
  expression_->installEventFilter(this);
  refusal_->setWordWrap(true);
  refusal_->setFont(text_font(TextSize::small));
  refusal_->setObjectName("refusal");
  refusal_->hide();
  summary_->setWordWrap(true);
  summary_->setObjectName("selected");
  for (QWidget* part : std::initializer_list<QWidget*>{expression_, refusal_, summary_, buttons_})
    column->addWidget(part);
  connect(expression_, &QLineEdit::returnPressed, this, [this] {
    refusal_->hide();
    if (!expression_->text().trimmed().isEmpty()) Q_EMIT expressionEntered(expression_->text());
  });
  connect(expression_, &QLineEdit::textEdited, refusal_, &QWidget::hide);
  restyle();
}

void SelectionControls::setActions(const Actions& actions) {
  auto* row = static_cast<QHBoxLayout*>(buttons_->layout());
  for (QAction* action :
       {actions.clear_selection, actions.invert_selection, actions.only_selected}) {
    auto* button = new QToolButton(buttons_);
    button->setDefaultAction(action);
    button->setText(action->iconText());
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    row->addWidget(button);
  }
  row->addStretch(1);
}

void SelectionControls::show(const Selection& selection, const QString& summary) {
  summary_->setText(selection.searching() ? tr("looks for atoms …") : summary);
  summary_->setToolTip(selection.origin());
}

void SelectionControls::showRefusal(const QString& sentence, int position) {
  refusal_->setText(sentence);
  refusal_->show();
  expression_->setFocus();
  // What follows the mistake is marked, so that one sees where to go on.
  const auto length = static_cast<int>(expression_->text().size());
  if (position < length)
    expression_->setSelection(position, length - position);
  else
    expression_->setCursorPosition(length);
}

void SelectionControls::edit() {
  expression_->setFocus(Qt::ShortcutFocusReason);
  expression_->selectAll();
}

bool SelectionControls::eventFilter(QObject* watched, QEvent* event) {
  // Esc gives the keyboard back to the window, which must not take it for a wish to pause.
  if (event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    expression_->clearFocus();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void SelectionControls::restyle() {
  QPalette colours = refusal_->palette();
  colours.setColor(QPalette::WindowText, theme().error);
  refusal_->setPalette(colours);
}

void SelectionControls::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && refusal_) restyle();
}

}  // namespace vitrine::widgets
