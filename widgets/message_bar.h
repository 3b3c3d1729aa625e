#pragma once
#include <QFrame>
#include <QList>

class QAction;
class QLabel;

namespace vitrine::widgets {

/// A sentence at the top of the window that blocks nothing: what went wrong (red edge), or what is
/// good to know (in the accent colour), until it is closed or the next one comes. Beside it, as
/// buttons, what can be done.
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  enum class Kind { failure, notice };
  void say(const QString& sentence, Kind kind = Kind::failure, const QList<QAction*>& offers = {});
  QString sentence() const;
  Kind kind() const { return kind_; }

 Q_SIGNALS:
  void dismissed();
  void said(const QString& sentence, Kind kind);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void restyle();
  void fitHeight();
  QLabel* text_;
  QWidget* offers_ = nullptr;  ///< with the buttons; made anew with each sentence
  Kind kind_ = Kind::failure;
};

}  // namespace vitrine::widgets
