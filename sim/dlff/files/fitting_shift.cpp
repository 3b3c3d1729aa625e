#include "sim/dlff/files/fitting_shift.h"

#include <algorithm>

#include "sim/dlff/embedding.h"

namespace vitrine::dlff {

double fitting_of_nothing(const Model& model, std::size_t centre) {
  const Net& net = model.fitting(centre);
  return evaluate_net(net, std::vector<double>(net.inputs(), 0.0)).front();
}

void scale_energies(Model& model, const std::vector<double>& factors) {
  if (std::all_of(factors.begin(), factors.end(), [](double x) { return x == 1; })) return;
  if (model.fittings.size() == 1) model.fittings.resize(factors.size(), model.fittings.front());
  for (std::size_t t = 0; t < factors.size(); ++t) {
    Layer& last = model.fittings[t].layers.back();
    for (double& weight : last.weights) weight *= factors[t];
    for (double& bias : last.bias) bias *= factors[t];
    model.bias[t] *= factors[t];
  }
}

}  // namespace vitrine::dlff
