#pragma once
#include <QObject>
#include <QString>
#include <memory>
#include <vector>

#include "analysis/selection_expression.h"
#include "widgets/background_job.h"

namespace vitrine::widgets {

/// The atoms that are selected: one set for the view and for all panels. It holds the atoms
/// themselves, not a rule, so that one sees what becomes of them. GUI thread only.
class Selection : public QObject {
  Q_OBJECT
 public:
  using Atoms = std::shared_ptr<const std::vector<int>>;
  using QObject::QObject;

  const Atoms& atoms() const { return atoms_; }  ///< ascending indices; nullptr: nothing
  std::size_t size() const { return atoms_ ? atoms_->size() : 0; }
  bool contains(int atom) const;
  /// How they were chosen: an expression, "entropy -8 to -6"; empty: by clicks.
  const QString& origin() const { return origin_; }
  /// "12 atoms: H4 N4 Zn4"
  QString summary(const Topology& topology) const;

  void set(std::vector<int> atoms, const QString& origin = {});
  void toggle(int atom);  ///< adds it, or takes it away
  void clear();
  void invert(std::size_t atoms);  ///< of so many
  /// Looks for the atoms of a frame that an expression means; changed() or refused() follows.
  void find(const QString& expression, FramePtr frame, analysis::ReferencePtr reference);
  bool searching() const { return search_.running(); }
  void poll();

 Q_SIGNALS:
  void changed();
  /// The expression cannot be used; `position` is where, in its characters.
  void refused(const QString& sentence, int position);

 private:
  struct Found {
    std::vector<int> atoms;
    QString refusal;
    int position = 0;
  };
  static Found search(const QString& expression, const Frame& frame,
                      const analysis::ReferenceFrame* reference, const std::vector<int>& selected);

  Atoms atoms_;
  QString origin_, wanted_;
  BackgroundJob<Found> search_;
};

}  // namespace vitrine::widgets
