#include "tests/dlff/naive.h"

#include <array>
#include <cmath>
#include <functional>

namespace vitrine::test {
namespace {

using Real = long double;
using Row = std::array<Real, 3>;

Real phi(dlff::Activation activation, Real threshold, Real x) {
  const auto sigmoid = [](Real y) { return 1 / (1 + std::exp(-y)); };
  switch (activation) {
    case dlff::Activation::tanh:
      return std::tanh(x);
    case dlff::Activation::relu:
      return std::max(x, Real{0});
    case dlff::Activation::relu6:
      return std::min(std::max(x, Real{0}), Real{6});
    case dlff::Activation::softplus:
      return std::log(1 + std::exp(x));
    case dlff::Activation::sigmoid:
      return sigmoid(x);
    case dlff::Activation::silu:
      return x * sigmoid(x);
    case dlff::Activation::silut: {
      if (x < threshold) return x * sigmoid(x);
      const Real s = sigmoid(threshold);
      return threshold * s + std::tanh((s + threshold * s * (1 - s)) * (x - threshold));
    }
    case dlff::Activation::gelu:
      return x / 2 *
             (1 +
              std::tanh(std::sqrt(2 / std::acos(Real{-1})) * (x + Real{0.044715L} * x * x * x)));
    default:
      return x;
  }
}

std::vector<Real> apply(const dlff::Net& net, std::vector<Real> x) {
  for (const dlff::Layer& layer : net.layers) {
    std::vector<Real> y(layer.outputs);
    for (std::size_t o = 0; o < layer.outputs; ++o) {
      Real z = layer.bias[o];
      for (std::size_t i = 0; i < layer.inputs; ++i)
        z += x[i] * layer.weights[i * layer.outputs + o];
      y[o] = phi(layer.activation, layer.threshold, z);
      if (!layer.time_step.empty()) y[o] *= layer.time_step[o];
      if (layer.residual && layer.outputs == layer.inputs) y[o] += x[o];
      if (layer.residual && layer.outputs == 2 * layer.inputs) y[o] += x[o % layer.inputs];
    }
    x = y;
  }
  return x;
}

// The table of a compressed model; within its range, which is all that the tests ask for.
std::vector<Real> look_up(const dlff::EmbeddingTable& table, Real s) {
  const Real fine = std::round((table.upper - table.lower) / table.fine_stride);
  const bool coarse = s >= table.upper;
  const Real step = coarse ? table.coarse_stride : table.fine_stride;
  const Real from = coarse ? table.upper : table.lower;
  const Real piece = std::floor((s - from) / step), x = s - (piece * step + from);
  const auto row = static_cast<std::size_t>(piece + (coarse ? fine : 0));
  std::vector<Real> values(table.width, 0);
  for (std::size_t a = 0; a < table.width; ++a)
    for (std::size_t k = 6; k-- > 0;)
      values[a] = values[a] * x + table.coefficients[(row * table.width + a) * 6 + k];
  return values;
}

struct NaiveSystem {
  std::vector<Row> positions;
  std::vector<std::size_t> types;
  std::array<Row, 3> cell{};
  bool periodic = false;
};

NaiveSystem naive_system(const dlff::Model& model, const Configuration& configuration) {
  NaiveSystem system;
  for (const Vec3& x : configuration.positions) system.positions.push_back({x[0], x[1], x[2]});
  for (Element element : configuration.elements)
    for (std::size_t t = 0; t < model.types.size(); ++t)
      if (element_from_symbol(model.types[t]) == element) system.types.push_back(t);
  system.periodic = configuration.cell.is_periodic();
  if (system.periodic)
    for (int i = 0; i < 3; ++i)
      for (int k = 0; k < 3; ++k)
        system.cell[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)] =
            configuration.cell.rows()(i, k);
  return system;
}

Real switching(const dlff::Model& model, Real r) {
  if (r < model.switch_start) return 1;
  const Real u = (r - model.switch_start) / (Real{model.cutoff} - model.switch_start);
  return u * u * u * (-6 * u * u + 15 * u - 10) + 1;
}

using Sums = std::vector<std::array<Real, 4>>;

// What one row of the environment matrix adds to the descriptor's sums.
void add_row(const dlff::Model& model, std::size_t centre, std::size_t type, Real weight,
             const std::array<Real, 4>& raw, Sums& sums) {
  std::array<Real, 4> row;
  const std::size_t first = (centre * model.types.size() + type) * 4;
  for (std::size_t c = 0; c < 4; ++c)
    row[c] = (raw[c] - model.mean[first + c]) / model.spread[first + c];
  const std::vector<Real> g = model.compressed()
                                  ? look_up(model.embedding_table(centre, type), row[0])
                                  : apply(model.embedding(centre, type), {row[0]});
  for (std::size_t a = 0; a < g.size(); ++a)
    for (std::size_t c = 0; c < 4; ++c) sums[a][c] += weight * row[c] * g[a] / model.norm;
}

Real atom_energy(const dlff::Model& model, const NaiveSystem& system, std::size_t i) {
  const std::size_t centre = system.types[i];
  Sums sums(model.width());
  std::vector<int> empty = model.slots;
  const int reach = system.periodic ? 4 : 0;
  for (std::size_t j = 0; j < system.positions.size(); ++j)
    for (int image = 0; image < (2 * reach + 1) * (2 * reach + 1) * (2 * reach + 1); ++image) {
      const int n[3] = {image % (2 * reach + 1) - reach,
                        image / (2 * reach + 1) % (2 * reach + 1) - reach,
                        image / (2 * reach + 1) / (2 * reach + 1) - reach};
      if (i == j && !n[0] && !n[1] && !n[2]) continue;
      Row d;
      for (std::size_t k = 0; k < 3; ++k)
        d[k] = system.positions[j][k] - system.positions[i][k] + n[0] * system.cell[0][k] +
               n[1] * system.cell[1][k] + n[2] * system.cell[2][k];
      const Real r = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
      if (r >= model.cutoff) continue;
      const Real sw = switching(model, r), q = r + model.protection;
      add_row(model, centre, system.types[j], 1,
              {sw / q, sw * d[0] / (q * q), sw * d[1] / (q * q), sw * d[2] / (q * q)}, sums);
      --empty[system.types[j]];
    }
  for (std::size_t u = 0; u < empty.size(); ++u)
    add_row(model, centre, u, empty[u], {0, 0, 0, 0}, sums);
  std::vector<Real> descriptor;
  for (std::size_t a = 0; a < sums.size(); ++a)
    for (std::size_t b = 0; b < model.axis; ++b) {
      Real product = 0;
      for (std::size_t c = 0; c < 4; ++c) product += sums[a][c] * sums[b][c];
      descriptor.push_back(product);
    }
  return apply(model.fitting(centre), descriptor).front() + model.bias[centre];
}

Real energy(const dlff::Model& model, const NaiveSystem& system) {
  Real sum = 0;
  for (std::size_t i = 0; i < system.positions.size(); ++i) sum += atom_energy(model, system, i);
  return sum;
}

// Fourth order; in long double the rounding allows a step this small.
double slope(const std::function<Real(Real)>& f) {
  constexpr Real h = 1e-3L;
  return static_cast<double>((8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h));
}

dlff::Net random_net(std::size_t inputs, const std::vector<std::size_t>& widths, bool ends,
                     const Variant& variant, std::mt19937& random) {
  std::normal_distribution<double> normal;
  dlff::Net net;
  std::vector<std::size_t> outputs = widths;
  if (ends) outputs.push_back(1);
  for (std::size_t width : outputs) {
    dlff::Layer layer;
    layer.inputs = inputs;
    layer.outputs = width;
    const bool last = ends && net.layers.size() + 1 == outputs.size();
    layer.activation = last ? dlff::Activation::linear : variant.activation;
    layer.threshold = 1.5;
    layer.residual = variant.residual && !last;
    for (std::size_t k = 0; k < inputs * width; ++k)
      layer.weights.push_back(normal(random) / std::sqrt(static_cast<double>(inputs + width)));
    for (std::size_t k = 0; k < width; ++k) layer.bias.push_back(0.5 * normal(random));
    if (variant.time_step && layer.has_skip())
      for (std::size_t k = 0; k < width; ++k) layer.time_step.push_back(0.3 + 0.1 * normal(random));
    net.layers.push_back(layer);
    inputs = width;
  }
  return net;
}

}  // namespace

