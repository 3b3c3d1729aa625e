#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace vitrine::widgets {

struct Actions;
class Selection;

/// What is selected, and an expression that selects.
class SelectionControls : public QWidget {
  Q_OBJECT
 public:
  explicit SelectionControls(QWidget* parent = nullptr);
  void setActions(const Actions& actions);  ///< those that stand here as buttons
  void show(const Selection& selection, const QString& summary);
  /// The mistake is named below the expression, with the cursor on it.
  void showRefusal(const QString& sentence, int position);
  void edit();  ///< the keyboard is the expression's

 Q_SIGNALS:
  void expressionEntered(const QString& expression);

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void restyle();

  QLineEdit* expression_;
  QLabel *refusal_, *summary_;
  QWidget* buttons_;
};

}  // namespace vitrine::widgets
