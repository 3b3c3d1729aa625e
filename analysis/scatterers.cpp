#include "analysis/scatterers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::analysis {
namespace {

constexpr double deuterium_length = 6.671;

struct ElementScattering {
  Element element;
  double length;  // fm
  std::array<double, 4> a, b;
  double c;
};

constexpr ElementScattering table[] = {
    {1,
     -3.7390,
     {0.493002, 0.322912, 0.140191, 0.040810},
     {10.5109, 26.1257, 3.14236, 57.7997},
     0.003038},
    {6,
     6.6460,
     {2.31000, 1.02000, 1.58860, 0.865000},
     {20.8439, 10.2075, 0.568700, 51.6512},
     0.215600},
    {7,
     9.36,
     {12.2126, 3.13220, 2.01250, 1.16630},
     {0.005700, 9.89330, 28.9975, 0.582600},
     -11.529},
    {8,
     5.803,
     {3.04850, 2.28680, 1.54630, 0.867000},
     {13.2771, 5.70110, 0.323900, 32.9089},
     0.250800},
    {17,
     9.5770,
     {11.4604, 7.19640, 6.25560, 1.64550},
     {0.010400, 1.16620, 18.5194, 47.7784},
     -9.5574},
    {27,
     2.49,
     {12.2841, 7.34090, 4.00340, 2.34880},
     {4.27910, 0.278400, 13.5359, 71.1692},
     1.01180},
    {30,
     5.680,
     {14.0743, 7.03180, 5.16520, 2.41000},
     {3.26550, 0.233300, 10.3163, 58.7097},
     1.30410},
    {35,
     6.795,
     {17.1789, 5.23580, 5.63770, 3.98510},
     {2.17230, 16.5796, 0.260900, 41.4328},
     2.95570},
};

const ElementScattering& scattering_of(const std::string& id, Element element) {
  for (const ElementScattering& entry : table)
    if (entry.element == element) return entry;
  throw InputError(
      fmt::format("{}: how '{}' scatters is not known", id, element_data(element).symbol));
}

}  // namespace

double neutron_length(const std::string& id, Element element, double deuteration) {
  const double length = scattering_of(id, element).length;
  return element == element::H ? (1 - deuteration) * length + deuteration * deuterium_length
                               : length;
}

double form_factor(const std::string& id, Element element, double q) {
  const ElementScattering& entry = scattering_of(id, element);
  const double s = q / (4 * units::pi);
  double sum = entry.c;
  for (std::size_t k = 0; k < 4; ++k) sum += entry.a[k] * std::exp(-entry.b[k] * s * s);
  return sum;
}

Scatterers::Scatterers(const std::string& id, const Species& species, double deuteration)
    : id_(id), elements_(species.elements) {
  double all = 0;
  for (const std::vector<int>& members : species.members)
    all += static_cast<double>(members.size());
  for (std::size_t a = 0; a < species.size(); ++a) {
    concentrations_.push_back(static_cast<double>(species.members[a].size()) / all);
    lengths_.push_back(neutron_length(id, species.elements[a], deuteration));
  }
}

std::vector<double> Scatterers::xray(double q) const {
  std::vector<double> factors;
  for (const Element element : elements_) factors.push_back(form_factor(id_, element, q));
  return factors;
}

double Scatterers::mean(const std::vector<double>& weights) const {
  return std::inner_product(weights.begin(), weights.end(), concentrations_.begin(), 0.0);
}

double Scatterers::mean_square(const std::vector<double>& weights) const {
  double sum = 0;
  for (std::size_t a = 0; a < size(); ++a) sum += concentrations_[a] * weights[a] * weights[a];
  return sum;
}

std::size_t Scatterers::pair_index(std::size_t a, std::size_t b) const {
  const std::size_t low = std::min(a, b), high = std::max(a, b);
  return low * size() - low * (low + 1) / 2 + high;
}

double Scatterers::weighted_sum(const std::vector<double>& weights,
                                const PairValues& values) const {
  double sum = 0;
  for (std::size_t a = 0; a < size(); ++a)
    for (std::size_t b = 0; b < size(); ++b)
      sum += concentrations_[a] * concentrations_[b] * weights[a] * weights[b] *
             values[pair_index(a, b)];
  return sum;
}

}  // namespace vitrine::analysis
