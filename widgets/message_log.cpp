#include "widgets/message_log.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace vitrine::widgets {

void MessageLog::add(const QString& sentence, MessageBar::Kind kind) {
  entries_.push_back({QDateTime::currentDateTime(), sentence, kind});
  if (entries_.size() > most) entries_.pop_front();
  Q_EMIT added();
}

QString MessageLog::line(const Entry& entry) {
  const QString mark = entry.kind == MessageBar::Kind::failure ? tr("problem") : tr("note");
  return QString("%1  %2  %3")
      .arg(entry.when.toString("yyyy-MM-dd HH:mm:ss"), mark.leftJustified(8), entry.sentence);
}

QString MessageLog::text() const {
  QStringList lines;
  for (const Entry& entry : entries_) lines << line(entry);
  return lines.join('\n');
}

LogWindow::LogWindow(const MessageLog& log, QWidget* parent)
    : QDialog(parent), text_(new QPlainTextEdit(this)) {
  setWindowTitle(tr("Message log"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(720, 360);
  text_->setReadOnly(true);
  text_->setAccessibleName(tr("Messages, the newest last"));
  text_->setPlaceholderText(tr("Nothing has been said yet."));
  text_->setMaximumBlockCount(int(MessageLog::most));
  text_->setPlainText(log.text());
  text_->verticalScrollBar()->setValue(text_->verticalScrollBar()->maximum());
  connect(&log, &MessageLog::added, this,
          [this, &log] { text_->appendPlainText(MessageLog::line(log.entries().back())); });
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  QPushButton* copy = buttons->addButton(tr("&Copy all"), QDialogButtonBox::ActionRole);
  copy->setObjectName("copy");
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
  auto* column = new QVBoxLayout(this);
  column->addWidget(text_, 1);
  column->addWidget(buttons);
}

QString LogWindow::text() const {
  return text_->toPlainText();
}

}  // namespace vitrine::widgets
