// What the fast engine makes of a model before it computes anything: series and splines that are
// the embedding nets within the stated tolerance, and tables of compressed models as they stand.
// How well forces come out of them is asked in contract_test.cpp; here of compressed models alone,
// which that does not know.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/dlff/embedding.h"
#include "sim/dlff/fast/embedding_spline.h"
#include "sim/dlff/fast/far_series.h"
#include "sim/io/read.h"
#include "sim/model/frame.h"
#include "tests/dlff/naive.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

using dlff::EngineKind;

// phi_k as FarSeries defines it, and its slope by x.
struct Term {
  double value = 1, slope = 0;
};

Term term(std::size_t k, double x) {
  Term product;
  Term chebyshev{x, 1};  // of degree 1, 2, 4, 8
  for (; k > 0; k /= 2) {
    if (k % 2 == 1)
      product = {product.value * chebyshev.value,
                 product.slope * chebyshev.value + product.value * chebyshev.slope};
    chebyshev = {2 * chebyshev.value * chebyshev.value - 1, 4 * chebyshev.value * chebyshev.slope};
  }
  return product;
}

// Of the largest value and slope at usual distances, as the header says; the check looks between
// the points of the fit, where the error may be a little larger than at them.
TEST(FastEngine, ASeriesIsTheNetOfDistantPairs) {
  const dlff::Model& model = *dlff::default_model();
  std::size_t found = 0;
  for (std::size_t u = 0; u < model.type_count(); ++u) {
    const auto series = dlff::far_series(model, 0, model.type_count(), u);
    if (!series) continue;
    ++found;
    const double nearest = std::sqrt(dlff::distance2_of(model, 0, u, series->upper));
    EXPECT_GT(nearest, 1.5);
    EXPECT_LT(nearest, model.cutoff);
    const dlff::FarZone zone = series->zone();
    std::vector<double> value, slope;
    double largest = 0, steepest = 0, worst = 0, worst_slope = 0;
    for (double s = series->lower; s < 1 / (dlff::EmbeddingSpline::usual * model.spread[4 * u]);
         s += 1e-3) {
      dlff::evaluate_embedding(model, 0, u, s, value, slope);
      for (std::size_t a = 0; a < value.size(); ++a) {
        largest = std::max(largest, std::abs(value[a]));
        steepest = std::max(steepest, std::abs(slope[a]));
        if (s >= series->upper) continue;
        double sum = 0, sum_slope = 0;
        for (std::size_t k = 0; k < series->terms; ++k) {
          const Term phi = term(k, (s - zone.lower) * zone.scale - 1);
          const double c = series->coefficients[k * value.size() + a];
          sum += c * phi.value;
          sum_slope += c * phi.slope * zone.scale;
        }
        worst = std::max(worst, std::abs(sum - value[a]));
        worst_slope = std::max(worst_slope, std::abs(sum_slope - slope[a]));
      }
    }
    EXPECT_LT(worst, 1.5 * dlff::EmbeddingSpline::tolerance * largest) << u;
    EXPECT_LT(worst_slope, 1.5 * dlff::EmbeddingSpline::tolerance * steepest) << u;
  }
  EXPECT_GE(found, 2u) << "carbon and hydrogen are many enough";
}

TEST(FastEngine, DistantPairsAreThoseWithASmallS) {
  const dlff::Model& model = *dlff::default_model();
  const double spread = model.spread[4 * (2 * model.type_count() + 1)];
  for (double r : {1.2, 2.5, 4.0, 5.9}) {
    const double u = std::max(0.0, (r - model.switch_start) / model.switch_width);
    const double value = 1 + u * u * u * (-6 * u * u + 15 * u - 10);
    EXPECT_NEAR(dlff::distance2_of(model, 2, 1, value / r / spread), r * r, 1e-9);
  }
}

