#pragma once
#include <cstddef>
#include <vector>

namespace vitrine::analysis {

/// Equal bins over a closed interval.
class Bins {
 public:
  /// low < high, count >= 1.
  Bins(double low, double high, int count)
      : low_(low), high_(high), scale_(count / (high - low)), count_(count) {}

  int count() const { return count_; }
  double width() const { return 1 / scale_; }
  double low_edge(int bin) const { return low_ + bin / scale_; }
  double centre(int bin) const { return low_ + (bin + 0.5) / scale_; }
  std::vector<double> centres() const {
    std::vector<double> all(count_);
    for (int bin = 0; bin < count_; ++bin) all[bin] = centre(bin);
    return all;
  }

  bool contains(double value) const { return value >= low_ && value <= high_; }
  /// The bin of a value inside. A value just below (or at) the upper end may round to the bin
  /// count; it belongs to the last bin.
  int index(double value) const {
    const int bin = static_cast<int>((value - low_) * scale_);
    return bin < count_ ? bin : count_ - 1;
  }

 private:
  double low_, high_, scale_;
  int count_;
};

/// Weights counted into bins; what lies outside is left out.
class Histogram {
 public:
  explicit Histogram(const Bins& bins) : bins_(bins), weights_(bins.count(), 0.0) {}

  void add(double value, double weight = 1) {
    if (bins_.contains(value)) weights_[bins_.index(value)] += weight;
  }
  const Bins& bins() const { return bins_; }
  const std::vector<double>& weights() const { return weights_; }
  double sum() const {
    double total = 0;
    for (const double weight : weights_) total += weight;
    return total;
  }

 private:
  Bins bins_;
  std::vector<double> weights_;
};

}  // namespace vitrine::analysis
