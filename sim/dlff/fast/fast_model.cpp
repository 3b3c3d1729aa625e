#include "sim/dlff/fast/fast_model.h"

#include <algorithm>

#include "sim/dlff/embedding.h"

namespace vitrine::dlff {

FastModel::FastModel(ModelPtr model) : model_(std::move(model)) {
  if (model_->one_sided) {
    tabulate(0, types());
  } else {
    for (std::size_t t = 0; t < types(); ++t) tabulate(t, t + 1);
  }
  for (std::size_t pair = 0; pair < types() * types(); ++pair)
    environments_.push_back(make_environment(pair / types(), pair % types()));
  for (const Net& net : model_->fittings)
    fittings_.emplace_back(net, model_->width(), model_->axis);
  make_paddings();
}

// Around centres of the types first to last - 1, which share their embedding nets.
void FastModel::tabulate(std::size_t first, std::size_t last) {
  std::vector<std::optional<FarSeries>> series;
  for (std::size_t u = 0; u < types(); ++u) {
    series.push_back(far_series(*model_, first, last, u));
    std::optional<double> nearest;
    if (series.back()) nearest = series.back()->upper;
    splines_.emplace_back(*model_, first, last, u, nearest);
  }
  far_.emplace_back(std::move(series), model_->width(), 1 / model_->norm);
}

EnvironmentShape FastModel::make_environment(std::size_t centre, std::size_t neighbour) const {
  EnvironmentShape shape{model_->switch_start,
                         model_->switch_width,
                         model_->protection,
                         {},
                         {},
                         spline(centre, neighbour).grid(),
                         {},
                         model_->cutoff * model_->cutoff};
  if (const auto& series = far(centre).series(neighbour)) {
    shape.far = series->zone();
    shape.far2 = distance2_of(*model_, centre, neighbour, series->upper);
  }
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
