#include "widgets/welcome.h"

#include <QApplication>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/actions.h"
#include "widgets/recent_files.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

constexpr int most_recent = 5;

QPushButton* choice(const QString& text, QAction* action, QWidget* parent) {
  auto* button = new QPushButton(action->icon(), text, parent);
  button->setToolTip(action->toolTip());
  button->setMinimumHeight(36);
  button->setAutoDefault(false);
  button->setFocusPolicy(Qt::TabFocus);
  QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
  return button;
}

}  // namespace

Welcome::Welcome(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      head_(new QLabel(this)),
      note_(new QLabel(this)),
      choices_(new QWidget(this)),
      recent_rows_(new QVBoxLayout) {
  setAccessibleName(tr("Welcome"));
  head_->setFont(text_font(TextSize::title));
  for (QLabel* label : {head_, note_}) {
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
  }
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addStretch(1);
  row->addWidget(choice(tr("Demonstration"), actions.demo, choices_));
  row->addWidget(choice(tr("Open a file…"), actions.open, choices_));
  row->addWidget(choice(tr("New run…"), actions.new_run, choices_));
  last_session_ = choice(tr("Last session"), actions.last_session, choices_);
  row->addWidget(last_session_);
  const auto offer = [this, action = actions.last_session] {
    last_session_->setVisible(action->isEnabled());
  };
  connect(actions.last_session, &QAction::enabledChanged, this, offer);
  offer();
  row->addStretch(1);
  recent_rows_->setSpacing(2);
  auto* inner = new QVBoxLayout(choices_);
  inner->setSpacing(16);
  inner->addLayout(row);
  inner->addLayout(recent_rows_);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(16);
  column->addStretch(2);
  column->addWidget(head_);
  column->addWidget(choices_);
  column->addWidget(note_);
  column->addStretch(3);
  countdown_.setInterval(1000);
  connect(&countdown_, &QTimer::timeout, this, &Welcome::count);
  showPreparing(false);
  restyle();
}

void Welcome::setRecent(RecentFiles* recent) {
  recent_ = recent;
  connect(recent_, &RecentFiles::changed, this, &Welcome::showRecent);
  showRecent();
}

void Welcome::showRecent() {
  while (QLayoutItem* old = recent_rows_->takeAt(0)) {
    if (QWidget* widget = old->widget()) widget->deleteLater();
    delete old;
  }
  for (const QString& path : recent_->paths().mid(0, most_recent)) {
    auto* button = new QPushButton(RecentFiles::title(path).replace('&', "&&"), choices_);
    button->setFlat(true);
    button->setToolTip(path);
    button->setFocusPolicy(Qt::TabFocus);
    button->setEnabled(QFileInfo::exists(path));
    connect(button, &QPushButton::clicked, recent_, [this, path] { recent_->chosen(path); });
    recent_rows_->addWidget(button, 0, Qt::AlignCenter);
  }
}

void Welcome::showPreparing(bool preparing) {
  choices_->setVisible(!preparing);
  head_->setText(preparing ? tr("The run is being prepared.")
                           : tr("What shall stand in the vitrine?"));
  if (preparing) stopCounting();
  if (!counting())
    note_->setText(preparing ? QString()
                             : tr("Or drop a structure, a trajectory or a session here."));
}

void Welcome::beginSoon(int seconds) {
  if (seconds <= 0) return demoDue();
  seconds_ = seconds + 1;
  countdown_.start();
  qApp->installEventFilter(this);
  count();
}

void Welcome::count() {
  if (--seconds_ <= 0) {
    stopCounting();
    return demoDue();
  }
  note_->setText(tr("The demonstration begins in %1 s: a crystal of ZIF-4 melts. "
                    "Any key or click keeps it waiting.")
                     .arg(seconds_));
}

void Welcome::stopCounting() {
  if (!counting()) return;
  countdown_.stop();
  qApp->removeEventFilter(this);
  showPreparing(false);
}

bool Welcome::eventFilter(QObject*, QEvent* event) {
  const QEvent::Type type = event->type();
  if (type == QEvent::MouseButtonPress || type == QEvent::KeyPress || type == QEvent::Shortcut ||
      type == QEvent::Wheel || type == QEvent::DragEnter)
    stopCounting();
  return false;
}

void Welcome::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  stopCounting();
}

void Welcome::restyle() {
  QPalette colours = palette();
  if (colours.color(QPalette::WindowText) == theme().muted) return;
  colours.setColor(QPalette::WindowText, theme().muted);
  for (QLabel* label : {head_, note_}) label->setPalette(colours);
}

void Welcome::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) restyle();
}

}  // namespace vitrine::widgets
