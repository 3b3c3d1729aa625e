#pragma once
// Nets one number at a time in double precision: what tables are made of.
#include <cstddef>
#include <vector>

#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// N(s) and N'(s) of the pair (centre, neighbour) of types, s being the first component of a
/// normalised row: from the net, or from the table of a compressed model. value and slope are
/// [width()], overwritten.
void evaluate_embedding(const Model& model, std::size_t centre, std::size_t neighbour, double s,
                        std::vector<double>& value, std::vector<double>& slope);

/// A net's [outputs] for its [inputs].
std::vector<double> evaluate_net(const Net& net, const std::vector<double>& inputs);

}  // namespace vitrine::dlff
