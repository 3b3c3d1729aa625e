#include "widgets/run_family.h"

#include <algorithm>
#include <set>

#include "sim/model/errors.h"
#include "widgets/recorded_plan.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;
constexpr std::size_t most_in_a_folder = 1000;  ///< records looked at

std::optional<RecordedRunInfo> info_of(const path& file) {
  try {
    const std::optional<io::RunOrigin> origin = io::find_origin(file);
    if (!origin) return std::nullopt;
    return RecordedRunInfo{file, origin->id, origin->parent, recorded_plan(file).value(),
                           origin->force_field};
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::set<path> records_in(const path& folder) {
  std::set<path> records;
  std::error_code failed;  // an unreadable folder has no records
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed))
    if (entry->path().extension() == ".h5" && records.size() < most_in_a_folder)
      records.insert(std::filesystem::absolute(entry->path()).lexically_normal());
  return records;
}

bool related(const RecordedRunInfo& a, const RecordedRunInfo& b) {
  const auto parent_of = [](const RecordedRunInfo& older, const RecordedRunInfo& younger) {
    return younger.parent && !older.id.empty() && younger.parent->id == older.id;
  };
  return parent_of(a, b) || parent_of(b, a);
}

/// Grows `family` by what of `others` is related to it.
void gather(std::vector<RecordedRunInfo>& family, std::vector<RecordedRunInfo> others) {
  for (std::size_t at = 0; at < family.size(); ++at) {
    const auto mine = std::stable_partition(
        others.begin(), others.end(),
        [&](const RecordedRunInfo& other) { return !related(family[at], other); });
    family.insert(family.end(), mine, others.end());
    others.erase(mine, others.end());
  }
}

}  // namespace

std::vector<RecordedRunInfo> read_families(const std::vector<path>& files, const path& leave,
                                           std::stop_token stop) {
  std::set<path> wanted, beside;
  for (const path& file : files) wanted.insert(std::filesystem::absolute(file).lexically_normal());
  std::vector<RecordedRunInfo> family, others;
  const auto read = [&](const path& file, std::vector<RecordedRunInfo>& into) {
    if (stop.stop_requested() || file == leave) return;
    if (auto info = info_of(file)) into.push_back(*std::move(info));
  };
  for (const path& file : wanted) read(file, family);
  for (const RecordedRunInfo& run : family) {
    beside.merge(records_in(run.file.parent_path()));
    if (run.parent && std::filesystem::exists(run.parent->file)) beside.insert(run.parent->file);
  }
  for (const path& file : wanted) beside.erase(file);
  for (const path& file : beside) read(file, others);
  gather(family, std::move(others));
  return family;
}

}  // namespace vitrine::widgets
