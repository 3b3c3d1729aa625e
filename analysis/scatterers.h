#pragma once
#include <string>
#include <vector>

#include "analysis/species.h"
#include "sim/model/elements.h"

namespace vitrine::analysis {

/// Coherent neutron scattering length, fm: Sears, Neutron News 3(3) (1992) 26,
/// doi:10.1080/10448639208218770. Of hydrogen the part `deuteration` (0 to 1) is D. InputError for
/// an element that the table lacks; `id` begins the sentence.
double neutron_length(const std::string& id, Element element, double deuteration);

/// X-ray form factor of the neutral atom, electrons, at Q in 1/A: Sum_k a_k exp(-b_k s^2) + c with
/// s = Q/4 pi; International Tables for Crystallography C (2004), table 6.1.1.4 (Cromer and Mann,
/// Acta Cryst A24 (1968) 321). InputError as above.
double form_factor(const std::string& id, Element element, double q);

/// What scatters: species, their part of all atoms, and their weight at a wave number.
class Scatterers {
 public:
  Scatterers() = default;
  /// InputError where a species cannot be weighed.
  Scatterers(const std::string& id, const Species& species, double deuteration);

  std::size_t size() const { return elements_.size(); }
  double concentration(std::size_t a) const { return concentrations_[a]; }
  const std::vector<double>& neutron() const { return lengths_; }  ///< fm, of each species
  std::vector<double> xray(double q) const;                        ///< electrons, of each species
  double mean(const std::vector<double>& weights) const;           ///< < w >
  double mean_square(const std::vector<double>& weights) const;    ///< < w^2 >

  /// A number for each pair of species, a <= b, as pair_index() orders them.
  using PairValues = std::vector<double>;
  std::size_t pairs() const { return size() * (size() + 1) / 2; }
  std::size_t pair_index(std::size_t a, std::size_t b) const;
  /// Sum_ab c_a c_b w_a w_b values_ab over ordered pairs.
  double weighted_sum(const std::vector<double>& weights, const PairValues& values) const;

 private:
  std::string id_;
  std::vector<Element> elements_;
  std::vector<double> concentrations_, lengths_;
};

}  // namespace vitrine::analysis
