#include "sim/dlff/fast/fast_model.h"

#include <algorithm>

#include "sim/dlff/embedding.h"

namespace vitrine::dlff {

FastModel::FastModel(ModelPtr model) : model_(std::move(model)) {
  if (model_->one_sided) {
    for (std::size_t u = 0; u < types(); ++u) splines_.emplace_back(*model_, 0, types(), u);
  } else {
    for (std::size_t t = 0; t < types(); ++t)
      for (std::size_t u = 0; u < types(); ++u) splines_.emplace_back(*model_, t, t + 1, u);
  }
  for (const Net& net : model_->fittings)
    fittings_.emplace_back(net, model_->width(), model_->axis);
  make_paddings();
}

EnvironmentShape FastModel::environment(std::size_t centre, std::size_t neighbour) const {
  EnvironmentShape shape{model_->switch_start,
                         model_->switch_width,
                         model_->protection,
                         {},
                         {},
                         spline(centre, neighbour).grid()};
  for (std::size_t c = 0; c < 4; ++c) {
    const std::size_t at = 4 * (centre * types() + neighbour) + c;
    shape.mean[c] = model_->mean[at];
    shape.inverse_spread[c] = 1 / model_->spread[at];
  }
  return shape;
}

// A slot without a neighbour holds a row of zeros, which the normalisation makes -mean / spread.
void FastModel::make_paddings() {
  paddings_.assign(types() * types() * 4 * width(), 0.0f);
  std::vector<double> value, slope;
  for (std::size_t pair = 0; pair < types() * types(); ++pair) {
    double row[4];
    for (std::size_t c = 0; c < 4; ++c)
      row[c] = -model_->mean[4 * pair + c] / model_->spread[4 * pair + c];
    has_padding_ = has_padding_ || std::any_of(row, row + 4, [](double x) { return x != 0; });
    evaluate_embedding(*model_, pair / types(), pair % types(), row[0], value, slope);
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t a = 0; a < value.size(); ++a)
        paddings_[(4 * pair + c) * width() + a] = static_cast<float>(row[c] * value[a]);
  }
}

}  // namespace vitrine::dlff
