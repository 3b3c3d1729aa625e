#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "sim/io/formats.h"
#include "sim/io/h5md.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/elements.h"
#include "sim/model/errors.h"
#include "sim/model/units.h"

namespace vitrine::io {
namespace {

/// Factors to the program's units, by the names that H5MD's module "units" allows.
std::optional<double> factor_of(const std::string& unit) {
  static const std::unordered_map<std::string, double> factors = {
      {"Angstrom", 1.0},
      {"A", 1.0},
      {"nm", 10.0},
      {"ps", 1.0},
      {"fs", 1e-3},
      {"ns", 1e3},
      {"u", 1.0},
      {"amu", 1.0},
      {"eV", 1.0},
      {"kJ mol-1", units::kj_per_mol_in_ev},
      {"Angstrom ps-1", 1.0},
      {"nm ps-1", 10.0},
      {"Angstrom fs-1", 1e3},
      {"eV Angstrom-1", 1.0},
      {"kJ mol-1 Angstrom-1", units::kj_per_mol_in_ev},
      {"kJ mol-1 nm-1", 0.1 * units::kj_per_mol_in_ev},
      {"kcal mol-1 Angstrom-1", units::kcal_per_mol_in_ev},
  };
  const auto found = factors.find(unit);
  return found == factors.end() ? std::nullopt : std::optional(found->second);
}

/// A quantity of H5MD: a group of value, step and time, or a dataset that does not change.
struct Element {
  std::string value;  // path of the dataset
  std::string group;  // path of the group; empty when it does not change
  std::vector<std::size_t> shape;
  double factor = 1;
  std::vector<double> steps, times;  // of the rows; ps
  bool changes() const { return !group.empty(); }
  std::size_t rows() const { return shape.empty() ? 0 : shape[0]; }
};

class H5mdTrajectory : public Trajectory {
 public:
  /// A record that was only begun has no frames, but atoms.
  enum class Frames { needed, not_needed };
  explicit H5mdTrajectory(const std::filesystem::path& path, Frames frames = Frames::needed)
      : path_(path), file_(path, Hdf5File::Mode::read), own_(file_.has("/parameters/vitrine")) {
    find_particles();
    find_frames();
    if (frames_ == 0 && frames == Frames::needed) fail(position_.value, "holds no frames");
    read_topology();
  }
  std::size_t size() const override { return frames_; }
  FramePtr read(std::size_t i) override;
  TopologyPtr topology() const override { return topology_; }
  std::string name() const override { return path_.filename().string(); }
  std::string notice() const override { return notice_; }

 private:
  [[noreturn]] void fail(const std::string& object, const std::string& reason) const {
    throw FileError(path_, fmt::format("{}: {}", object, reason));
  }
  std::optional<Element> element(const std::string& path, const std::string& only_unit = "") const;
  void find_particles();
  void find_boundary();
  void find_frames();
  bool is_whole(std::size_t i) const;
  void read_topology();
  std::vector<vitrine::Element> elements_of(const std::vector<double>& species,
                                            const std::vector<double>& masses);
  /// Per-atom numbers that do not change, or their first row; empty when absent.
  std::vector<double> per_atom(const std::string& name) const;
  std::vector<double> row(const Element& element, std::size_t i) const;
  std::vector<Vec3> vectors(const Element& element, std::size_t i) const;
  std::optional<std::vector<Vec3>> optional_vectors(const std::optional<Element>& element,
                                                    std::size_t i) const;
  std::optional<double> optional_number(const std::optional<Element>& element, std::size_t i) const;
  bool same_moment(const Element& element, std::size_t i) const;
  std::vector<double> moments(const Element& element, const std::string& what) const;
  Cell cell(std::size_t i) const;

