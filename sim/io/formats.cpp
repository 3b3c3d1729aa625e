#include "sim/io/formats.h"

#include <fmt/format.h>

#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::io {

void check_frame_index(std::size_t i, std::size_t size, const std::string& name) {
  if (i >= size) {
    throw InputError(fmt::format("frame {} was asked of {}, which has {}", i, name, size));
  }
}

FramePtr SingleFrame::read(std::size_t i) {
  check_frame_index(i, 1, name_);
  return frame_;
}

TypeElements elements_of_nameless_types(std::size_t types, const std::vector<Element>& given) {
  if (given.size() >= types) return {given, {}};
  if (types == 4) {
    return {{element::C, element::H, element::N, element::Zn},
            "the file names no elements: types 1 2 3 4 were taken for C H N Zn"};
  }
  return {};
}

std::optional<LammpsUnits> lammps_units(std::string_view style) {
  if (style == "metal") return LammpsUnits{};
  if (style == "real") return LammpsUnits{1000.0, units::kcal_per_mol_in_ev, 1e-3};
  return std::nullopt;
}

Cell make_cell(const LineReader& lines, const Mat3& rows, std::array<bool, 3> periodic,
               const Vec3& origin) {
  try {
    return Cell(rows, periodic, origin);
  } catch (const InputError& error) {
    lines.fail(error.what());
  }
}

}  // namespace vitrine::io
