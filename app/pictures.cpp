#include "app/pictures.h"

#include <fmt/core.h>

#include "analysis/analysis.h"
#include "sim/model/errors.h"

namespace vitrine::app {

namespace {

void add_entropies(render::Picture& picture) {
  const auto entropy = analysis::make_analysis("entropy");
  entropy->add(*picture.frame);
  const analysis::Result result = entropy->result();
  const analysis::Dataset& zinc = result.dataset("zinc");
  const auto& atoms = zinc.column("atom").values;
  picture.zincs.assign(atoms.begin(), atoms.end());
  picture.zinc_values = zinc.column("entropy").values;
}

}  // namespace

render::Picture entropy_picture(FramePtr frame) {
  render::Picture picture;
  picture.frame = std::move(frame);
  try {
    add_entropies(picture);
  } catch (const InputError& reason) {
    fmt::print(stderr, "drawn without colours: {}\n", reason.what());
  }
  return picture;
}

}  // namespace vitrine::app
