#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/chosen_atoms.h"
#include "analysis/shared_frame.h"

namespace vitrine::analysis {

/// A number with its unit; `error` is one standard error where it is known.
struct Scalar {
  std::string name;  ///< "mean", "roi.xy": dots make levels in JSON
  std::string unit;  ///< "k_B", "g/cm3", "1" for none
  double value;
  std::optional<double> error = {};
};

struct Column {
  std::string name, unit;
  std::vector<double> values;
};

/// Columns of equal length. series: the first is x, the others y(x). per_atom: the first column is
/// "atom" (index from 0), the others belong to it. table: anything else.
struct Dataset {
  enum class Kind { series, per_atom, table };
  std::string name;
  Kind kind;
  std::vector<Column> columns;
  const Column& column(const std::string& column_name) const;  ///< InputError: no such column
};

/// What an analysis says; the same object feeds plot, colouring, export and report.
struct Result {
  std::string id;
  int version = 1;
  std::size_t frames = 0;  ///< frames used
  /// What it is restricted to: "16 selected atoms: selected Zn; ..."; empty: it is of all.
  std::string selection = {};
  std::map<std::string, double> parameters;
  std::vector<Scalar> scalars;
  std::vector<Dataset> datasets;

  const Dataset& dataset(const std::string& dataset_name) const;  ///< InputError: no such
  double scalar(const std::string& scalar_name) const;            ///< InputError: no such
};

struct Parameter {
  std::string name;   ///< "r_max": command line and JSON
  std::string label;  ///< "Largest distance": the window
  std::string unit;
  double value;  ///< default
  double minimum, maximum;
};
using Parameters = std::map<std::string, double>;

/// Takes frames, one thread at a time; a result before the first frame is an InputError. So is a
/// frame the analysis has nothing to say about ("entropy: the frame has no Zn"), or one with other
/// atoms than the first; or, of a restricted one, a frame in which nothing of what is chosen has a
/// part ("entropy: no Zn is selected").
class Analysis {
 public:
  virtual ~Analysis() = default;
  /// A plain Frame will do; several analyses of one frame share a SharedFrame, so that what they
  /// all look for is found once.
  virtual void add(const SharedFrame& frame) = 0;
  virtual Result result() const = 0;
  /// To call before the first frame; see make_analysis(), which does.
  void restrict_to(ChosenPtr chosen) { chosen_ = std::move(chosen); }

 protected:
  const ChosenPtr& chosen() const { return chosen_; }  ///< nullptr: all atoms
  bool counts(int atom) const { return !chosen_ || chosen_->contains(atom); }
  bool counts(const ImidazoleRing& ring) const { return !chosen_ || chosen_->contains(ring); }
  /// Those that count.
  template <class T>
  std::vector<T> counted(std::vector<T> all) const {
    std::erase_if(all, [this](const T& one) { return !counts(one); });
    return all;
  }

 private:
  ChosenPtr chosen_;
};

/// What a result needs. frame: each frame says something by itself. average: one is enough, but of
/// a row only the average is worth having. row: nothing can be said of a single frame, whose
/// result() is an InputError.
enum class Sampling { frame, average, row };

/// A kind that atoms are sorted into: "4-fold", "broken", "Zn".
struct Category {
  double value;
  std::string name;
};

/// A column of a per_atom dataset that says something of a frame by itself: a property of atoms
/// (analysis/atom_properties.h), with default parameters.
struct PerAtomColumn {
  std::string property;  ///< its id: "entropy"
  std::string dataset, column;
  std::string title, unit;
  std::vector<Category> categories = {};
  bool of_zinc = true;  ///< a frame without Zn has none
  bool needs_cell = false;
};

/// Whether an analysis can be restricted to chosen atoms.
struct Restriction {
  bool possible;
  std::string sentence;  ///< what it is of then: "selected Zn; ..."; or why it cannot be
};
inline Restriction of_chosen(std::string what) {
  return {true, std::move(what)};
}
inline Restriction of_all_only(std::string why) {
  return {false, std::move(why)};
}

struct AnalysisInfo {
  std::string id, title, category;
  std::string reference;  ///< source of the definition
  Restriction restriction;
  std::vector<Parameter> parameters;
  /// Parameters are complete and checked here; use make_analysis().
  std::function<std::unique_ptr<Analysis>(const Parameters&)> factory;
  Sampling sampling = Sampling::frame;
  std::vector<PerAtomColumn> per_atom = {};
};

/// Every analysis of analysis/modules, by id. CMake writes the list.
const std::vector<AnalysisInfo>& registry();
const AnalysisInfo& analysis_info(const std::string& id);  ///< InputError with the nearest id
/// Defaults for what is not given; InputError for an unknown name or a value out of range:
/// "rdf: r_max must lie between 1 and 50 A, got -1".
///
/// With `chosen`, only of these atoms, in the sense that AnalysisInfo::restriction tells; of all
/// atoms it gives the same numbers as without. InputError: nothing is chosen, or the analysis
/// cannot be restricted.
std::unique_ptr<Analysis> make_analysis(const std::string& id, const Parameters& given = {},
                                        const ChosenPtr& chosen = {});

}  // namespace vitrine::analysis