// What `dp compress` makes of a model: design/dlff.md section 4.
dlff::EmbeddingTable table_of(const dlff::Model& model, std::size_t centre, std::size_t neighbour,
                              double upper) {
  dlff::EmbeddingTable table{0, upper, 2 * upper, 0.01, 0.1, model.width(), {}};
  const auto fine = static_cast<std::size_t>(std::lround(upper / table.fine_stride));
  const auto coarse = static_cast<std::size_t>(std::lround(upper / table.coarse_stride));
  const auto at = [&](double s) {
    std::array<std::vector<double>, 3> y;
    std::vector<double> value, before, after;
    dlff::evaluate_embedding(model, centre, neighbour, s - 1e-4, value, before);
    dlff::evaluate_embedding(model, centre, neighbour, s + 1e-4, value, after);
    dlff::evaluate_embedding(model, centre, neighbour, s, y[0], y[1]);
    for (std::size_t a = 0; a < value.size(); ++a) y[2].push_back((after[a] - before[a]) / 2e-4);
    return y;
  };
  for (std::size_t piece = 0; piece < fine + coarse; ++piece) {
    const double d = piece < fine ? table.fine_stride : table.coarse_stride;
    const double start = piece < fine ? d * static_cast<double>(piece)
                                      : upper + d * static_cast<double>(piece - fine);
    const auto y = at(start), next = at(start + d);
    for (std::size_t a = 0; a < table.width; ++a) {
      const double h = next[0][a] - y[0][a], y1 = y[1][a], n1 = next[1][a], y2 = y[2][a],
                   n2 = next[2][a];
      const double c[6] = {
          y[0][a],
          y1,
          y2 / 2,
          (20 * h - (8 * n1 + 12 * y1) * d - (3 * y2 - n2) * d * d) / (2 * d * d * d),
          (-30 * h + (14 * n1 + 16 * y1) * d + (3 * y2 - 2 * n2) * d * d) / (2 * d * d * d * d),
          (12 * h - 6 * (n1 + y1) * d + (n2 - y2) * d * d) / (2 * d * d * d * d * d)};
      table.coefficients.insert(table.coefficients.end(), c, c + 6);
    }
  }
  return table;
}

dlff::ModelPtr compressed(const dlff::Model& model) {
  auto out = std::make_shared<dlff::Model>(model);
  out->embeddings.clear();
  for (std::size_t u = 0; u < model.type_count(); ++u)
    out->embedding_tables.push_back(table_of(model, 0, u, 6));
  return out;
}

double largest_force_error(const dlff::ModelPtr& model, const Configuration& configuration) {
  const dlff::Evaluation got = evaluate(model, configuration, {EngineKind::fast, 2});
  const dlff::Evaluation expected = evaluate(model, configuration, {EngineKind::reference, 2});
  double worst = 0;
  for (std::size_t i = 0; i < got.forces.size(); ++i)
    worst = std::max(worst, (got.forces[i] - expected.forces[i]).cwiseAbs().maxCoeff());
  return worst;
}

// The bound of all models: the pieces are the same, so that only floats are rounded differently.
TEST(FastEngine, ACompressedModelKeepsItsPieces) {
  const FramePtr frame = io::open_trajectory(data("peers/zif4-272-nve.dump"))->read(0);
  const Configuration cell{frame->positions, frame->topology->elements, frame->cell};
  EXPECT_LT(largest_force_error(compressed(*dlff::default_model()), cell), 2e-5);
}

// Two atoms closer than the table reaches: the straight line beyond its end.
TEST(FastEngine, ACompressedModelIsALineBeyondItsTable) {
  const dlff::ModelPtr model = compressed(*dlff::default_model());
  const double end = model->embedding_tables.front().end * model->spread.front();
  Configuration pair;
  pair.elements = {element::C, element::C, element::H};
  pair.positions = {Vec3::Zero(), Vec3(0.9 / end, 0, 0), Vec3(0, 1.1, 0)};
  const dlff::Evaluation expected = evaluate(model, pair, {EngineKind::reference, 1});
  EXPECT_LT(largest_force_error(model, pair), 2e-5 * expected.forces[0].norm());
}

TEST(FastEngine, ACompressedGraphOfMethane) {
  VITRINE_NEEDS_REFERENCE("dlff/ch4-compressed.pb");
  const dlff::ModelPtr model = dlff::read_model(reference("dlff/ch4-compressed.pb"));
  Configuration methane;
  methane.elements = {element::C, element::H, element::H, element::H, element::H};
  methane.positions = {Vec3::Zero(), Vec3(0.63, 0.68, 0.6), Vec3(0.65, -0.66, -0.63),
                       Vec3(-0.6, 0.64, -0.7), Vec3(-0.64, -0.61, 0.63)};
  EXPECT_LT(largest_force_error(model, methane), 2e-5);
}

}  // namespace
}  // namespace vitrine::test
