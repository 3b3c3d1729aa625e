#pragma once
#include <QDateTime>
#include <QDialog>
#include <QObject>
#include <deque>

#include "widgets/message_bar.h"

class QPlainTextEdit;

namespace vitrine::widgets {

/// What the window has said, with the time; the oldest is forgotten.
class MessageLog : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  struct Entry {
    QDateTime when;
    QString sentence;
    MessageBar::Kind kind;
  };
  static constexpr std::size_t most = 1000;
  void add(const QString& sentence, MessageBar::Kind kind);
  const std::deque<Entry>& entries() const { return entries_; }
  static QString line(const Entry& entry);
  QString text() const;  ///< a line each

 Q_SIGNALS:
  void added();

 private:
  std::deque<Entry> entries_;
};

/// The log as text that can be selected and copied; follows it while it is open.
class LogWindow : public QDialog {
  Q_OBJECT
 public:
  LogWindow(const MessageLog& log, QWidget* parent);
  QString text() const;

 private:
  QPlainTextEdit* text_;
};

}  // namespace vitrine::widgets
