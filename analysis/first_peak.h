#pragma once
#include <optional>
#include <vector>

#include "analysis/histogram.h"

namespace vitrine::analysis {

/// The first peak of a pair distribution function: the highest bin below a distance.
struct FirstPeak {
  double position;  ///< angstrom: centre of mass of the part above half height, steadier than a bin
  double height;    ///< of the highest bin
  double width;     ///< angstrom: full width at half height, between the interpolated crossings
                    ///< farthest out; dips of 0.1 A below half height do not end the peak
  double end;  ///< angstrom: where the first minimum begins, at most 1.5 times the position away
};

/// Empty where g is zero up to `limit` (angstrom), or does not fall to half height on both sides.
std::optional<FirstPeak> find_first_peak(const Bins& bins, const std::vector<double>& g,
                                         double limit);

/// Neighbours within `end` angstrom: 4 pi rho Int g r^2 dr, over whole and cut bins. density in
/// 1/A^3, of the neighbours.
double coordination_number(const Bins& bins, const std::vector<double>& g, double density,
                           double end);

}  // namespace vitrine::analysis
