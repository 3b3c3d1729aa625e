# vitrine_layer(NAME): the static library vitrine_NAME (alias vitrine::NAME) of every .cpp in the
# current folder and the folders named after SUBFOLDERS. Headers are included from the top of the
# tree ("sim/model/cell.h"), so an include line names its layer.
function(vitrine_layer name)
  cmake_parse_arguments(ARG "" "" "SUBFOLDERS" ${ARGN})
  set(patterns "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  foreach(folder IN LISTS ARG_SUBFOLDERS)
    list(APPEND patterns "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp"
                         "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.h")
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  add_library(vitrine_${name} STATIC ${sources})
  add_library(vitrine::${name} ALIAS vitrine_${name})
  target_include_directories(vitrine_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
endfunction()

# vitrine_kernels(FILES...): sources whose loops Highway compiles for several instruction sets. They
# need vectors of four floats at least, which every x86-64 processor since 2006 has; Highway's
# emulation of them is switched off for g++ 12.2.
function(vitrine_kernels)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -mssse3)
  endif()
endfunction()
