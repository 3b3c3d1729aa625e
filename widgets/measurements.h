#pragma once
#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "render/scene.h"

namespace vitrine::widgets {

/// What is measured between atoms of the view, in the order in which it was asked for, and the
/// atoms chosen so far for the next one.
class MeasurementList : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  const render::Measurements& all() const { return all_; }
  int size() const { return static_cast<int>(all_.complete.size()); }
  /// Atoms that the next one takes: 2 a distance, 3 an angle, 4 a dihedral; 0: none is being made.
  void begin(int atoms);
  int wanted() const { return wanted_; }
  /// The next atom of the one being made; an atom that it has already is taken out again.
  void choose(int atom);
  void remove(int index);
  void clear();

  struct Line {
    QString kind;   ///< "distance"
    QString atoms;  ///< "Zn1 – N17": elements and ids
    QString value;  ///< "2.013 Å"; a dash where it is not defined
  };
  Line line(int index, const Frame& frame) const;
  /// One line each: kind, ids, elements, value, unit.
  QString csv(const Frame& frame) const;

 Q_SIGNALS:
  void changed();

 private:
  render::Measurements all_;
  int wanted_ = 0;
};

}  // namespace vitrine::widgets
