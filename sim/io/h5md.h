#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/io/checkpoints.h"
#include "sim/io/run_origin.h"
#include "sim/model/frame.h"
#include "sim/model/trajectory.h"

namespace vitrine::io {

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
/// In HDF5's single-writer-multiple-readers mode: others can read while the run goes on, and a run
/// that dies, by whatever cause, leaves every flushed frame (Hdf5File::flush). The first frame is
/// flushed, then every `Flushing::every`th and any that comes `Flushing::seconds` or more after the
/// last flush, so that neither a fast nor a slow run loses more than seconds of work. What the file
/// holds is fixed by begin(), or by the first frame: an observable that neither a later call nor
/// its frame tells, or velocities that it lacks, become NaN; an observable that was not there then
/// is an InputError. One thread only.
///
/// A new record grows under the name FILE.part and takes its own, and the place of what was there,
/// with its first flush, or its first checkpoint where it has any: FILE is a whole record at every
/// moment.
class H5mdWriter {
 public:
  struct Flushing {
    int every = 100;     ///< frames
    double seconds = 2;  ///< of wall time
  };
  H5mdWriter(const std::filesystem::path& file, TopologyPtr topology, const RunOrigin& origin,
             Flushing flushing);
  H5mdWriter(const std::filesystem::path& file, TopologyPtr topology, const RunOrigin& origin)
      : H5mdWriter(file, std::move(topology), origin, Flushing{}) {}
  /// Goes on with the record that `checkpoint` was read from; frames that came after it are
  /// dropped. FileError when that is not its newest checkpoint (another run went on with it since)
  /// or when somebody is writing it.
  H5mdWriter(const std::filesystem::path& file, const Checkpoint& checkpoint, Flushing flushing);
  ~H5mdWriter();
  H5mdWriter(const H5mdWriter&) = delete;
  H5mdWriter& operator=(const H5mdWriter&) = delete;

  /// Lays a new record out for frames like this one, which is not added, with room for checkpoints
  /// of up to `checkpoint_size` numbers.
  void begin(const Frame& like, const std::vector<Observable>& observables,
             std::size_t checkpoint_size);
  /// Without begin() before it: the same for this frame, without checkpoints.
  void add(const Frame& frame, const std::vector<Observable>& observables = {});
  /// Flushes the frames, then replaces the older of the two checkpoints. From then on the record
  /// can be gone on with from here. InputError before begin().
  void checkpoint(std::vector<double> numbers);
  /// Sets disk space aside for one more frame; empty, or why there is none. A frame for which there
  /// is no room must not be added.
  std::string reserve();
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

/// The atoms of a record, one without frames yet too.
TopologyPtr read_topology(const std::filesystem::path& record);

/// The scalars of /observables of a run record, in time order (ps).
struct ObservableSeries {
  std::string name, unit;
  std::vector<double> times, values;
};
std::vector<ObservableSeries> read_observables(const std::filesystem::path& file);

}  // namespace vitrine::io
