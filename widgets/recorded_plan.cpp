#include "widgets/recorded_plan.h"

#include "sim/dynamics/moment.h"
#include "sim/io/checkpoints.h"
#include "sim/io/h5md.h"
#include "sim/model/errors.h"

namespace vitrine::widgets {
namespace {

/// Empty where it was never changed, or where nothing can be gone on with.
std::string changed_plan(const std::filesystem::path& record) {
  try {
    const io::Checkpoint checkpoint = io::read_checkpoint(record);
    return dynamics::read_moment(checkpoint.numbers, io::read_topology(record)).plan;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::optional<dynamics::Protocol> recorded_plan(const std::filesystem::path& record) {
  const std::optional<io::RunOrigin> origin = io::find_origin(record);
  if (!origin) return std::nullopt;
  const std::string changed = changed_plan(record);
  return dynamics::parse_protocol(changed.empty() ? origin->protocol : changed, record.string());
}

}  // namespace vitrine::widgets
