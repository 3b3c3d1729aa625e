#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/io/formats.h"

namespace vitrine::io {

struct DumpHeader;
class DumpRow;

/// Where each atom id stands in the frames: the ids of the topology, ascending.
using AtomPlaces = std::unordered_map<std::int64_t, std::size_t>;

/// Reads the text of one frame of a LAMMPS dump, header and atoms.
class DumpFrameReader {
 public:
  /// `first_line` is the frame's place in the file, for messages.
  DumpFrameReader(const std::filesystem::path& path, std::string_view text, std::size_t first_line,
                  const LammpsUnits& units)
      : lines_(path, text, first_line), units_(units) {}

  /// The topology that the frame states, in the order of the ids; `notice` tells what was assumed.
  TopologyPtr read_topology(const ReadOptions& options, std::string& notice);
  FramePtr read(const TopologyPtr& topology, const AtomPlaces& places);

 private:
  struct Table;
  Table read_table();
  void add_to(Table& table, const DumpRow& row, const DumpHeader& header) const;
  void resolve_elements(Table& table, const ReadOptions& options, std::string& notice) const;
  std::size_t place(std::int64_t id, const AtomPlaces& places, std::vector<bool>& seen) const;

  LineReader lines_;
  LammpsUnits units_;
};

}  // namespace vitrine::io
