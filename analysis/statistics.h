#pragma once
#include <optional>
#include <vector>

namespace vitrine::analysis {

double mean(const std::vector<double>& values);  ///< 0 for none
/// Root mean square deviation from the mean, over n (not n - 1): the width of a distribution.
double standard_deviation(const std::vector<double>& values);

/// Standard error of the mean of a correlated series, by blocking (Flyvbjerg and Petersen, J Chem
/// Phys 91 (1989) 461, eq. 26): neighbours are averaged pairwise as long as at least four blocks
/// remain, and the largest estimate counts. Empty below four values: too few to say.
std::optional<double> block_error(std::vector<double> series);

}  // namespace vitrine::analysis
