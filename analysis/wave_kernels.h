#pragma once
// The sums over atoms of density waves, compiled for several instruction sets and chosen at run
// time (Highway).
#include <cstddef>

namespace vitrine::analysis {

/// Atoms are worked on in blocks of this many, so that their powers stay in the first-level cache.
constexpr std::size_t wave_atoms = 64;
/// Powers of z come in whole tiles of this many.
constexpr std::size_t wave_tile = 8;

/// Powers exp(2 pi i n x) of a block of atoms: real and imaginary parts.
struct WavePowers {
  const float *real, *imag;
};

/// One row of wave vectors: exp(2 pi i (h x + k y)) times all powers of z. Four sums a power, since
/// l and -l share them: [tiles][4][wave_tile], of real real, imag imag, real imag, imag real.
struct WaveRow {
  std::size_t h, k;  ///< |h|, |k|
  bool k_is_negative;
  std::size_t tiles;
  float* sums;
};

/// Adds a block of atoms to two rows: the larger number of tiles counts for both. x and y: powers
/// [n][wave_atoms]; z: [tile][wave_atoms][wave_tile].
using AddWaves = void (*)(const WavePowers& x, const WavePowers& y, const WavePowers& z,
                          const WaveRow& first, const WaveRow& second);
AddWaves add_waves();

}  // namespace vitrine::analysis
