#pragma once
#include <QWidget>

class QPainter;

namespace vitrine::widgets {

/// What a view shows, in a line: "ZIF-4 · melt · 1500 K · 62.30 ps". Where room is short the name
/// gives way; stage, temperature and time stand as long as they can.
class TitleWords : public QWidget {
  Q_OBJECT
 public:
  explicit TitleWords(QWidget* parent = nullptr);
  void setWords(const QString& name, const QString& state, const QString& tip);
  const QString& name() const { return name_; }
  const QString& state() const { return state_; }
  QString text() const;  ///< both, in full
  /// Into a picture.
  void paint(QPainter& painter, const QRect& into) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString rest() const;

  QString name_, state_;
};

}  // namespace vitrine::widgets
