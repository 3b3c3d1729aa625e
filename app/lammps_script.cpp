#include "app/lammps_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "sim/dynamics/run.h"
#include "sim/dynamics/schedule.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::app {
namespace {

using dynamics::Barostat;
using dynamics::CellShape;
using dynamics::Stage;
using dynamics::Target;
using dynamics::Thermostat;

/// Builds the text.
class Script {
 public:
  explicit Script(const dynamics::Protocol& protocol) : protocol_(protocol) {}

  template <class... A>
  void put(fmt::format_string<A...> text, A&&... arguments) {
    fmt::format_to(std::back_inserter(text_), text, std::forward<A>(arguments)...);
    text_.push_back('\n');
  }
  void begin(const std::vector<std::string>& types, const LammpsFiles& files, bool triclinic,
             std::int64_t step);
  void minimise(const Stage& stage);
  void move(const Stage& stage, const Target& from, const Target& to, std::int64_t steps);
  std::string text() const { return fmt::to_string(text_); }

 private:
  std::string barostat(const Stage& stage, const Target& from, const Target& to) const;
  void thermostat_beside(const Stage& stage, const Target& from, const Target& to);
  std::int64_t steps_of(double time) const {
    return std::max<std::int64_t>(1, std::llround(time / protocol_.time_step));
  }
  /// Another one each time, within what LAMMPS takes.
  std::uint64_t next_seed() { return 1 + (protocol_.seed + 1009 * ++seeds_) % 899999999; }