  std::filesystem::path path_;
  Hdf5File file_;
  bool own_;  ///< a record of this program
  std::string particles_;
  Element position_;
  std::optional<Element> velocity_, force_, edges_, corner_, energy_, virial_, temperature_;
  std::array<bool, 3> periodic_ = {true, true, true};
  std::size_t frames_ = 0, atoms_ = 0;
  TopologyPtr topology_;
  std::string notice_;
};

/// With `only_unit`: none where it has another one.
std::optional<Element> H5mdTrajectory::element(const std::string& path,
                                               const std::string& only_unit) const {
  if (!file_.has(path)) return std::nullopt;
  Element result;
  if (file_.is_group(path)) {
    if (!file_.has(path + "/value")) return std::nullopt;
    result.group = path;
  }
  result.value = result.changes() ? path + "/value" : path;
  result.shape = file_.shape(result.value);
  for (const std::string& object : {result.value, path}) {
    if (!file_.has_attribute(object, "unit")) continue;
    const std::string unit = file_.string_attribute(object, "unit");
    if (!only_unit.empty() && unit != only_unit) return std::nullopt;
    const auto factor = unit == only_unit ? 1.0 : factor_of(unit);
    if (!factor) fail(object, fmt::format("the unit {} is not known", cited(unit)));
    result.factor = *factor;
    break;
  }
  if (result.changes()) {
    result.steps = moments(result, "step");
    result.times = moments(result, "time");
  }
  return result;
}

void H5mdTrajectory::find_particles() {
  if (!file_.is_group("/particles")) {
    throw FileError(path_, "is an HDF5 file but no H5MD file (expected the group /particles)");
  }
  for (const std::string& name : file_.children("/particles")) {
    const auto found = element("/particles/" + name + "/position");
    if (!found) continue;
    particles_ = "/particles/" + name;
    position_ = *found;
    velocity_ = element(particles_ + "/velocity");
    force_ = element(particles_ + "/force");
    edges_ = element(particles_ + "/box/edges");
    corner_ = element(particles_ + "/box/origin");
    energy_ = element("/observables/potential_energy");
    virial_ = element("/observables/virial");
    temperature_ = element("/observables/temperature", "K");
    find_boundary();
    return;
  }
  fail("/particles", "no group in it has positions");
}

void H5mdTrajectory::find_boundary() {
  const std::string box = particles_ + "/box";
  if (!file_.has_attribute(box, "boundary")) return;
  const std::vector<std::string> texts = file_.string_list_attribute(box, "boundary");
  for (std::size_t k = 0; k < std::min<std::size_t>(3, texts.size()); ++k)
    periodic_[k] = texts[k] == "periodic";
}

void H5mdTrajectory::find_frames() {
  const std::size_t rank = position_.changes() ? 3 : 2;
  if (position_.shape.size() != rank || position_.shape.back() != 3) {
    fail(position_.value, fmt::format("expected positions of shape {}",
                                      rank == 3 ? "(frames, atoms, 3)" : "(atoms, 3)"));
  }
  atoms_ = position_.shape[rank - 2];
  frames_ = position_.changes() ? position_.rows() : 1;
  if (atoms_ == 0) fail(position_.value, "holds no atoms");
  // A writer that was killed may have left some datasets a few rows ahead of the others.
  if (position_.changes())
    frames_ = std::min({frames_, position_.steps.size(), position_.times.size()});
  if (edges_ && edges_->changes()) frames_ = std::min(frames_, edges_->rows());
  while (frames_ > 0 && !is_whole(frames_ - 1)) --frames_;
}

/// A writer that was killed while it flushed may have left the last frames half written: what it
/// had not come to reads as NaN.
bool H5mdTrajectory::is_whole(std::size_t i) const {
  if (!own_ || !position_.changes()) return true;
  const auto missing = [&](const std::string& dataset) {
    const std::vector<double> values = file_.read_rows(dataset, i, 1).values;
    return !values.empty() && std::isnan(values.front());
  };
  if (missing(position_.value) || std::isnan(position_.times[i]) || position_.steps[i] < 0 ||
      missing(particles_ + "/box/edges/value"))
    return false;
  // Until a checkpoint says that it is whole, a frame is to have what the first one has.
  const auto lost = [&](const std::optional<Element>& part) {
    if (!part || !part->changes() || part->rows() == 0) return false;
    if (!same_moment(*part, i)) return true;
    if (std::isnan(row(*part, 0).front()) || !std::isnan(row(*part, i).front())) return false;
    const std::optional<Checkpoint> newest = CheckpointSlots::newest(file_);
    return newest && i >= newest->frames;
  };
  return !lost(velocity_) && !lost(force_) && !lost(energy_) && !lost(virial_);
}

std::vector<double> H5mdTrajectory::per_atom(const std::string& name) const {
  const auto found = element(particles_ + "/" + name);
  if (!found || (found->changes() && found->rows() == 0)) return {};
  std::vector<double> values = row(*found, 0);
  if (values.size() != atoms_) {
    fail(found->value, fmt::format("holds {} numbers for {} atoms", values.size(), atoms_));
  }
  return values;
}

/// Species are atomic numbers in the program's own files; elsewhere they may be any labels, so
/// masses are believed first.
std::vector<vitrine::Element> H5mdTrajectory::elements_of(const std::vector<double>& species,
                                                          const std::vector<double>& masses) {
  const bool own = own_ && !species.empty();
  if (species.empty() && masses.empty()) fail(particles_, "expected species or mass");
  if (!own && masses.empty()) notice_ = "the species of the file were taken for atomic numbers";
  std::vector<vitrine::Element> elements(atoms_);
  for (std::size_t i = 0; i < atoms_; ++i) {
    if (!own && !masses.empty()) {
      elements[i] = element_from_mass(masses[i]);
      if (elements[i] == 0)
        fail(particles_ + "/mass", fmt::format("no element has the mass {}", masses[i]));
      continue;
    }
    if (!(species[i] >= 1 && species[i] <= 118)) {
      fail(particles_ + "/species", fmt::format("expected atomic numbers, found {}", species[i]));
    }
    elements[i] = static_cast<vitrine::Element>(species[i]);
  }
  return elements;
}

void H5mdTrajectory::read_topology() {
  auto topology = std::make_shared<Topology>();
  topology->masses = per_atom("mass");
  topology->elements = elements_of(per_atom("species"), topology->masses);
  const std::vector<double> ids = per_atom("id");
  for (std::size_t i = 0; i < atoms_; ++i) {
    const bool known = !ids.empty() && std::abs(ids[i]) < 9e15;
    topology->ids.push_back(known ? static_cast<std::int64_t>(ids[i])
                                  : static_cast<std::int64_t>(i + 1));
    if (topology->masses.size() <= i)
      topology->masses.push_back(element_data(topology->elements[i]).mass);
    if (!(topology->masses[i] > 0)) {
      fail(particles_ + "/mass",
           fmt::format("expected positive masses, found {}", topology->masses[i]));
    }
  }
  topology_ = std::move(topology);
}

std::vector<double> H5mdTrajectory::row(const Element& element, std::size_t i) const {
  Array array =
      element.changes() ? file_.read_rows(element.value, i, 1) : file_.read(element.value);
  if (element.factor != 1) {
    for (double& value : array.values) value *= element.factor;
  }
  return std::move(array.values);
}

std::vector<Vec3> H5mdTrajectory::vectors(const Element& element, std::size_t i) const {
  const std::vector<double> values = row(element, i);
  if (values.size() != 3 * atoms_) {
    fail(element.value, fmt::format("holds {} numbers for {} atoms", values.size(), atoms_));
  }
  std::vector<Vec3> result(atoms_);
  for (std::size_t k = 0; k < atoms_; ++k) result[k] = Vec3::Map(&values[3 * k]);
  return result;
}

/// The steps or the times of all rows: a list, or one number that is the interval between them.
std::vector<double> H5mdTrajectory::moments(const Element& element, const std::string& what) const {
  const std::string dataset = element.group + "/" + what;
  if (!file_.has(dataset)) return std::vector<double>(element.rows(), 0);
  double factor = 1;
  if (file_.has_attribute(dataset, "unit"))
    factor = factor_of(file_.string_attribute(dataset, "unit")).value_or(1);
  std::vector<double> list = file_.read(dataset).values;
  if (file_.shape(dataset).empty()) {
    const double interval = list.at(0);
    const double offset = file_.has_attribute(dataset, "offset")
                              ? file_.attribute(dataset, "offset").values.at(0)
                              : 0;
    list.resize(element.rows());
    for (std::size_t i = 0; i < list.size(); ++i)
      list[i] = offset + static_cast<double>(i) * interval;
  }
  for (double& moment : list) moment *= factor;
  return list;
}

/// Elements of H5MD may be sampled at steps of their own; row i must be of the positions' moment.
bool H5mdTrajectory::same_moment(const Element& element, std::size_t i) const {
  if (!element.changes() || !position_.changes()) return !element.changes();
  return i < std::min(element.rows(), element.steps.size()) &&
         element.steps[i] == position_.steps[i];
}

std::optional<std::vector<Vec3>> H5mdTrajectory::optional_vectors(
    const std::optional<Element>& found, std::size_t i) const {
  if (!found || !same_moment(*found, i)) return std::nullopt;
  std::vector<Vec3> result = vectors(*found, i);
  if (std::isnan(result[0][0])) return std::nullopt;  // the writer had none for this frame
  return result;
}

Cell H5mdTrajectory::cell(std::size_t i) const {
  if (!edges_) return {};
  const std::vector<double> values = row(*edges_, i);
  Mat3 rows = Mat3::Zero();
  if (values.size() == 3) {
    rows.diagonal() = Vec3::Map(values.data());
  } else if (values.size() == 9) {
    rows = Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(values.data());
  } else {
    fail(edges_->value, fmt::format("expected 3 or 9 numbers per frame, found {}", values.size()));
  }
  if (rows.isZero(0)) return {};
  Vec3 origin = Vec3::Zero();
  if (corner_ && same_moment(*corner_, i)) {
    if (const std::vector<double> corner = row(*corner_, i); corner.size() == 3) {
      origin = Vec3::Map(corner.data());
    }
  }
  try {
    return Cell(rows, periodic_, origin);
  } catch (const InputError& error) {
    fail(edges_->value, fmt::format("frame {}: {}", i, error.what()));
  }
}

/// None where it is NaN, or of another moment.
std::optional<double> H5mdTrajectory::optional_number(const std::optional<Element>& element,
                                                      std::size_t i) const {
  if (!element || !same_moment(*element, i)) return std::nullopt;
  const std::vector<double> value = row(*element, i);
  if (value.size() != 1 || std::isnan(value[0])) return std::nullopt;
  return value[0];
}

FramePtr H5mdTrajectory::read(std::size_t i) {
  check_frame_index(i, frames_, name());
  auto frame = std::make_shared<Frame>();
  frame->topology = topology_;
  const double step = position_.changes() ? position_.steps.at(i) : 0;
  if (!(std::abs(step) < 9.1e15))
    fail(position_.group + "/step", fmt::format("expected steps, found {}", step));
  frame->step = static_cast<std::int64_t>(step);
  frame->time = position_.changes() ? position_.times.at(i) : 0;
  frame->cell = cell(i);
  frame->positions = vectors(position_, i);
  frame->velocities = optional_vectors(velocity_, i);
  frame->forces = optional_vectors(force_, i);
  frame->potential_energy = optional_number(energy_, i);
  frame->temperature = optional_number(temperature_, i);
  if (virial_ && same_moment(*virial_, i)) {
    const std::vector<double> value = row(*virial_, i);
    if (value.size() == 9 && !std::isnan(value[0])) {
      frame->virial = Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(value.data());
    }
  }
  try {
    check_frame(*frame);
  } catch (const InputError& error) {
    fail(position_.value, fmt::format("frame {}: {}", i, error.what()));
  }
  return frame;
}

}  // namespace

std::unique_ptr<Trajectory> open_h5md(const std::filesystem::path& file) {
  return std::make_unique<H5mdTrajectory>(file);
}

TopologyPtr read_topology(const std::filesystem::path& record) {
  return H5mdTrajectory(record, H5mdTrajectory::Frames::not_needed).topology();
}

std::vector<ObservableSeries> read_observables(const std::filesystem::path& path) {
  const Hdf5File file(path, Hdf5File::Mode::read);
  std::vector<ObservableSeries> result;
  if (!file.is_group("/observables")) return result;
  for (const std::string& name : file.children("/observables")) {
    const std::string group = "/observables/" + name, value = group + "/value",
                      time = group + "/time";
    if (!file.is_group(group) || !file.has(value) || !file.has(time)) continue;
    if (file.shape(value).size() != 1 || file.shape(time).size() != 1) continue;
    ObservableSeries series{.name = name,
                            .unit = {},
                            .times = file.read(time).values,
                            .values = file.read(value).values};
    if (file.has_attribute(value, "unit")) series.unit = file.string_attribute(value, "unit");
    const std::size_t rows = std::min(series.times.size(), series.values.size());
    series.times.resize(rows);
    series.values.resize(rows);
    result.push_back(std::move(series));
  }
  return result;
}

}  // namespace vitrine::io
