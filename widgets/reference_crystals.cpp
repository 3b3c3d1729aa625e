#include "widgets/reference_crystals.h"

#include <filesystem>

#include "analysis/analysis.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/resources.h"

namespace vitrine::widgets {
namespace {

analysis::Result analyse(const std::string& id, const Frame& frame) {
  const auto analysis = analysis::make_analysis(id);
  analysis->add(frame);
  return analysis->result();
}

}  // namespace

std::vector<ReferenceCrystal> reference_crystals(std::stop_token stop) {
  std::vector<ReferenceCrystal> crystals;
  for (const std::string& file : resource_names("structures")) {
    if (stop.stop_requested()) break;
    try {
      const auto structure = io::read_extended_xyz(resource_text(file), file);
      const FramePtr frame = structure->read(0);
      crystals.push_back({std::filesystem::path(file).stem().string(),
                          analyse("entropy", *frame).scalar("mean"),
                          analyse("orientation", *frame).scalar("roi.mean")});
    } catch (const Error&) {
      continue;
    }
  }
  return crystals;
}

}  // namespace vitrine::widgets
