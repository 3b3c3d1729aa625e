#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "analysis/density_waves.h"
#include "analysis/frame_sequence.h"
#include "analysis/histogram.h"
#include "analysis/scatterers.h"
#include "analysis/statistics.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {
namespace {

class DirectScattering final : public Analysis {
 public:
  explicit DirectScattering(const Parameters& parameters)
      : parameters_(parameters), bins_(0, parameters.at("q_max"), whole(id, parameters, "bins")) {}

  void add(const SharedFrame& shared) override {
    const Frame& frame = shared.frame();
    sequence_.check(frame);
    sequence_.check_periodic(frame);
    if (sequence_.frames() == 0) learn(*frame.topology);
    sums_ += shared.once(id, parameters_, [&] { return sums_of(shared); });
    sequence_.count(frame);
  }

  /// peak: the highest point of the neutron structure factor and its wave number.
  Result result() const override {
    Result result = sequence_.begin_result(parameters_);
    Dataset totals{
        "structure_factor",
        Dataset::Kind::series,
        {{"Q", "1/A", {}}, {"neutron", "1", {}}, {"xray", "1", {}}, {"vectors", "1", {}}}};
    Dataset partials{"partials", Dataset::Kind::series, {{"Q", "1/A", {}}}};
    for (std::size_t a = 0; a < species_.size(); ++a)
      for (std::size_t b = a; b < species_.size(); ++b)
        partials.columns.push_back({species_.symbols[a] + "-" + species_.symbols[b], "1", {}});
    const double square = std::pow(scatterers_.mean(scatterers_.neutron()), 2);
    double top = 0, top_q = 0, all = 0;
    for (int bin = 0; bin < bins_.count(); ++bin) {
      if (sums_.counts[bin] == 0) continue;  // no wave vector is that long
      const double q = sums_.lengths[bin] / sums_.counts[bin];
      const Scatterers::PairValues values = partials_less_one(bin);
      const std::vector<double> factors = scatterers_.xray(q);
      const double neutron = 1 + scatterers_.weighted_sum(scatterers_.neutron(), values) / square;
      const double xray =
          scatterers_.weighted_sum(factors, values) / scatterers_.mean_square(factors);
      const double row[] = {q, neutron, xray,
                            sums_.counts[bin] / static_cast<double>(sequence_.frames())};
      for (std::size_t c = 0; c < 4; ++c) totals.columns[c].values.push_back(row[c]);
      partials.columns[0].values.push_back(q);
      for (std::size_t p = 0; p < values.size(); ++p)
        partials.columns[p + 1].values.push_back(1 + values[p]);
      all += sums_.counts[bin];
      if (neutron > top || top_q == 0) {
        top = neutron;
        top_q = q;
      }
    }
    result.scalars = {{"peak.position", "1/A", top_q},
                      {"peak.height", "1", top},
                      {"vectors", "1", all / static_cast<double>(sequence_.frames())}};
    result.datasets = {std::move(totals), std::move(partials)};
    return result;
  }

 private:
  static constexpr const char* id = "direct_scattering";

  /// By bin, over wave vectors and frames.
  struct Sums {
    std::vector<double> counts, lengths;
    std::vector<std::vector<double>> products;  ///< (pair, bin): of Re rho_a rho_b*

    Sums(std::size_t bins, std::size_t pairs)
        : counts(bins, 0.0), lengths(bins, 0.0), products(pairs, counts) {}
    Sums& operator+=(const Sums& more) {
      const auto add = [](std::vector<double>& to, const std::vector<double>& from) {
        std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
      };
      add(counts, more.counts);
      add(lengths, more.lengths);
      for (std::size_t pair = 0; pair < products.size(); ++pair)
        add(products[pair], more.products[pair]);
      return *this;
    }
  };

  void learn(const Topology& topology) {
    species_ = species_of(topology);
    atoms_ = static_cast<double>(topology.size());
    scatterers_ = Scatterers(id, species_, parameters_.at("deuteration"));
    sums_ = no_sums();
  }

  Sums no_sums() const { return {static_cast<std::size_t>(bins_.count()), scatterers_.pairs()}; }

  Sums sums_of(const SharedFrame& shared) const {
    const WaveVectors vectors(shared.frame().cell, parameters_.at("q_max"));
    if (vectors.size() == 0)
      throw InputError("direct_scattering: the cell is too small for a wave vector up to q_max");
    Sums sums = no_sums();
    std::vector<std::vector<std::complex<float>>> waves;
    for (const std::vector<int>& members : species_.members) {
      std::vector<Vec3> positions;
      for (const int atom : members) positions.push_back(shared.frame().positions[atom]);
      waves.push_back(vectors.waves(positions, shared.team()));
    }
    for (std::size_t n = 0; n < vectors.size(); ++n) {
      const int bin = bins_.index(vectors.length(n));
      ++sums.counts[bin];
      sums.lengths[bin] += vectors.length(n);
      std::size_t pair = 0;
      for (std::size_t a = 0; a < waves.size(); ++a)
        for (std::size_t b = a; b < waves.size(); ++b, ++pair)
          sums.products[pair][bin] += (waves[a][n] * std::conj(waves[b][n])).real();
    }
    return sums;
  }

  /// A_ab - 1 = (< rho_a rho_b* >/N - c_a delta_ab)/(c_a c_b).
  Scatterers::PairValues partials_less_one(int bin) const {
    Scatterers::PairValues values;
    for (std::size_t a = 0; a < scatterers_.size(); ++a)
      for (std::size_t b = a; b < scatterers_.size(); ++b) {
        const double ca = scatterers_.concentration(a), cb = scatterers_.concentration(b);
        const double product =
            sums_.products[scatterers_.pair_index(a, b)][bin] / (sums_.counts[bin] * atoms_);
        values.push_back((product - (a == b ? ca : 0)) / (ca * cb));
      }
    return values;
  }

  Parameters parameters_;
  FrameSequence sequence_{id};
  Bins bins_;
  Scatterers scatterers_;
  Species species_;
  double atoms_ = 0;
  Sums sums_{0, 0};
};

}  // namespace

/// From the sum over wave vectors of the cell: no cutoff, no window, but only those Q that the cell
/// has. Normalised as in `scattering`; Q of a bin is the mean of its wave vectors.
AnalysisInfo describe_direct_scattering() {
  return {"direct_scattering",
          "Neutron and X-ray scattering from wave vectors",
          "Scattering",
          "Allen and Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), ch. 2; Faber "
          "and Ziman, Phil Mag 11 (1965) 153",
          of_all_only("all atoms scatter together"),
          {{"q_max", "Largest wave number", "1/A", 2.5, 0.1, 25},
           {"bins", "Bins", "1", 50, 1, 10000},
           {"deuteration", "Part of H that is D", "1", 0, 0, 1}},
          [](const Parameters& p) { return std::make_unique<DirectScattering>(p); },
          Sampling::average};
}

}  // namespace vitrine::analysis
