#pragma once
#include <hdf5.h>

namespace vitrine::io {

/// HDF5's virtual file driver over a JournaledFile: each H5Fflush is one commit, so that a file
/// whose writer dies holds every dataset as the last flush left it. A new file needs a user block
/// of JournaledFile::head_size bytes, where its head lives. For writers alone; readers use HDF5's
/// own driver. Call with the library's lock held.
hid_t journal_driver();

}  // namespace vitrine::io
