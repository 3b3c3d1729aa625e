#pragma once
// Loops over distances, compiled for several instruction sets and chosen at run time (Highway).
#include <cstddef>
#include <cstdint>

namespace vitrine::analysis {

/// bins[n] = the bin of sqrt(squares[n]) as Bins(0, ..., count) has it, n < size: in double
/// precision, so that they are the same. `per_bin`: bins per angstrom. Both arrays have room for
/// `spare_distances` more.
constexpr std::size_t spare_distances = 8;
using BinDistances = void (*)(const double* squares, std::size_t size, double per_bin, int count,
                              std::int32_t* bins);
BinDistances bin_distances();

}  // namespace vitrine::analysis
