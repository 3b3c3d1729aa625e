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
  struct Words {
    QString name, state;
  };
  const Words& words() const { return words_; }
  const QString& name() const { return words_.name; }
  const QString& state() const { return words_.state; }
  QString text() const;  ///< both, in full

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Words words_;
};

/// The same in a picture.
void paint_words(QPainter& painter, const QRect& into, const TitleWords::Words& words);

}  // namespace vitrine::widgets
