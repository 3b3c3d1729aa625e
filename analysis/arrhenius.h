#pragma once
#include <vector>

namespace vitrine::analysis {

/// One run, or one temperature of a run: how much there was of something (defects, jumps).
struct RatePoint {
  double temperature;  ///< kelvin
  double value;        ///< above zero, any unit
  double error;        ///< one standard error, the same unit; 0 where none of the points has one
};

/// value = prefactor exp(-energy/k_B T), fitted as a straight line of ln value against 1/T.
struct ArrheniusFit {
  double energy, energy_error;                ///< eV; 1 eV = 96.485 kJ/mol
  double log_prefactor, log_prefactor_error;  ///< of the natural logarithm
};

/// Points weigh by (value/error)^2; without errors all alike, and the errors of the fit then come
/// from how far the points lie off the line (Bevington and Robinson, Data Reduction and Error
/// Analysis, 3rd ed. (2003), section 6.3). InputError: fewer than two temperatures (three without
/// errors), or values or temperatures that are not above zero.
ArrheniusFit fit_arrhenius(const std::vector<RatePoint>& points);

/// The points of a run with changing temperature: its frames gathered in intervals of temperature
/// `width` kelvin wide, each with the mean temperature and value of its frames and no error.
/// Intervals without anything to count are left out, since they have no logarithm. Empty unless the
/// temperatures of those left differ by a quarter and more, which the fluctuations of a run at one
/// temperature do not, and there are three: nothing to fit.
std::vector<RatePoint> points_of_run(const std::vector<double>& temperatures,
                                     const std::vector<double>& values, double width);

}  // namespace vitrine::analysis