  const dynamics::Protocol& protocol_;
  fmt::memory_buffer text_;
  std::uint64_t seeds_ = 0;
  bool at_rest_ = false;  // after a minimisation
};

double bar(double gpa) {
  return gpa / units::bar_in_gpa;
}

/// What the cell is asked to bear along (a, b): compression positive, as LAMMPS counts.
double demanded(const Target& target, int a, int b) {
  return bar((a == b ? target.pressure : 0) - target.stress(a, b));
}

void Script::begin(const std::vector<std::string>& types, const LammpsFiles& files, bool triclinic,
                   std::int64_t step) {
  put("# {}", protocol_.title);
  put("# Written by vitrine: the rest of a run. Times in ps, pressures in bar.");
  put("units metal\natom_style atomic\natom_modify map yes\nboundary p p p");
  put("read_data {}", files.data);
  if (triclinic) put("change_box all triclinic");
  put("pair_style deepmd {}\npair_coeff * * {}", files.model, fmt::join(types, " "));
  put("neighbor 1.0 bin\nneigh_modify delay 0 every 1 check yes");
  put("timestep {}", protocol_.time_step);
  put("reset_timestep {} time {}", step, static_cast<double>(step) * protocol_.time_step);
  put("thermo_style custom step time temp press density pe etotal vol");
  put("thermo 100");
  put("dump frames all custom {} {} id type element xu yu zu vx vy vz",
      steps_of(protocol_.record_interval), files.dump);
  put("dump_modify frames sort id element {} format float %.10g time yes units yes",
      fmt::join(types, " "));
}

void Script::minimise(const Stage& stage) {
  put("\n# {}", stage.name);
  if (stage.minimise_cell) {
    const char* shape = stage.cell == CellShape::isotropic      ? "iso"
                        : stage.cell == CellShape::orthorhombic ? "aniso"
                                                                : "tri";
    put("fix relax all box/relax {} {}", shape, bar(stage.pressure_start));
  }
  // fire does not go with box/relax. The largest force on an atom counts, as in Vitrine.
  put("min_style {}\nmin_modify norm max\nminimize 0 {} 20000 200000",
      stage.minimise_cell ? "cg" : "fire", dynamics::Run::minimise_force_tolerance);
  if (stage.minimise_cell) put("unfix relax");
  at_rest_ = true;
}

std::string Script::barostat(const Stage& stage, const Target& from, const Target& to) const {
  const double time = stage.barostat_time.value_or(protocol_.barostat_time);
  if (stage.cell == CellShape::isotropic)
    return fmt::format(" iso {} {} {}", bar(from.pressure), bar(to.pressure), time);
  std::string text;
  const auto add = [&](const char* name, int a, int b) {
    text += fmt::format(" {} {} {} {}", name, demanded(from, a, b), demanded(to, a, b), time);
  };
  add("x", 0, 0);
  add("y", 1, 1);
  add("z", 2, 2);
  if (stage.cell == CellShape::flexible) {
    add("yz", 1, 2);
    add("xz", 0, 2);
    add("xy", 0, 1);
  }
  // LAMMPS counts a stress from a reference cell: with the present one it is the true stress.
  if (!from.stress.isZero(0) || !to.stress.isZero(0)) text += " nreset 1";
  return text;
}

/// A thermostat that LAMMPS has as a fix of its own.
void Script::thermostat_beside(const Stage& stage, const Target& from, const Target& to) {
  const double time = stage.thermostat_time.value_or(protocol_.thermostat_time);
  const char* style = stage.thermostat == Thermostat::stochastic_rescaling ? "temp/csvr"
                      : stage.thermostat == Thermostat::langevin           ? "langevin"
                                                                           : "temp/berendsen";
  std::string more;
  if (stage.thermostat != Thermostat::berendsen) more = fmt::format(" {}", next_seed());
  if (stage.thermostat == Thermostat::langevin) more += " zero yes";  // the centre of mass rests
  put("fix heat all {} {} {} {}{}", style, from.temperature, to.temperature, time, more);
}

void Script::move(const Stage& stage, const Target& from, const Target& to, std::int64_t steps) {
  put("\n# {}", stage.name);
  if (stage.barostat == Barostat::cell_rescaling)
    put("# Vitrine rescales the cell stochastically here, which LAMMPS has not: its Martyna-Tobias-"
        "Klein barostat instead.");
  // As in Vitrine, motion begins with velocities that are drawn.
  if (std::exchange(at_rest_, false) && from.temperature > 0)
    put("velocity all create {} {} mom yes dist gaussian", from.temperature, next_seed());
  put("dump_modify frames every {}",
      steps_of(stage.record_interval.value_or(protocol_.record_interval)));
  const bool chains = stage.thermostat == Thermostat::nose_hoover;
  const std::string heat =
      chains ? fmt::format(" temp {} {} {}", from.temperature, to.temperature,
                           stage.thermostat_time.value_or(protocol_.thermostat_time))
             : "";
  if (stage.barostat != Barostat::none)
    put("fix move all {}{}{}", chains ? "npt" : "nph", heat, barostat(stage, from, to));
  else
    put("fix move all {}{}", chains ? "nvt" : "nve", heat);
  const bool beside = !chains && stage.thermostat != Thermostat::none;
  if (beside) thermostat_beside(stage, from, to);
  put("run {}", steps);
  if (beside) put("unfix heat");
  put("unfix move");
}

}  // namespace

std::string lammps_script(const dynamics::Protocol& protocol, const std::vector<std::string>& types,
                          const Mat3& rotation, std::int64_t step, const LammpsFiles& files) {
  const dynamics::Schedule schedule(protocol);
  const bool triclinic =
      std::any_of(protocol.stages.begin(), protocol.stages.end(),
                  [](const Stage& stage) { return stage.cell == CellShape::flexible; });
  const auto target = [&](std::size_t stage, std::int64_t at) {
    Target turned = schedule.target(stage, at);
    turned.stress = rotation.transpose() * turned.stress * rotation;
    return turned;
  };
  Script script(protocol);
  script.begin(types, files, triclinic, step);
  for (std::size_t k = 0; k < schedule.stages(); ++k) {
    const Stage& stage = protocol.stages[k];
    const std::int64_t begin = k == 0 ? 0 : schedule.end_of(k - 1), end = schedule.end_of(k);
    if (stage.minimise)
      script.minimise(stage);
    else
      script.move(stage, target(k, begin), target(k, end), end - begin);
  }
  return script.text();
}

}  // namespace vitrine::app
