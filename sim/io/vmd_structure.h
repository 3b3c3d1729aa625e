#pragma once
#include "sim/io/hdf5_file.h"
#include "sim/model/topology.h"

namespace vitrine::io {

/// What VMD's H5MD reader (https://github.com/h5md/VMD-h5mdplugin) asks a file for, besides H5MD
/// itself: names, types and radii of the species, in /parameters/vmd_structure. Without them it
/// takes no masses either.
void write_vmd_structure(Hdf5File& file, const Topology& topology);

}  // namespace vitrine::io
