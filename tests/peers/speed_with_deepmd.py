"""Times Vitrine's fast engine and DeePMD-kit's compressed model under LAMMPS in one run: one core,
the same model, the same atoms, whole steps at constant energy.

  python3 tests/peers/speed_with_deepmd.py VITRINE MODEL.dp STRUCTURE.data TRAINING_SYSTEM

VITRINE is the built program, STRUCTURE a LAMMPS data file (atom style atomic, types C H N Zn),
TRAINING_SYSTEM a folder in DeePMD-kit's npy layout, from which `dp compress` takes the shortest
distance. The peers come from PyPI into a virtual environment of their own in --env (some 1 GB).
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

ONE_THREAD = {"OMP_NUM_THREADS": "1", "DP_INTRA_OP_PARALLELISM_THREADS": "1",
              "DP_INTER_OP_PARALLELISM_THREADS": "1"}

LAMMPS_INPUT = """units metal
atom_style atomic
atom_modify map yes
read_data {structure}
pair_style deepmd {model}
pair_coeff * * C H N Zn
neighbor 1.0 bin
neigh_modify every 10 delay 0 check no
velocity all create 300 1
fix 1 all nve
timestep 0.0005
thermo 1000
run 10
run {steps}
"""


def run(command, folder, **more):
    return subprocess.run(command, cwd=folder, check=True, text=True, env=os.environ | ONE_THREAD,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more).stdout


def install(env):
    if not (env / "bin" / "dp").exists() or not (env / "bin" / "lmp").exists():
        print(f"Installing deepmd-kit[cpu,lmp] into {env} ...", flush=True)
        venv.create(env, with_pip=True)
        subprocess.run([env / "bin" / "pip", "install", "-q", "deepmd-kit[cpu,lmp]"], check=True)


def compress(env, model, system, folder):
    description = json.loads(run([env / "bin" / "python", "-c",
                                  "import h5py,sys; print(h5py.File(sys.argv[1]).attrs['json'])",
                                  model], folder).splitlines()[-1])["model_def_script"]
    (folder / "input.json").write_text(json.dumps({
        "model": description, "loss": {"type": "ener"},
        "learning_rate": {"type": "exp", "start_lr": 1e-3, "stop_lr": 1e-8},
        "training": {"training_data": {"systems": [str(system)], "batch_size": 1},
                     "numb_steps": 1}}))
    run([env / "bin" / "dp", "convert-backend", str(model), "model.pb"], folder)
    run([env / "bin" / "dp", "compress", "-i", "model.pb", "-o", "compressed.pb",
         "-t", "input.json"], folder)


def time_lammps(env, structure, steps, folder):
    (folder / "in.lammps").write_text(
        LAMMPS_INPUT.format(structure=structure, model="compressed.pb", steps=steps))
    out = run(["taskset", "-c", "0", env / "bin" / "lmp", "-in", "in.lammps"], folder)
    seconds, measured, atoms = re.findall(
        r"Loop time of ([\d.]+) on \d+ procs for (\d+) steps with (\d+) atoms", out)[-1]
    return 1e6 * float(seconds) / int(measured) / int(atoms)


def time_vitrine(program, model, structure, folder):
    run(["taskset", "-c", "0", program, "bench", str(model), str(structure), "--threads", "1",
         "--seconds", "10", "--json", "bench.json"], folder)
    return json.loads((folder / "bench.json").read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("vitrine", "model", "structure", "system"):
        parser.add_argument(name, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--env", type=lambda p: pathlib.Path(p).resolve(),
                        default=pathlib.Path(tempfile.gettempdir()) / "vitrine-peers")
    parser.add_argument("--steps", type=int, default=50)
    given = parser.parse_args()
    install(given.env)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        try:
            compress(given.env, given.model, given.system, folder)
            theirs = time_lammps(given.env, given.structure, given.steps, folder)
            ours = time_vitrine(given.vitrine, given.model, given.structure, folder)
        except subprocess.CalledProcessError as failure:
            sys.exit(f"{failure}\n{failure.stdout[-3000:]}")
    print(f"DeePMD-kit, compressed, LAMMPS, one core: {theirs:8.2f} us per atom and step")
    print(f"Vitrine, fast engine ({ours['isa']}), one core: {ours['us_per_atom_step']:6.2f} us")
    print(f"ratio {theirs / ours['us_per_atom_step']:.1f}")


if __name__ == "__main__":
    main()
