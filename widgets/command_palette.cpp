#include "widgets/command_palette.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <algorithm>

#include "widgets/fuzzy.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr std::size_t most_shown = 200;

/// "P&ause\tSpace" -> "Pause"
QString plain(QString text) {
  text = text.section('\t', 0, 0).replace("&&", QString(QChar(1))).remove('&');
  return text.replace(QChar(1), '&').remove(QChar(0x2026));
}

QString keys_of(const QAction& action) {
  if (!action.shortcut().isEmpty()) return action.shortcut().toString(QKeySequence::NativeText);
  return action.text().section('\t', 1, 1);
}

void collect(QMenu& menu, const QString& path, std::vector<Command>& commands) {
  Q_EMIT menu.aboutToShow();  // those that are made when they open
  for (QAction* action : menu.actions()) {
    const QString title = path + plain(action->text());
    if (QMenu* inner = action->menu()) {
      collect(*inner, title + QStringLiteral(" › "), commands);
      continue;
    }
    if (action->isSeparator() || action->text().isEmpty()) continue;
    QString obstacle;
    if (!action->isEnabled()) {
      obstacle = action->property("needs").toString();
      if (obstacle.isEmpty()) obstacle = QObject::tr("not now");
    }
    commands.push_back({title, keys_of(*action), obstacle, [action = QPointer(action)] {
                          if (action) action->trigger();
                        }});
  }
}

}  // namespace

std::vector<Command> commands_of(const QMenuBar& menus) {
  std::vector<Command> commands;
  for (QAction* action : menus.actions())
    if (QMenu* menu = action->menu())
      collect(*menu, plain(action->text()) + QStringLiteral(" › "), commands);
  return commands;
}

CommandPalette::CommandPalette(std::vector<Command> commands, QWidget* parent)
    : QDialog(parent, Qt::Popup),
      commands_(std::move(commands)),
      line_(new QLineEdit(this)),
      list_(new QListWidget(this)),
      note_(new QLabel(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Command palette"));
  setAccessibleName(tr("Command palette"));
  line_->setPlaceholderText(tr("What to do: some letters of it, then Enter"));
  line_->setAccessibleName(tr("What to do"));
  line_->setClearButtonEnabled(true);
  list_->setAccessibleName(tr("What there is"));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setUniformItemSizes(true);
  QPalette soft = list_->palette();  // on which the words keep their own colours
  soft.setColor(QPalette::Highlight, theme().line);
  list_->setPalette(soft);
  note_->setFont(text_font(TextSize::small));
  note_->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->setSpacing(6);
  column->addWidget(line_);
  column->addWidget(list_, 1);
  column->addWidget(note_);
  const int letters = fontMetrics().averageCharWidth();
  resize(std::min(90 * letters, parent->width() - 80), std::min(420, parent->height() - 120));
  move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 60)));
  line_->installEventFilter(this);
  connect(line_, &QLineEdit::textChanged, this, &CommandPalette::find);
  connect(list_, &QListWidget::itemClicked, this, &CommandPalette::run);
  connect(list_, &QListWidget::currentRowChanged, this, &CommandPalette::explain);
  find();
  line_->setFocus();
}

void CommandPalette::find() {
  std::vector<std::pair<int, std::size_t>> scored;
  for (std::size_t i = 0; i < commands_.size(); ++i)
    if (const auto score = fuzzy_score(line_->text(), commands_[i].title))
      scored.emplace_back(*score - (commands_[i].obstacle.isEmpty() ? 0 : 50), i);
  const bool wished = !line_->text().trimmed().isEmpty();
  if (wished)  // else in the order of the menus
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
  list_->clear();
  found_.clear();
  for (const auto& [score, i] : scored) {
    if (found_.size() == most_shown) break;
    const Command& command = commands_[i];
    found_.push_back(i);
    auto* item = new QListWidgetItem(list_);
    auto* row = new QWidget(list_);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(6, 2, 6, 2);
    auto* title = new QLabel(command.title, row);
    auto* keys = new QLabel(command.keys, row);
    keys->setForegroundRole(QPalette::PlaceholderText);
    title->setEnabled(command.obstacle.isEmpty());
    line->addWidget(title, 1);
    line->addWidget(keys);
    item->setData(Qt::AccessibleTextRole, command.title);
    item->setToolTip(command.obstacle);
    item->setSizeHint(row->sizeHint());
    list_->setItemWidget(item, row);
  }
  list_->setCurrentRow(found_.empty() ? -1 : 0);
  explain();
}

void CommandPalette::explain() {
  const auto row = static_cast<std::size_t>(std::max(0, list_->currentRow()));
  if (found_.empty()) return note_->setText(tr("There is nothing of that name."));
  const Command& command = commands_[found_[std::min(row, found_.size() - 1)]];
  note_->setText(command.obstacle.isEmpty() ? tr("Enter does it; Esc closes this list.")
                                            : tr("Greyed: %1").arg(command.obstacle));
}

void CommandPalette::run() {
  const int row = list_->currentRow();
  if (row < 0 || std::size_t(row) >= found_.size()) return;
  const Command command = commands_[found_[std::size_t(row)]];
  if (!command.obstacle.isEmpty()) return explain();
  close();
  // When the keyboard is the window's again.
  QMetaObject::invokeMethod(parent(), command.run, Qt::QueuedConnection);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int last = list_->count() - 1, row = list_->currentRow();
  constexpr int page = 8;
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
      list_->setCurrentRow(std::min(last, row + 1));
      return true;
    case Qt::Key_Up:
      list_->setCurrentRow(std::max(0, row - 1));
      return true;
    case Qt::Key_PageDown:
      list_->setCurrentRow(std::min(last, row + page));
      return true;
    case Qt::Key_PageUp:
      list_->setCurrentRow(std::max(0, row - page));
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      run();
      return true;
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace vitrine::widgets
