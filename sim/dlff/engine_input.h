#pragma once
// What every engine asks of its input, and how it refuses it.
#include <cstdint>
#include <string>
#include <vector>

#include "sim/dlff/model_data.h"
#include "sim/model/neighbour_list.h"
#include "sim/model/topology.h"
#include "sim/model/vector.h"

namespace vitrine::dlff {

/// Angstrom: atoms nearer to each other than this are no physics (force_field.h).
constexpr double closest_distance = 0.1;

/// Two atoms nearer than that (indices from 0), and how near (angstrom).
struct ClosePair {
  std::int32_t first = -1, second = -1;
  double distance = 0;
};

/// The type of each atom. InputError naming the element that the model does not know.
std::vector<std::int32_t> atom_types(const Model& model, const Topology& topology);

/// InputError when positions or list are not those of `atoms` atoms or the list is too short,
/// PhysicsError naming the atom whose position is not finite.
void check_input(const std::vector<Vec3>& positions, const NeighbourList& neighbours,
                 std::size_t atoms, double cutoff, const std::vector<std::int64_t>& ids);

/// A sentence about the first atom with more neighbours of one type than the model has slots for;
/// empty: there is none. All neighbours are kept: the energy stays smooth.
std::string neighbours_beyond_slots(const Model& model, const std::vector<std::int32_t>& types,
                                    const std::vector<Vec3>& positions, const Cell& cell,
                                    const NeighbourList& neighbours,
                                    const std::vector<std::int64_t>& ids);

/// PhysicsError naming both.
[[noreturn]] void throw_too_close(const ClosePair& pair, const std::vector<std::int64_t>& ids);

}  // namespace vitrine::dlff
