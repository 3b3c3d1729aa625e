#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <tuple>

#include "sim/io/disk_room.h"
#include "sim/io/h5md.h"
#include "sim/io/hdf5_file.h"
#include "sim/io/vmd_structure.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"
#include "sim/model/whole_file.h"

namespace vitrine::io {
namespace {

const std::string all = "/particles/all";
// Scalars are small: many share a chunk, uncompressed, so that a flush rewrites it in place.
constexpr std::size_t scalars_per_chunk = 512;
const std::string energy = "potential_energy", temperature = "temperature";
constexpr double absent = std::numeric_limits<double>::quiet_NaN();

// MDAnalysis refuses a whole file whose forces are in a unit that it does not know, such as eV/A.
constexpr const char* force_unit = "kJ mol-1 Angstrom-1";
constexpr double force_factor = 1 / units::kj_per_mol_in_ev;

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

/// Where a record grows until it is one.
std::filesystem::path part_of(const std::filesystem::path& file) {
  return file.string() + ".part";
}

std::filesystem::path with_links_followed(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::is_symlink(file, ignored)
             ? std::filesystem::weakly_canonical(file, ignored)
             : file;
}

void check_flushing(const H5mdWriter::Flushing& flushing) {
  if (flushing.every < 1)
    throw InputError(
        fmt::format("a record is flushed every 1 or more frames, not {}", flushing.every));
  if (!(flushing.seconds >= 0))
    throw InputError(
        fmt::format("a record is flushed every 0 or more seconds, not {}", flushing.seconds));
}

}  // namespace

struct H5mdWriter::Impl {
  std::filesystem::path path;
  WriterLock lock;
  Hdf5File file;
  TopologyPtr topology;
  RunOrigin origin;
  Flushing flushing;
  bool started = false, named = false;
  std::size_t frames = 0;
  std::int64_t checkpoints = 0;
  bool has_checkpoints = false;
  int since_flush = 0;
  Clock::time_point last_flush{};
  bool velocities = false, forces = false, virial = false;
  std::vector<std::string> observables;

