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
