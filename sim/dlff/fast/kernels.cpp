#include "sim/dlff/fast/kernels.h"

#include <algorithm>
#include <cmath>

// Vectors of unknown length (SVE, RVV) cannot stand in arrays, which register blocking needs.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/dlff/fast/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/dlff/activations-inl.h"
#include "sim/dlff/fast/embedding_kernels-inl.h"
#include "sim/dlff/fast/environment_kernels-inl.h"
#include "sim/dlff/fast/far_kernels-inl.h"
#include "sim/dlff/fast/fitting_kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace vitrine::dlff::HWY_NAMESPACE {

FastKernels fast_kernels_here() {
  return {hwy::TargetName(HWY_TARGET),
          block_lanes,
          panel_rows,
          &gather_pairs,
          &near_environment,
          &far_environment,
          &embed_pairs,
          &embed_gradient,
          &sum_far_pairs,
          &far_pair_slopes,
          &pair_gradients,
          &scatter_gradients,
          &transpose,
          &contract_block,
          &contract_block_gradient,
          &multiply_panels,
          &multiply_back,
          &activate_rows,
          &product_rows,
          &add_rows,
          &weigh_rows,
          &spread_rows};
}

}  // namespace vitrine::dlff::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vitrine::dlff {

HWY_EXPORT(fast_kernels_here);

const FastKernels& fast_kernels() {
  static const FastKernels chosen = HWY_DYNAMIC_DISPATCH(fast_kernels_here)();
  return chosen;
}

}  // namespace vitrine::dlff
#endif
