#pragma once
// Embedding nets of distant pairs as short series: what a net says of all of an atom's distant
// neighbours of one type is linear in a few sums over them.
#include <cstddef>
#include <optional>
#include <vector>

#include "sim/dlff/fast/kernels.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// N_a(s) = sum_k c_ka phi_k(x) for lower <= s < upper, x in [-1, 1] there. A pair then costs
/// `terms` numbers instead of a net's width: T_ca = sum_k (sum_pairs R_c phi_k) c_ka, whose second
/// sum is a matrix product. phi_k is the product of the Chebyshev polynomials T_(2^b)(x) over the
/// bits b of k, so it is of degree k, and a vector of all of them is made of four numbers.
struct FarSeries {
  double lower, upper;  ///< of s
  std::size_t terms;
  std::vector<double> coefficients;  ///< [terms][width of the net]

  FarZone zone() const { return {lower, 2 / (upper - lower)}; }
};

/// The series that saves most time for the pairs of the model's usual density: the farther it
/// reaches inwards, the more terms it takes for values and slopes to be right to
/// EmbeddingSpline::tolerance. Nothing where no series saves any, and for a compressed model, whose
/// tables are what counts. Centres as in EmbeddingSpline.
std::optional<FarSeries> far_series(const Model& model, std::size_t first_centre,
                                    std::size_t last_centre, std::size_t neighbour);

/// Square of the distance (angstrom^2) beyond which s is below `s`.
double distance2_of(const Model& model, std::size_t centre, std::size_t neighbour, double s);

}  // namespace vitrine::dlff
