#pragma once
#include <filesystem>
#include <ostream>

#include "sim/model/frame.h"
#include "sim/model/whole_file.h"

namespace vitrine::io {

/// Extended XYZ, every digit (round trip exact): Lattice, Properties, energy, virial, time, step.
void write_extended_xyz(std::ostream& out, const Frame& frame);
/// The same to a file: never half of it (WholeFile).
void write_extended_xyz(const std::filesystem::path& file, const std::vector<FramePtr>& frames);
/// One frame more.
void write_extended_xyz(WholeFile& file, const Frame& frame);

/// What turns a crystal as LAMMPS wants it, a along x and b in the xy plane: of row vectors, from
/// the right.
Mat3 lammps_rotation(const Cell& cell);

/// A LAMMPS data file (units metal, atom style atomic) of the atom types `types`, element symbols
/// in the order of a force field, with velocities where the frame has them. A cell whose a is not
/// along x or whose b is not in the xy plane is turned so, atoms and velocities with it. InputError
/// without a cell, for an element that is no type, and for types whose atoms differ in mass.
void write_lammps_data(const std::filesystem::path& file, const Frame& frame,
                       const std::vector<std::string>& types);

}  // namespace vitrine::io
