#!/usr/bin/env python3
"""A run of the shipped melt-quench beside the published one, window by window.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install h5py numpy
    vitrine run melt-quench -o run.h5          # as far as it has come; it may still be running
    /tmp/venv/bin/python tests/peers/melt_quench_with_published.py run.h5 LOG.LAMMPS \\
        [--vitrine PROGRAM] [--window 5]

LOG.LAMMPS is the log of the published run (OxideGlassGroupAAU/DeepZIF; zif4-run/log.lammps). Both
have the same schedule, so the same time means the same target. Temperature and density of either
are means over the window, with the standard error of five blocks; energies of two force fields
have no common zero, so each counts per atom from its own crystal at 300 K (10 to 20 ps). Four-fold
Zn, entropy and ROI of our run come from `vitrine analyze` over five frames of the window.
"""
import argparse
import json
import subprocess
import tempfile

import h5py
import numpy as np

LOG_STEP_PS = 0.00025
CRYSTAL = (10, 20)  # ps: held at 300 K


def published(log):
    """Columns time (ps), temperature (K), energy (eV), density (g/cm3)."""
    rows, inside = {}, False
    for line in open(log):
        words = line.split()
        if words[:2] == ["Step", "Temp"]:
            assert words[2] == "PotEng" and words[10] == "Density", line
            inside = True
        elif inside and len(words) == 12 and words[0].isdigit():
            rows[int(words[0])] = [float(words[k]) for k in (1, 2, 10)]
        else:
            inside = False
    steps = sorted(rows)
    return np.array([[step * LOG_STEP_PS, *rows[step]] for step in steps])


def ours(record):
    with h5py.File(record, "r", swmr=True) as file:
        columns = [file["observables"][name] for name in ("temperature", "potential_energy", "density")]
        rows = min(len(column["value"]) for column in columns)
        time = columns[0]["time"][:rows]
        atoms = file["particles/all/position/value"].shape[1]
        return np.column_stack([time] + [column["value"][:rows] for column in columns]), atoms


def mean(values, blocks=5):
    parts = [part.mean() for part in np.array_split(values, blocks) if len(part)]
    return values.mean(), np.std(parts, ddof=1) / np.sqrt(len(parts)) if len(parts) > 1 else np.nan


def structure(program, record, first, last):
    """Four-fold share of Zn (%), mean entropy (k_B), ROI of five frames."""
    stride = max(1, (last - first) // 5)
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run([program, "analyze", record, "--frames", f"{first}:{last}:{stride}", "--only", "coordination",
                        "--only", "entropy", "--only", "orientation", "--json", out.name],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = json.load(open(out.name))["accumulated"]
    fractions = found["coordination"]["scalars"]["fractions"]
    return (100 * fractions["four"]["value"], found["entropy"]["scalars"]["mean"]["value"],
            found["orientation"]["scalars"]["roi"]["mean"]["value"])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("record")
    options.add_argument("log")
    options.add_argument("--vitrine", default="vitrine")
    options.add_argument("--window", type=float, default=5, help="ps")
    given = options.parse_args()
    theirs = published(given.log)
    run, atoms = ours(given.record)

    def crystal(table):
        return table[(table[:, 0] >= CRYSTAL[0]) & (table[:, 0] < CRYSTAL[1]), 2].mean()

    zero_ours, zero_theirs = crystal(run), crystal(theirs)
    print("| t / ps | T / K | published | density / g cm-3 | published | E / meV per atom | published "
          "| four-fold Zn / % | entropy / k_B | ROI |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for begin in np.arange(0, run[-1, 0], given.window):
        inside = np.flatnonzero((run[:, 0] >= begin) & (run[:, 0] < begin + given.window))
        there = theirs[(theirs[:, 0] >= begin) & (theirs[:, 0] < begin + given.window)]
        if len(inside) < 10 or not len(there):
            continue
        row = [f"{begin:g}-{begin + given.window:g}"]
        for column, format_ in ((1, "{:.0f}"), (3, "{:.3f} ± {:.3f}")):
            row += [format_.format(*mean(run[inside, column])), format_.format(*mean(there[:, column]))]
        row += [f"{1000 * (table[:, 2].mean() - zero) / atoms:.1f}"
                for table, zero in ((run[inside], zero_ours), (there, zero_theirs))]
        four, entropy, roi = structure(given.vitrine, given.record, inside[0], inside[-1])
        row += [f"{four:.1f}", f"{entropy:.2f}", f"{roi:.3f}"]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
