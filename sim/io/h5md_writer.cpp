#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "sim/io/h5md.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

const std::string all = "/particles/all";
// Scalars are small: many share a chunk, uncompressed, so that a flush rewrites it in place.
constexpr std::size_t scalars_per_chunk = 512;
constexpr double absent = std::numeric_limits<double>::quiet_NaN();

// MDAnalysis refuses a whole file whose forces are in a unit that it does not know, such as eV/A.
constexpr const char* force_unit = "kJ mol-1 Angstrom-1";
constexpr double force_factor = 96.48533212;  // 1 eV in kJ/mol, CODATA 2018

using Type = Hdf5File::Type;
using Clock = std::chrono::steady_clock;

std::span<const double> flat(const std::vector<Vec3>& vectors) {
  return {vectors.data()->data(), 3 * vectors.size()};
}

std::array<double, 9> row_major(const Mat3& matrix) {
  std::array<double, 9> values;
  for (int i = 0; i < 9; ++i) values[static_cast<std::size_t>(i)] = matrix(i / 3, i % 3);
  return values;
}

template <class Numbers>
Array column(const Numbers& numbers) {
  return {{numbers.size()}, {numbers.begin(), numbers.end()}};
}

}  // namespace

struct H5mdWriter::Impl {
  Hdf5File file;
  TopologyPtr topology;
  RunOrigin origin;
  int flush_every;
  std::chrono::duration<double> flush_interval;
  bool started = false;
  int since_flush = 0;
  Clock::time_point last_flush{};
  bool velocities = false, forces = false, energy = false, virial = false;
  std::vector<std::string> observables;

  void start(const Frame& frame, const std::vector<Observable>& first);
  void describe_file();
  void describe_atoms(const Frame& frame);
  /// A growing element beside the steps and times that all elements share.
  void make_element(const std::string& name, const std::vector<std::size_t>& shape,
                    const std::string& unit, bool compress);
  void make_observable(const Observable& observable);
  void check_observables(const std::vector<Observable>& values) const;
  void append(const Frame& frame, const std::vector<Observable>& values);
  void append_vectors(const std::string& name, const std::optional<std::vector<Vec3>>& vectors,
                      double factor);
  bool flush_is_due() const;
};

void H5mdWriter::Impl::describe_file() {
  const std::array<std::int64_t, 2> version = {1, 1};
  file.make_group("/h5md/author");
  file.make_group("/h5md/creator");
  file.make_group("/parameters/vitrine");
  file.write_attribute("/h5md", "version", version);
  file.write_attribute("/h5md/author", "name", origin.machine);
  const std::size_t blank = origin.program.find(' ');
  file.write_attribute("/h5md/creator", "name", origin.program.substr(0, blank));
  file.write_attribute("/h5md/creator", "version",
                       blank == std::string::npos ? "" : origin.program.substr(blank + 1));
  const std::string parameters = "/parameters/vitrine";
  file.write_attribute(parameters, "program", origin.program);
  file.write_attribute(parameters, "protocol", origin.protocol);
  file.write_attribute(parameters, "force_field", origin.force_field);
  file.write_attribute(parameters, "force_field_hash", origin.force_field_hash);
  file.write_attribute(parameters, "machine", origin.machine);
  // All 64 bits as text: a number attribute is signed, and other readers go through double.
  file.write_attribute(parameters, "seed", std::to_string(origin.seed));
}

void H5mdWriter::Impl::describe_atoms(const Frame& frame) {
  file.make_group(all + "/box");
  std::vector<std::string> boundary;
  for (const bool periodic : frame.cell.periodic())
    boundary.push_back(periodic ? "periodic" : "none");
  file.write_attribute_strings(all + "/box", "boundary", boundary);
  file.write_attribute(all + "/box", "dimension", std::array<std::int64_t, 1>{3});
  file.write(all + "/species", column(topology->elements), Type::int32);
  file.write(all + "/mass", column(topology->masses), Type::float64);
  file.write_attribute(all + "/mass", "unit", "u");
  file.write(all + "/id", column(topology->ids), Type::int64);
}

void H5mdWriter::Impl::make_element(const std::string& name, const std::vector<std::size_t>& shape,
                                    const std::string& unit, bool compress) {
  file.make_growing(name + "/value", shape, Type::float64, compress ? 1 : scalars_per_chunk,
                    compress);
  if (!unit.empty()) file.write_attribute(name + "/value", "unit", unit);
  const std::string shared = all + "/position";
  if (name == shared) return;
  file.hard_link(shared + "/step", name + "/step");
  file.hard_link(shared + "/time", name + "/time");
}

void H5mdWriter::Impl::make_observable(const Observable& observable) {
  const bool bad = observable.name.empty() || observable.name.find('/') != std::string::npos;
  if (bad ||
      std::find(observables.begin(), observables.end(), observable.name) != observables.end()) {
    throw InputError(fmt::format("an observable cannot be named \"{}\" here", observable.name));
  }
  observables.push_back(observable.name);
  make_element("/observables/" + observable.name, {}, observable.unit, false);
}