dlff::Model random_model(const Variant& variant, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0.2, 0.6);
  dlff::Model model;
  model.name = "random";
  model.types = {"Zn", "H"};
  model.cutoff = 4;
  model.switch_start = 1.2;
  model.switch_width = 2.8;
  model.protection = variant.protection;
  model.slots = {9, 5};
  model.norm = 14;
  model.one_sided = variant.one_sided;
  model.axis = variant.axis;
  for (int pair = 0; pair < 4; ++pair)
    for (int c = 0; c < 4; ++c) {
      model.mean.push_back(c == 0 && !variant.mean_zero ? uniform(random) : 0);
      model.spread.push_back(uniform(random));
    }
  for (int k = 0; k < (variant.one_sided ? 2 : 4); ++k)
    model.embeddings.push_back(random_net(1, variant.embedding, false, variant, random));
  for (int k = 0; k < (variant.shared_fitting ? 1 : 2); ++k)
    model.fittings.push_back(random_net(variant.embedding.back() * variant.axis, variant.fitting,
                                        true, variant, random));
  model.bias = {-1.25, 0.75};
  return model;
}

Configuration random_configuration(std::size_t count, double edge, bool periodic, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  Configuration out;
  Mat3 rows;
  rows << edge, 0, 0, 0.2 * edge, 1.1 * edge, 0, -0.15 * edge, 0.1 * edge, 0.9 * edge;
  const Cell box(rows);
  if (periodic) out.cell = box;
  while (out.positions.size() < count) {
    const Vec3 candidate = box.cartesian(Vec3(uniform(random), uniform(random), uniform(random)));
    bool apart = true;
    for (const Vec3& x : out.positions)
      apart = apart && box.minimum_image(x - candidate).norm() > 0.8;
    if (!apart) continue;
    out.positions.push_back(candidate);
    out.elements.push_back(uniform(random) < 0.5 ? element::Zn : element::H);
  }
  return out;
}

