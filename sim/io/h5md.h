#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/model/frame.h"
#include "sim/model/trajectory.h"

namespace vitrine::io {

/// What a run record says about its origin; stored as attributes of /parameters/vitrine.
struct RunOrigin {
  std::string program;      ///< "vitrine 0.1.0"
  std::string protocol;     ///< the TOML text as run
  std::string force_field;  ///< name or path
  std::string force_field_hash;
  std::uint64_t seed = 0;
  std::string machine;
};

/// Scalars of one moment, each a column of /observables/<name> with its unit.
struct Observable {
  std::string name, unit;
  double value;
};

/// Writes an H5MD 1.1 file (de Buyl, Colberg, Hoefling, Comput Phys Commun 185 (2014) 1546;
/// https://www.nongnu.org/h5md/h5md.html): positions, box, step, time, species (atomic numbers),
/// masses, ids, velocities and forces when the frames have them, observables, origin.
///
/// Numbers are doubles, so that a run restarts from its record and energy drifts are measured in it
/// without an error of storage (forces, in kJ/mol/A so that MDAnalysis takes the file, come back to
/// the last digit but one): float32 would round a position of 30 A by 2e-6 A. Shuffled and
/// deflated, a frame then takes about 22 bytes per atom and vector (measured: 43 with velocities).
/// A chunk is one frame: any frame is read alone.
///
/// In HDF5's single-writer-multiple-readers mode: others can read while the run goes on, and a
/// killed run leaves every flushed frame. The first frame is flushed, then every `flush_every`th
/// and any that comes `flush_seconds` or more after the last flush, so that neither a fast nor a
/// slow run loses more than seconds of work. What the file holds is fixed by the first frame: an
/// observable that a later call leaves out, or velocities that a later frame lacks, become NaN; one
/// that was not in the first call is an InputError. One thread only.
class H5mdWriter {
 public:
  H5mdWriter(const std::filesystem::path& file, TopologyPtr topology, const RunOrigin& origin,
             int flush_every = 10, double flush_seconds = 2);
  ~H5mdWriter();
  H5mdWriter(const H5mdWriter&) = delete;
  H5mdWriter& operator=(const H5mdWriter&) = delete;

  void add(const Frame& frame, const std::vector<Observable>& observables = {});
  void flush();
  /// Flushes and closes; errors throw here, while the destructor swallows them.
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Any H5MD file with a particles group that has positions, one still being written or left by a
/// killed writer too. Units named in the file are converted; notice() tells what was assumed.
std::unique_ptr<Trajectory> open_h5md(const std::filesystem::path& file);

/// The scalars of /observables of a run record, in time order (ps).
struct ObservableSeries {
  std::string name, unit;
  std::vector<double> times, values;
};
std::vector<ObservableSeries> read_observables(const std::filesystem::path& file);

}  // namespace vitrine::io
