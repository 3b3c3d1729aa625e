#include <fmt/core.h>

#include "app/analysis_report.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/whole_file.h"

namespace vitrine::app {
namespace {

using analysis::Column;
using analysis::Result;
using io::Hdf5File;

void write_column(Hdf5File& file, const std::string& place, const std::vector<double>& values,
                  const std::string& unit) {
  file.write(place, {{values.size()}, values}, Hdf5File::Type::float64);
  file.write_attribute(place, "unit", unit);
}

void write_result(Hdf5File& file, const Result& result) {
  const analysis::AnalysisInfo& info = analysis::analysis_info(result.id);
  const std::string group = "/" + result.id;
  file.make_group(group);
  file.write_attribute(group, "title", info.title);
  file.write_attribute(group, "reference", info.reference);
  if (!result.selection.empty()) file.write_attribute(group, "selection", result.selection);
  const std::int64_t frames[] = {static_cast<std::int64_t>(result.frames)};
  file.write_attribute(group, "frames", frames);
  for (const analysis::Parameter& parameter : info.parameters)
    write_column(file, group + "/parameters/" + parameter.name,
                 {result.parameters.at(parameter.name)}, parameter.unit);
  for (const analysis::Scalar& scalar : result.scalars) {
    std::vector<double> values = {scalar.value};
    if (scalar.error) values.push_back(*scalar.error);
    write_column(file, group + "/scalars/" + scalar.name, values, scalar.unit);
  }
  for (const analysis::Dataset& dataset : result.datasets)
    for (const Column& column : dataset.columns)
      write_column(file, fmt::format("{}/{}/{}", group, dataset.name, column.name), column.values,
                   column.unit);
}

}  // namespace

void AnalysisReport::write_hdf5(const std::filesystem::path& path,
                                const std::string& source) const {
  Hdf5File file = Hdf5File::in_memory();
  file.make_group("/frames");
  file.write_attribute("/", "program", std::string("vitrine " VITRINE_VERSION));
  file.write_attribute("/", "source", source);
  for (const Column& column : frame_table().columns)
    write_column(file, "/frames/" + column.name, column.values, column.unit);
  for (const Result& result : accumulated()) write_result(file, result);
  write_whole_file(path, file.image());
}

}  // namespace vitrine::app
