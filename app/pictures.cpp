#include "app/pictures.h"

#include "analysis/analysis.h"

namespace vitrine::app {

render::Picture entropy_picture(FramePtr frame) {
  render::Picture picture;
  picture.frame = std::move(frame);
  const auto entropy = analysis::make_analysis("entropy");
  entropy->add(*picture.frame);
  const analysis::Result result = entropy->result();
  const analysis::Dataset& zinc = result.dataset("zinc");
  const auto& atoms = zinc.column("atom").values;
  picture.zincs.assign(atoms.begin(), atoms.end());
  picture.zinc_values = zinc.column("entropy").values;
  return picture;
}

}  // namespace vitrine::app
