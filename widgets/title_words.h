#pragma once
#include <QWidget>

class QPainter;

namespace vitrine::widgets {

/// "melt · 1500 K · 62.30 ps", and in fewer words where room is short: "1500 K · 62.30 ps".
class StateWords {
 public:
  void add(const QString& words) { add(words, words); }
  void add(const QString& words, const QString& brief);  ///< brief: empty where they can be missed
  const QString& full() const { return full_; }
  const QString& brief() const { return brief_; }
  bool operator==(const StateWords&) const = default;

 private:
  QString full_, brief_;
};

/// What a view shows, in a line: "ZIF-4 · melt · 1500 K · 62.30 ps". Where room is short the name
/// gives way, then what the state can miss; temperature and time stand as long as they can.
class TitleWords : public QWidget {
  Q_OBJECT
 public:
  explicit TitleWords(QWidget* parent = nullptr);
  void setWords(const QString& name, const StateWords& state, const QString& tip);
  struct Words {
    QString name;
    StateWords state;
  };
  const Words& words() const { return words_; }
  const QString& name() const { return words_.name; }
  const QString& state() const { return words_.state.full(); }
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
