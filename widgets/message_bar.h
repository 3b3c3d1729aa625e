#pragma once
#include <QFrame>

class QLabel;
class QPushButton;

namespace vitrine::widgets {

/// A sentence at the top of the window that blocks nothing: what went wrong (red edge), or what is
/// good to know (in the accent colour), until it is closed or the next one comes.
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  enum class Kind { failure, notice };
  void say(const QString& sentence, Kind kind = Kind::failure);
  /// A notice with a button for what it offers.
  void offer(const QString& sentence, const QString& button);
  QString sentence() const;
  Kind kind() const { return kind_; }

 Q_SIGNALS:
  void dismissed();
  void accepted();  ///< what was offered
  void said(const QString& sentence, Kind kind);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void restyle();
  void fitHeight();
  QLabel* text_;
  QPushButton* accept_;
  Kind kind_ = Kind::failure;
};

}  // namespace vitrine::widgets
