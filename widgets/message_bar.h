#pragma once
#include <QFrame>

class QLabel;

namespace vitrine::widgets {

/// A sentence at the top of the window that blocks nothing: what went wrong, until it is closed
/// or the next one comes.
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  void say(const QString& sentence);
  QString sentence() const;

 Q_SIGNALS:
  void dismissed();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void restyle();
  QLabel* text_;
};

}  // namespace vitrine::widgets