  void start(const Frame& frame, const std::vector<Observable>& first, std::size_t checkpoint_size);
  void describe_file();
  void describe_atoms(const Frame& frame);
  /// A growing element beside the steps and times that all elements share.
  void make_element(const std::string& name, const std::vector<std::size_t>& shape,
                    const std::string& unit, bool compress);
  void make_observable(const Observable& observable);
  void go_on(const Checkpoint& checkpoint);
  std::vector<std::string> growing_datasets() const;
  void check_observables(const std::vector<Observable>& values) const;
  void append(const Frame& frame, const std::vector<Observable>& values);
  void append_vectors(const std::string& name, const std::optional<std::vector<Vec3>>& vectors,
                      double factor);
  bool flush_is_due() const;
  void take_name();
};

void H5mdWriter::Impl::describe_file() {
  const std::array<std::int64_t, 2> version = {1, 1};
  file.make_group("/h5md/author");
  file.make_group("/h5md/creator");
  file.write_attribute("/h5md", "version", version);
  file.write_attribute("/h5md/author", "name", origin.machine);
  const std::size_t blank = origin.program.find(' ');
  file.write_attribute("/h5md/creator", "name", origin.program.substr(0, blank));
  file.write_attribute("/h5md/creator", "version",
                       blank == std::string::npos ? "" : origin.program.substr(blank + 1));
  write_origin(file, origin);
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
  write_vmd_structure(file, *topology);
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

void H5mdWriter::Impl::start(const Frame& frame, const std::vector<Observable>& first,
                             std::size_t checkpoint_size) {
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
  for (const auto& [name, unit, value] : {std::tuple(&energy, "eV", frame.potential_energy),
                                          std::tuple(&temperature, "K", frame.temperature)})
    if (value && std::find(observables.begin(), observables.end(), *name) == observables.end())
      make_observable({*name, unit, absent});
  virial = frame.virial.has_value();
  if (virial) make_element("/observables/virial", {3, 3}, "eV", false);
  has_checkpoints = checkpoint_size > 0;
  if (has_checkpoints) CheckpointSlots::make(file, checkpoint_size);
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
    const double missing = name == energy        ? frame.potential_energy.value_or(absent)
                           : name == temperature ? frame.temperature.value_or(absent)
                                                 : absent;
    scalar("/observables/" + name + "/value", found == values.end() ? missing : found->value);
  }
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
  ++frames;
}

// Of the first frame always: from then on there is a record to read.
bool H5mdWriter::Impl::flush_is_due() const {
  return last_flush == Clock::time_point{} || since_flush >= flushing.every ||
         Clock::now() - last_flush >= std::chrono::duration<double>(flushing.seconds);
}

void H5mdWriter::Impl::take_name() {
  std::error_code error;
  std::filesystem::rename(part_of(path), path, error);
  if (error) throw FileError(path, "cannot take its place: " + error.message());
  named = true;
}

std::vector<std::string> H5mdWriter::Impl::growing_datasets() const {
  std::vector<std::string> names = {all + "/position/step", all + "/position/time",
                                    all + "/position/value", all + "/box/edges/value",
                                    all + "/box/origin/value"};
  if (velocities) names.push_back(all + "/velocity/value");
  if (forces) names.push_back(all + "/force/value");
  if (virial) names.push_back("/observables/virial/value");
  for (const std::string& name : observables) names.push_back("/observables/" + name + "/value");
  return names;
}

void H5mdWriter::Impl::go_on(const Checkpoint& checkpoint) {
  const std::optional<Checkpoint> newest = CheckpointSlots::newest(file);
  if (!newest || newest->sequence != checkpoint.sequence)
    throw FileError(path, "another run has gone on with it");
  for (const std::string& name : file.children("/observables"))
    if (file.shape("/observables/" + name + "/value").size() == 1) observables.push_back(name);
  velocities = file.has(all + "/velocity");
  forces = file.has(all + "/force");
  virial = file.has("/observables/virial");
  has_checkpoints = started = named = true;
  checkpoints = checkpoint.sequence;
  frames = checkpoint.frames;
  for (const std::string& name : growing_datasets()) {
    file.reopen_growing(name);
    file.shorten(name, frames);
  }
  file.flush();
}

H5mdWriter::H5mdWriter(const std::filesystem::path& file, TopologyPtr topology,
                       const RunOrigin& origin, Flushing flushing) {
  if (!topology || topology->size() == 0) throw InputError("a run record needs at least one atom");
  check_flushing(flushing);
  const std::filesystem::path target = with_links_followed(file);
  check_can_write(target);
  if (std::filesystem::exists(target)) const WriterLock nobody_writes_it(target);
  WriterLock lock(part_of(target));
  impl_ = std::make_unique<Impl>(Impl{.path = target,
                                      .lock = std::move(lock),
                                      .file = Hdf5File(part_of(target), Hdf5File::Mode::create),
                                      .topology = std::move(topology),
                                      .origin = origin,
                                      .flushing = flushing,
                                      .observables = {}});
}

H5mdWriter::H5mdWriter(const std::filesystem::path& file, const Checkpoint& checkpoint,
                       Flushing flushing) {
  check_flushing(flushing);
  if (!std::filesystem::exists(file)) throw FileError(file, "there is no such file");
  TopologyPtr topology = read_topology(file);
  WriterLock lock(file);
  impl_ = std::make_unique<Impl>(Impl{.path = file,
                                      .lock = std::move(lock),
                                      .file = Hdf5File(file, Hdf5File::Mode::resume),
                                      .topology = std::move(topology),
                                      .origin = {},
                                      .flushing = flushing,
                                      .observables = {}});
  impl_->go_on(checkpoint);
}

H5mdWriter::~H5mdWriter() {
  if (!impl_ || impl_->named) return;
  std::error_code ignored;
  std::filesystem::remove(part_of(impl_->path), ignored);
}

void H5mdWriter::begin(const Frame& like, const std::vector<Observable>& observables,
                       std::size_t checkpoint_size) {
  impl_->start(like, observables, checkpoint_size);
}

void H5mdWriter::add(const Frame& frame, const std::vector<Observable>& observables) {
  check_frame(frame);
  if (frame.size() != impl_->topology->size()) {
    throw InputError(fmt::format("a frame of {} atoms does not fit a record of {}", frame.size(),
                                 impl_->topology->size()));
  }
  if (!impl_->started) impl_->start(frame, observables, 0);
  impl_->check_observables(observables);
  impl_->append(frame, observables);
  ++impl_->since_flush;
  if (impl_->flush_is_due()) flush();
}

void H5mdWriter::checkpoint(std::vector<double> numbers) {
  if (!impl_->has_checkpoints) throw InputError("the record was begun without checkpoints");
  CheckpointSlots::write(impl_->file, {++impl_->checkpoints, impl_->frames, std::move(numbers)});
  if (!impl_->named) impl_->take_name();
}

std::string H5mdWriter::reserve() {
  // As much as without compression, and the observables; of frames, too, that were not flushed.
  const std::size_t vectors = 1 + (impl_->velocities ? 1 : 0) + (impl_->forces ? 1 : 0);
  const std::size_t frame = vectors * impl_->topology->size() * sizeof(Vec3) + 8192;
  return impl_->file.reserve(static_cast<std::size_t>(impl_->since_flush + 1) * frame);
}

void H5mdWriter::flush() {
  impl_->file.flush();
  impl_->since_flush = 0;
  impl_->last_flush = Clock::now();
  // Before its first checkpoint it could not be gone on with.
  if (!impl_->named && !impl_->has_checkpoints) impl_->take_name();
}

void H5mdWriter::close() {
  impl_->file.close();
  if (!impl_->named && impl_->started) impl_->take_name();
}

}  // namespace vitrine::io
