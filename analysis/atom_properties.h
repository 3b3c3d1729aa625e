#pragma once
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/reference_frame.h"

namespace vitrine::analysis {

/// A number that atoms have in a frame: what a picture is coloured by, and what expressions of a
/// selection name.
struct AtomProperty {
  std::string id;          ///< "entropy", "tilt_x", "column.charge"
  std::string title;       ///< "Entropy of Zn"
  std::string unit;        ///< "k_B"; "1" for none
  std::string definition;  ///< a sentence
  /// By ascending value; none: the numbers are continuous. What lies beyond the first or the last
  /// one belongs to that.
  std::vector<Category> categories = {};
  std::string obstacle = {};  ///< why no atom of the frame can have it; empty: nothing is known
                              ///< against it
};

/// Everything that can be asked of the atoms of a frame: by this file, by the analyses that declare
/// results of single atoms (AnalysisInfo::per_atom), and by further columns of the frame's file.
/// `reference` may be missing.
std::vector<AtomProperty> atom_properties(const Frame& frame, const ReferenceFrame* reference);

/// One number per atom, NaN for those that have none. InputError with the reason where no atom can
/// have it, or with the nearest id where there is no such property.
std::vector<double> atom_values(const std::string& id, const SharedFrame& shared,
                                const ReferenceFrame* reference);

}  // namespace vitrine::analysis
