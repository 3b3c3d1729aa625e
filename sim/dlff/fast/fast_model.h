#pragma once
// A model made ready for the fast engine: splines and packed weights, shared by all threads.
#include <vector>

#include "sim/dlff/fast/embedding_spline.h"
#include "sim/dlff/fast/far_expansion.h"
#include "sim/dlff/fast/fitting_net.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

class FastModel {
 public:
  explicit FastModel(ModelPtr model);

  const Model& model() const { return *model_; }
  std::size_t types() const { return model_->type_count(); }
  std::size_t chunks() const { return (model_->width() + chunk - 1) / chunk; }
  /// Columns of the embedding, in whole chunks.
  std::size_t width() const { return chunks() * chunk; }

  const EmbeddingSpline& spline(std::size_t centre, std::size_t neighbour) const {
    return splines_[model_->embedding_index(centre, neighbour)];
  }
  /// Of the distant neighbours of atoms of this type.
  const FarExpansion& far(std::size_t centre) const { return far_[model_->one_sided ? 0 : centre]; }
  const FittingNet& fitting(std::size_t centre) const {
    return fittings_[fittings_.size() == 1 ? 0 : centre];
  }
  /// What an empty slot of (centre, neighbour) adds to T, [4][width()]; null when it is nothing.
  const float* padding(std::size_t centre, std::size_t neighbour) const {
    return has_padding_ ? paddings_.data() + (centre * types() + neighbour) * 4 * width() : nullptr;
  }
  const EnvironmentShape& environment(std::size_t centre, std::size_t neighbour) const {
    return environments_[centre * types() + neighbour];
  }

 private:
  void tabulate(std::size_t first_centre, std::size_t last_centre);
  EnvironmentShape make_environment(std::size_t centre, std::size_t neighbour) const;
  void make_paddings();

  ModelPtr model_;
  std::vector<EmbeddingSpline> splines_;
  std::vector<FarExpansion> far_;
  std::vector<EnvironmentShape> environments_;
  std::vector<FittingNet> fittings_;
  std::vector<float> paddings_;
  bool has_padding_ = false;
};

}  // namespace vitrine::dlff
