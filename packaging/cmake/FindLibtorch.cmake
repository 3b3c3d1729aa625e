# Libtorch::Libtorch: the C++ library of PyTorch, 1.13 or later, from the system or from
# CMAKE_PREFIX_PATH (an unpacked libtorch, or the folder `torch` of a Python package).
# Torch's own package file is not used: where torch was built for CUDA it demands the CUDA compiler,
# of which nothing is needed here.
find_path(Libtorch_INCLUDE_DIR torch/csrc/autograd/autograd.h)
foreach(part torch torch_cpu c10)
  find_library(Libtorch_${part}_LIBRARY ${part})
endforeach()
mark_as_advanced(Libtorch_INCLUDE_DIR Libtorch_torch_LIBRARY Libtorch_torch_cpu_LIBRARY
                 Libtorch_c10_LIBRARY)
# 2.9 and later keep the numbers in the second of these.
foreach(header torch/csrc/api/include/torch/version.h torch/headeronly/version.h)
  if(EXISTS "${Libtorch_INCLUDE_DIR}/${header}")
    file(STRINGS "${Libtorch_INCLUDE_DIR}/${header}" lines
         REGEX "define TORCH_VERSION_(MAJOR|MINOR) [0-9]")
    if(lines MATCHES "MAJOR ([0-9]+).*MINOR ([0-9]+)")
      set(Libtorch_VERSION "${CMAKE_MATCH_1}.${CMAKE_MATCH_2}")
    endif()
  endif()
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libtorch
  REQUIRED_VARS Libtorch_torch_LIBRARY Libtorch_torch_cpu_LIBRARY Libtorch_c10_LIBRARY
                Libtorch_INCLUDE_DIR
  VERSION_VAR Libtorch_VERSION)
if(Libtorch_FOUND AND NOT TARGET Libtorch::Libtorch)
  add_library(Libtorch::Libtorch INTERFACE IMPORTED)
  target_include_directories(Libtorch::Libtorch SYSTEM INTERFACE "${Libtorch_INCLUDE_DIR}"
    "${Libtorch_INCLUDE_DIR}/torch/csrc/api/include")
  # libtorch.so holds nothing itself; it brings the part for CUDA where there is one.
  target_link_libraries(Libtorch::Libtorch INTERFACE -Wl,--no-as-needed
    "${Libtorch_torch_LIBRARY}" "${Libtorch_torch_cpu_LIBRARY}" "${Libtorch_c10_LIBRARY}")
endif()
