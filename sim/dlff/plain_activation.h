#pragma once
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

struct ValueAndSlope {
  double value, slope;
};

/// phi(x) and phi'(x), one number at a time: for the functions that few models use.
ValueAndSlope plain_activation(Activation activation, double threshold, double x);

}  // namespace vitrine::dlff