std::vector<long double> naive_atom_energies(const dlff::Model& model,
                                             const Configuration& configuration) {
  const NaiveSystem system = naive_system(model, configuration);
  std::vector<long double> energies;
  for (std::size_t i = 0; i < system.positions.size(); ++i)
    energies.push_back(atom_energy(model, system, i));
  return energies;
}

long double naive_energy(const dlff::Model& model, const Configuration& configuration) {
  return energy(model, naive_system(model, configuration));
}

std::vector<Vec3> naive_forces(const dlff::Model& model, const Configuration& configuration) {
  NaiveSystem system = naive_system(model, configuration);
  std::vector<Vec3> forces(system.positions.size());
  for (std::size_t i = 0; i < forces.size(); ++i)
    for (std::size_t k = 0; k < 3; ++k) {
      const Real start = system.positions[i][k];
      forces[i][static_cast<int>(k)] = -slope([&](Real h) {
        system.positions[i][k] = start + h;
        return energy(model, system);
      });
      system.positions[i][k] = start;
    }
  return forces;
}

Mat3 naive_virial(const dlff::Model& model, const Configuration& configuration) {
  const NaiveSystem start = naive_system(model, configuration);
  Mat3 virial;
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = 0; b < 3; ++b)
      virial(static_cast<int>(a), static_cast<int>(b)) = -slope([&](Real h) {
        NaiveSystem strained = start;
        for (Row& x : strained.positions) x[a] += h * x[b];
        for (Row& x : strained.cell) x[a] += h * x[b];
        return energy(model, strained);
      });
  return virial;
}

dlff::Evaluation evaluate(dlff::ForceField& field, const Configuration& configuration,
                          double skin) {
  NeighbourList neighbours(field.cutoff(), skin);
  neighbours.build(configuration.positions, configuration.cell);
  dlff::Evaluation out;
  field.evaluate(configuration.positions, configuration.cell, neighbours, out);
  return out;
}

dlff::Evaluation evaluate(dlff::ModelPtr model, const Configuration& configuration,
                          const dlff::EngineSettings& settings) {
  const TopologyPtr topology = make_topology(configuration.elements);
  return evaluate(*dlff::make_force_field(std::move(model), *topology, settings), configuration);
}

}  // namespace vitrine::test
