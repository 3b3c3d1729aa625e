#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/elements.h"
#include "sim/model/trajectory.h"

namespace vitrine::io {

/// Reports how far a long job is (0..1); may be empty. Called from the reading thread.
using Progress = std::function<void(double)>;

/// Opens any readable structure or trajectory; the format is told by content first, by name
/// second. Text formats are indexed once (progress, stop) and then read frame by frame.
/// `species` are the elements of the numeric atom types 1, 2, ... where the file names none;
/// without it four nameless types are taken for C H N Zn, as in the published ZIF files, and
/// notice() says so. LAMMPS files are in metal units unless they say "real".
/// A last frame that is cut short is left out, and notice() says so.
/// Throws FileError with file, line and what was expected; a stop request throws Error.
std::unique_ptr<Trajectory> open_trajectory(const std::filesystem::path& file,
                                            const Progress& progress = {},
                                            std::stop_token stop = {},
                                            const std::vector<Element>& species = {});

/// A structure file's text that is already in memory (a shipped structure): extended XYZ.
std::unique_ptr<Trajectory> read_extended_xyz(std::string_view text, const std::string& name);

/// One line per readable format, for --help and the open dialog.
struct Format {
  std::string id;                       ///< "lammps-dump"
  std::string title;                    ///< "LAMMPS dump (text)"
  std::vector<std::string> extensions;  ///< "dump", "lammpstrj"
};
const std::vector<Format>& formats();

}  // namespace vitrine::io
