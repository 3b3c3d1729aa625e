#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::io {

class Hdf5File;

/// The run that another one branched from, and where.
struct ParentRun {
  std::string id;         ///< RunOrigin::id; empty: the file is no record of a run
  std::string file;       ///< absolute path at that time
  std::int64_t step = 0;  ///< of the parent
  friend bool operator==(const ParentRun&, const ParentRun&) = default;
};

/// What a run record says about its origin; stored as attributes of /parameters/vitrine.
struct RunOrigin {
  std::string id = {};        ///< of this run alone: see new_run_id(); empty: the writer draws one
  std::string program = {};   ///< "vitrine 0.1.0"
  std::string protocol = {};  ///< the TOML text as run
  std::string force_field = {};       ///< its name
  std::string force_field_file = {};  ///< absolute path; empty: shipped
  std::string force_field_hash = {};
  std::vector<double> frame_parameters = {},
                      atom_parameters = {};  ///< of force fields that take them
  std::vector<std::string> committee = {};   ///< files (or shipped names) of the other members
  std::vector<std::string> committee_hashes = {};
  std::uint64_t seed = 0;
  std::string machine = {};
  std::string engine = {};  ///< "fast"
  int threads = 0;          ///< 0: not known
  std::optional<ParentRun> parent = {};
};

/// 32 hexadecimal digits that no other run has.
std::string new_run_id();

/// The origin of a run record of this program; what an older version did not write is empty.
/// FileError when the file is no such record.
RunOrigin read_origin(const std::filesystem::path& record);
/// The same, or nothing where the file is no HDF5 file of this program.
std::optional<RunOrigin> find_origin(const std::filesystem::path& record);

void write_origin(Hdf5File& file, const RunOrigin& origin);

}  // namespace vitrine::io
