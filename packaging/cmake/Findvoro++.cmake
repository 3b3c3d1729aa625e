# voro++::voro++: the Voronoi tessellations of Chris Rycroft, which come without a package file.
find_path(voro++_INCLUDE_DIR voro++/voro++.hh)
find_library(voro++_LIBRARY voro++)
mark_as_advanced(voro++_INCLUDE_DIR voro++_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(voro++ REQUIRED_VARS voro++_LIBRARY voro++_INCLUDE_DIR)
if(voro++_FOUND AND NOT TARGET voro++::voro++)
  add_library(voro++::voro++ UNKNOWN IMPORTED)
  set_target_properties(voro++::voro++ PROPERTIES IMPORTED_LOCATION "${voro++_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${voro++_INCLUDE_DIR}")
endif()
