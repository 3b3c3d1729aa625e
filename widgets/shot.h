#pragma once
#include <QImage>

namespace vitrine::widgets {

/// A picture that is being taken of a view as it was at the beginning, drawn in several turns.
class Shot {
 public:
  virtual ~Shot() = default;
  virtual double progress() const = 0;  ///< 0 to 1: complete
  virtual void draw() = 0;              ///< one turn
  virtual QImage image() const = 0;     ///< of what has been drawn; null: this display gives none
};

}  // namespace vitrine::widgets
