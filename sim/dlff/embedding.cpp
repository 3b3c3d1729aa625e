#include "sim/dlff/embedding.h"

#include <algorithm>
#include <cmath>

#include "sim/dlff/plain_activation.h"

namespace vitrine::dlff {
namespace {

struct Values {
  std::vector<double> value, slope;
};

Values through(const Layer& layer, const Values& x) {
  Values y{std::vector<double>(layer.outputs), std::vector<double>(layer.outputs)};
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    double z = layer.bias[o], dz = 0;
    for (std::size_t i = 0; i < layer.inputs; ++i) {
      z += x.value[i] * layer.weights[i * layer.outputs + o];
      dz += x.slope[i] * layer.weights[i * layer.outputs + o];
    }
    const ValueAndSlope h = plain_activation(layer.activation, layer.threshold, z);
    const double step = layer.time_step.empty() ? 1 : layer.time_step[o];
    y.value[o] = step * h.value;
    y.slope[o] = step * h.slope * dz;
    if (!layer.has_skip()) continue;
    y.value[o] += x.value[o % layer.inputs];
    y.slope[o] += x.slope[o % layer.inputs];
  }
  return y;
}

/// Where s stands in a table: `x` within a piece, and `beyond` on the straight line that follows.
struct Place {
  std::size_t piece;
  double x, beyond;
};

Place place_in(const EmbeddingTable& table, double s) {
  if (!(s >= table.lower)) return {0, 0, s - table.lower};
  const std::size_t fine = table.fine_pieces();
  const std::size_t last = table.pieces() - 1;
  const double inside = std::min(s, table.end);
  Place place{0, 0, s - inside};
  if (inside < table.upper) {
    place.piece = std::min({static_cast<std::size_t>((inside - table.lower) / table.fine_stride),
                            fine ? fine - 1 : 0, last});
    place.x = inside - (static_cast<double>(place.piece) * table.fine_stride + table.lower);
  } else {
    const auto coarse = static_cast<std::size_t>((inside - table.upper) / table.coarse_stride);
    place.piece = std::min(fine + coarse, last);
    place.x = inside - (static_cast<double>(place.piece - std::min(fine, place.piece)) *
                            table.coarse_stride +
                        table.upper);
  }
  return place;
}

void look_up(const EmbeddingTable& table, double s, std::vector<double>& value,
             std::vector<double>& slope) {
  const Place at = place_in(table, s);
  value.resize(table.width);
  slope.resize(table.width);
  const double* c = table.coefficients.data() + at.piece * table.width * 6;
  const double x = at.x;
  for (std::size_t a = 0; a < table.width; ++a, c += 6) {
    slope[a] = c[1] + x * (2 * c[2] + x * (3 * c[3] + x * (4 * c[4] + x * 5 * c[5])));
    value[a] =
        c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * (c[4] + x * c[5])))) + at.beyond * slope[a];
  }
}

}  // namespace

void evaluate_embedding(const Model& model, std::size_t centre, std::size_t neighbour, double s,
                        std::vector<double>& value, std::vector<double>& slope) {
  if (model.compressed()) return look_up(model.embedding_table(centre, neighbour), s, value, slope);
  Values y{{s}, {1}};
  for (const Layer& layer : model.embedding(centre, neighbour).layers) y = through(layer, y);
  value = std::move(y.value);
  slope = std::move(y.slope);
}

std::vector<double> evaluate_net(const Net& net, const std::vector<double>& inputs) {
  Values y{inputs, std::vector<double>(inputs.size(), 0.0)};
  for (const Layer& layer : net.layers) y = through(layer, y);
  return y.value;
}

}  // namespace vitrine::dlff
