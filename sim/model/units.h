#pragma once
// The one place where units are fixed. Inside the program: angstrom, ps, dalton, eV, kelvin, e.
// Conversion happens only at the edges (files, interface), with the constants below.
// Source: CODATA 2018 (Tiesinga et al., Rev Mod Phys 93 (2021) 025010).

namespace vitrine::units {

inline constexpr double boltzmann = 8.617333262e-5;                        ///< eV/K
inline constexpr double ev_in_dalton_a2_per_ps2 = 9648.533212;             ///< 1 eV in Da A^2/ps^2
inline constexpr double kj_per_mol_in_ev = 100 / ev_in_dalton_a2_per_ps2;  ///< 1 kJ/mol in eV
inline constexpr double kcal_per_mol_in_ev = 4.184 * kj_per_mol_in_ev;     ///< 1 kcal/mol in eV
inline constexpr double ev_per_a3_in_gpa = 160.2176634;                    ///< 1 eV/A^3 in GPa
inline constexpr double dalton_per_a3_in_g_per_cm3 = 1.66053906660;        ///< 1 Da/A^3 in g/cm^3
inline constexpr double bar_in_gpa = 1e-4;                                 ///< 1 bar in GPa
inline constexpr double pi = 3.14159265358979323846;

}  // namespace vitrine::units
