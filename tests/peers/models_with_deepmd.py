#!/usr/bin/env python3
"""Check model files against DeePMD-kit: what it writes is read here, what is written here it reads.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install "deepmd-kit[cpu,torch]" numpy
    PATH=/tmp/venv/bin:$PATH python3 tests/peers/models_with_deepmd.py vitrine MODEL STRUCTURE FOLDER

MODEL is an uncompressed .dp, .pb or .yaml; FOLDER is made and filled. DeePMD-kit turns MODEL into
every kind of file it has, and Vitrine must give the same answer for each (1e-9 of the largest
force; 1e-6 where the files round the weights to float32). Vitrine turns MODEL into .dp and .yaml,
and DeePMD-kit must give Vitrine's answer for them (1e-6; 1e-4 for networks in float32, which are
double in Vitrine's reference engine).
"""
import pathlib
import shlex
import subprocess
import sys

import numpy as np


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
    return done.stdout


def read_xyz(path):
    """Elements, positions, cell, energy and forces of the first frame of an extended XYZ file."""
    lines = path.read_text().splitlines()
    info = dict(part.split("=", 1) for part in shlex.split(lines[1]) if "=" in part)
    fields = info["Properties"].split(":")
    at, columns = 0, {}
    for name, width in zip(fields[::3], fields[2::3]):
        columns[name] = slice(at, at + int(width))
        at += int(width)
    rows = [line.split() for line in lines[2:2 + int(lines[0])]]
    elements = [row[columns["species"]][0] for row in rows]
    numbers = lambda name: np.array([row[columns[name]] for row in rows], dtype=float)
    cell = np.array(info["Lattice"].split(), dtype=float)
    return elements, numbers("pos"), cell, float(info["energy"]), numbers("forces")


def ours(vitrine, model, structure, folder):
    out = folder / (model.name + ".xyz")
    run(vitrine, "forces", structure, "-o", out, "--model", model, "--engine", "reference",
        "--frames", "0")
    return read_xyz(out)


def theirs(model, elements, positions, cell):
    from deepmd.infer import DeepPot
    potential = DeepPot(str(model))
    types = [potential.get_type_map().index(element) for element in elements]
    energy, forces, _ = potential.eval(positions.reshape(1, -1), cell.reshape(1, -1), types)
    return float(energy.ravel()[0]), forces.reshape(-1, 3)


def agree(what, energy, forces, expected_energy, expected_forces, tolerance):
    scale = max(1.0, np.abs(expected_forces).max())
    force_error = np.abs(forces - expected_forces).max() / scale
    energy_error = abs(energy - expected_energy) / len(forces)
    print(f"{what:40} {force_error:9.2e} of the largest force, {energy_error:9.2e} eV/atom")
    assert force_error <= tolerance and energy_error <= tolerance, what


def main(vitrine, model, structure, folder):
    model, folder = pathlib.Path(model), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    elements, positions, cell, energy, forces = ours(vitrine, model, structure, folder)
    single = "float32" in run(vitrine, "model", "info", model)
    tolerance = 1e-4 if single else 1e-6
    for extension in ("pb", "dp", "yaml", "pth", "pt2"):
        converted = folder / f"theirs.{extension}"
        try:
            run("dp", "convert-backend", model, converted)
        except AssertionError:  # DeePMD-kit 3.2.0 cannot make a .pt2 of networks in float32
            print(f"DeePMD-kit makes no .{extension} of {model.name}")
            continue
        _, _, _, e, f = ours(vitrine, converted, structure, folder)
        agree(f"theirs.{extension} read by Vitrine", e, f, energy, forces,
              1e-6 if single else 1e-9)
    e, f = theirs(folder / "theirs.pb", elements, positions, cell)
    agree("theirs.pb in DeePMD-kit", e, f, energy, forces, tolerance)
    for extension in ("dp", "yaml"):
        written = folder / f"ours.{extension}"
        run(vitrine, "model", "convert", model, written)
        for backend in ("pb", "pth"):
            graph = folder / f"ours-{extension}.{backend}"
            run("dp", "convert-backend", written, graph)
            e, f = theirs(graph, elements, positions, cell)
            agree(f"ours.{extension} as .{backend} in DeePMD-kit", e, f, energy, forces, tolerance)
    print("all agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