void H5mdWriter::Impl::start(const Frame& frame, const std::vector<Observable>& first) {
  describe_file();
  describe_atoms(frame);
  const std::string position = all + "/position";
  file.make_growing(position + "/step", {}, Type::int64, scalars_per_chunk, false);
  file.make_growing(position + "/time", {}, Type::float64, scalars_per_chunk, false);
  file.write_attribute(position + "/time", "unit", "ps");
  const std::size_t atoms = topology->size();
  make_element(position, {atoms, 3}, "Angstrom", true);
  make_element(all + "/box/edges", {3, 3}, "Angstrom", false);
  make_element(all + "/box/origin", {3}, "Angstrom", false);
  velocities = frame.velocities.has_value();
  forces = frame.forces.has_value();
  if (velocities) make_element(all + "/velocity", {atoms, 3}, "Angstrom ps-1", true);
  if (forces) make_element(all + "/force", {atoms, 3}, force_unit, true);
  for (const Observable& observable : first) make_observable(observable);
  const bool given = std::any_of(first.begin(), first.end(),
                                 [](const Observable& o) { return o.name == "potential_energy"; });
  energy = frame.potential_energy && !given;
  virial = frame.virial.has_value();
  if (energy) make_element("/observables/potential_energy", {}, "eV", false);
  if (virial) make_element("/observables/virial", {3, 3}, "eV", false);
  file.start_streaming();
  started = true;
}

void H5mdWriter::Impl::check_observables(const std::vector<Observable>& values) const {
  for (const Observable& value : values) {
    if (std::find(observables.begin(), observables.end(), value.name) == observables.end()) {
      throw InputError(
          fmt::format("observable \"{}\" was not there when the record began", value.name));
    }
  }
}

void H5mdWriter::Impl::append_vectors(const std::string& name,
                                      const std::optional<std::vector<Vec3>>& vectors,
                                      double factor) {
  std::vector<double> values(3 * topology->size(), absent);
  if (vectors) {
    const std::span<const double> given = flat(*vectors);
    std::transform(given.begin(), given.end(), values.begin(),
                   [&](double v) { return factor * v; });
  }
  file.append(name, values);
}

void H5mdWriter::Impl::append(const Frame& frame, const std::vector<Observable>& values) {
  const std::string position = all + "/position";
  const auto scalar = [&](const std::string& name, double value) {
    file.append(name, std::span(&value, 1));
  };
  for (const std::string& name : observables) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const Observable& o) { return o.name == name; });
    scalar("/observables/" + name + "/value", found == values.end() ? absent : found->value);
  }
  if (energy)
    scalar("/observables/potential_energy/value", frame.potential_energy.value_or(absent));
  if (virial) {
    file.append("/observables/virial/value",
                row_major(frame.virial.value_or(Mat3::Constant(absent))));
  }
  file.append(all + "/box/edges/value",
              row_major(frame.cell.exists() ? frame.cell.rows() : Mat3(Mat3::Zero())));
  file.append(all + "/box/origin/value", std::span(frame.cell.origin().data(), 3));
  if (velocities) append_vectors(all + "/velocity/value", frame.velocities, 1);
  if (forces) append_vectors(all + "/force/value", frame.forces, force_factor);
  file.append(position + "/value", flat(frame.positions));
  scalar(position + "/time", frame.time);
  scalar(position + "/step", static_cast<double>(frame.step));
}

// Of the first frame always: from then on there is a record to read.
bool H5mdWriter::Impl::flush_is_due() const {
  return last_flush == Clock::time_point{} || since_flush >= flush_every ||
         Clock::now() - last_flush >= flush_interval;
}

H5mdWriter::H5mdWriter(const std::filesystem::path& file, TopologyPtr topology,
                       const RunOrigin& origin, int flush_every, double flush_seconds) {
  if (!topology || topology->size() == 0) throw InputError("a run record needs at least one atom");
  if (flush_every < 1) {
    throw InputError(
        fmt::format("a record is flushed every 1 or more frames, not {}", flush_every));
  }
  if (!(flush_seconds >= 0)) {
    throw InputError(
        fmt::format("a record is flushed every 0 or more seconds, not {}", flush_seconds));
  }
  impl_ =
      std::make_unique<Impl>(Impl{.file = Hdf5File(file, Hdf5File::Mode::create),
                                  .topology = std::move(topology),
                                  .origin = origin,
                                  .flush_every = flush_every,
                                  .flush_interval = std::chrono::duration<double>(flush_seconds),
                                  .observables = {}});
}

H5mdWriter::~H5mdWriter() = default;

void H5mdWriter::add(const Frame& frame, const std::vector<Observable>& observables) {
  check_frame(frame);
  if (frame.size() != impl_->topology->size()) {
    throw InputError(fmt::format("a frame of {} atoms does not fit a record of {}", frame.size(),
                                 impl_->topology->size()));
  }
  if (!impl_->started) impl_->start(frame, observables);
  impl_->check_observables(observables);
  impl_->append(frame, observables);
  ++impl_->since_flush;
  if (impl_->flush_is_due()) flush();
}

void H5mdWriter::flush() {
  impl_->file.flush();
  impl_->since_flush = 0;
  impl_->last_flush = Clock::now();
}

void H5mdWriter::close() {
  impl_->file.close();
}

}  // namespace vitrine::io
