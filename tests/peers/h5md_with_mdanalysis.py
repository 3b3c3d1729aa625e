#!/usr/bin/env python3
"""Check a run record against readers that are not ours: h5py and MDAnalysis.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install h5py MDAnalysis
    vitrine run PROTOCOL -o run.h5
    /tmp/venv/bin/python tests/peers/h5md_with_mdanalysis.py run.h5

h5py reads the raw numbers, MDAnalysis reads the file as H5MD; both must agree in every frame on
step, time, cell, positions, velocities and forces. MDAnalysis works in float32, hence the tolerance
of 1e-6 of the largest value. Units are compared as they stand in the file.
"""
import sys

import h5py
import MDAnalysis
from MDAnalysis.lib.mdamath import triclinic_box
import numpy as np


def agree(what, ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, f"{what}: {ours.shape} against {theirs.shape}"
    worst = np.abs(ours - theirs).max()
    assert worst <= 1e-6 * max(1.0, np.abs(ours).max()), f"{what} differs by {worst}"


def main(path):
    with h5py.File(path, "r", swmr=True) as file:
        assert list(file["h5md"].attrs["version"]) == [1, 1]
        particles = file["particles/all"]
        atoms = particles["position/value"].shape[1]
        universe = MDAnalysis.Universe.empty(atoms, trajectory=False)
        universe.load_new(path, format="H5MD", convert_units=False)
        assert len(universe.trajectory) == len(particles["position/value"])
        for i, moment in enumerate(universe.trajectory):
            agree("step", particles["position/step"][i], moment.data["step"])
            agree("time", particles["position/time"][i], moment.time)
            agree("cell", triclinic_box(*particles["box/edges/value"][i]), moment.dimensions)
            agree("position", particles["position/value"][i], moment.positions)
            if "velocity" in particles:
                agree("velocity", particles["velocity/value"][i], moment.velocities)
            if "force" in particles:
                agree("force", particles["force/value"][i], moment.forces)
        print(f"{path}: {len(universe.trajectory)} frames of {atoms} atoms agree with MDAnalysis "
              f"{MDAnalysis.__version__} and h5py {h5py.__version__}")


if __name__ == "__main__":
    main(sys.argv[1])
