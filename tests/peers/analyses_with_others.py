#!/usr/bin/env python3
"""Compare analyses with freud, MDAnalysis, Zeo++ and plain numpy on the same frames.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install freud-analysis MDAnalysis pyzeo
    /tmp/venv/bin/python tests/peers/analyses_with_others.py vitrine FILE.dat [RUN.dump]

FILE is an orthorhombic LAMMPS data file of types C H N Zn, RUN (default: the LAMMPS run in
tests/data/peers) a dump of several frames with velocities. LAMMPS itself (g(r), angles, entropies)
is compared in the ordinary tests, which hold its answers: tests/data/peers. Prints a table: what, the largest
difference between Vitrine and the peer, what it may be and why, and the peer's seconds on one
thread. Exits with 1 where a difference is larger than its cause allows. Where a peer is not
installed its rows say so.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np

SYMBOLS = ["C", "H", "N", "Zn"]
rows = []


def report(what, peer, difference, allowed, cause, seconds):
    rows.append((what, peer, difference, allowed, cause, seconds))
    print(f"{what:28} {peer:12} {difference:10.2g} {allowed:10.2g}  {seconds:8.3f} s  {cause}")


def vitrine(program, file, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.json")
        subprocess.run([program, "analyze", file, "--json", out, *arguments], check=True)
        return json.load(open(out))["accumulated"]


def column(result, dataset, name):
    return np.array(next(c["values"] for c in result["datasets"][dataset] if c["name"] == name),
                    dtype=float)


def read_data(path):
    """Box lengths, types from 1 and positions of an orthorhombic LAMMPS data file."""
    lines = open(path).read().split("\n")
    bounds = np.array([[float(v) for v in l.split()[:2]] for l in lines if l.endswith("hi")])
    start = next(k for k, l in enumerate(lines) if l.startswith("Atoms")) + 2
    atoms = []
    for line in lines[start:]:
        if not line.strip():
            break
        atoms.append([float(v) for v in line.split()[:5]])
    atoms = np.array(sorted(atoms))
    length = bounds[:, 1] - bounds[:, 0]
    return length, atoms[:, 1].astype(int), (atoms[:, 2:5] - bounds[:, 0]) % length


def read_dump(path):
    """Lengths, types, wrapped positions and velocities of each frame of a LAMMPS dump."""
    lines = open(path).read().split("\n")
    frames, k = [], 0
    while k < len(lines) and lines[k].startswith("ITEM: TIMESTEP"):
        count = int(lines[k + 3])
        bounds = np.array([[float(v) for v in lines[k + 5 + d].split()[:2]] for d in range(3)])
        names = lines[k + 8].split()[2:]
        table = np.array([[float(v) for v in l.split()] for l in lines[k + 9:k + 9 + count]])
        table = table[np.argsort(table[:, names.index("id")])]
        length = bounds[:, 1] - bounds[:, 0]
        place = table[:, [names.index(n) for n in names if n[0] in "xyz"][:3]] - bounds[:, 0]
        speed = table[:, [names.index(n) for n in ("vx", "vy", "vz")]]
        frames.append((length, table[:, names.index("type")].astype(int), place, speed))
        k += 9 + count
    return frames


def freud_rdf(ours, length, positions):
    import freud
    box = freud.box.Box(*length)
    rdf = freud.density.RDF(bins=500, r_max=10)
    points = positions - length / 2
    begin = time.perf_counter()
    rdf.compute((box, points))
    seconds = time.perf_counter() - begin
    n = len(points)
    difference = np.abs(rdf.rdf * n / (n - 1) - column(ours, "g", "total")).max()
    report("total g(r) to 10 A", "freud", difference, 0.06,
           "float32 in freud: a pair that changes bins is 0.06 at 1 A", seconds)


def mdanalysis_rdf(ours, length, types, positions):
    import MDAnalysis
    from MDAnalysis.analysis.rdf import InterRDF
    universe = MDAnalysis.Universe.empty(len(types), trajectory=True)
    universe.atoms.positions = positions
    universe.dimensions = [*length, 90, 90, 90]
    universe.add_TopologyAttr("type", [SYMBOLS[t - 1] for t in types])
    rdf = InterRDF(universe.select_atoms("type N"), universe.select_atoms("type Zn"), nbins=500,
                   range=(0, 10))
    begin = time.perf_counter()
    rdf.run()
    seconds = time.perf_counter() - begin
    difference = np.abs(rdf.results.rdf - column(ours, "g", "N-Zn")).max()
    report("N-Zn g(r) to 10 A", "MDAnalysis", difference, 0.5,
           "float32 positions: single pairs of 512 x 128 change bins", seconds)


def zeo(ours, length, types, positions):
    from pyzeo.netstorage import AtomNetwork
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.cssr")
        with open(path, "w") as out:
            out.write("%38s%8.3f%8.3f%8.3f\n" % ("", *length))
            out.write("%21s%8.3f%8.3f%8.3f    SPGR =  1 P 1         OPT = 1\n" % ("", 90, 90, 90))
            out.write("%4d   0 x\n     0 x         : x\n" % len(types))
            for i, (t, f) in enumerate(zip(types, positions / length)):
                out.write("%4d %-4s  %9.5f %9.5f %9.5f %4d%4d%4d%4d%4d%4d%4d%4d %7.3f\n" %
                          ((i + 1) % 10000, SYMBOLS[t - 1], *f, *[0] * 8, 0))
        begin = time.perf_counter()
        net = AtomNetwork.read_from_CSSR(path, rad_flag=True)
        net.calculate_free_sphere_parameters(os.path.join(folder, "x.res"))
        seconds = time.perf_counter() - begin
        theirs = [float(v) for v in open(os.path.join(folder, "x.res")).read().split()[1:3]]
    mine = [ours["scalars"][n]["value"] for n in ("included", "free")]
    report("included and free spheres", "Zeo++", np.abs(np.subtract(theirs, mine)).max(), 5e-3,
           "Zeo++ reads five digits of fractions", seconds)
    zeo_surface(ours, np.prod(length), net)


def numpy_structure_factor(ours, length, types, positions):
    """The neutron structure factor as its definition has it: for every wave vector of the cell a
    plain sum over atoms in double precision."""
    scattering_length = np.array([6.646, -3.739, 9.36, 5.68])[types - 1]
    q_max, bins = 2.5, 50
    begin = time.perf_counter()
    most = [int(q_max * side / (2 * np.pi)) for side in length]
    h = np.array([(i, j, k) for i in range(-most[0], most[0] + 1)
                  for j in range(-most[1], most[1] + 1) for k in range(-most[2], most[2] + 1)])
    vectors = 2 * np.pi * h / length
    q = np.linalg.norm(vectors, axis=1)
    keep = (q > 0) & (q <= q_max)
    vectors, q = vectors[keep], q[keep]
    waves = np.zeros(len(q), dtype=complex)
    for start in range(0, len(q), 1000):
        phases = vectors[start:start + 1000] @ positions.T
        waves[start:start + 1000] = np.exp(1j * phases) @ scattering_length
    # Faber-Ziman: S - 1 = (|sum b exp(ikr)|^2/N - <b^2>)/<b>^2.
    square = scattering_length.mean()**2
    s = 1 + (np.abs(waves)**2 / len(types) - (scattering_length**2).mean()) / square
    place = np.minimum((q * bins / q_max).astype(int), bins - 1)
    counts = np.bincount(place, minlength=bins)
    filled = counts > 0
    expected = np.bincount(place, weights=s, minlength=bins)[filled] / counts[filled]
    seconds = time.perf_counter() - begin
    found = column(ours, "structure_factor", "neutron")
    report("neutron S(Q) to 2.5 1/A", "numpy", np.abs(found - expected).max(), 1e-3,
           "sums over atoms in float here, in double there", seconds)


def zeo_surface(ours, volume_of_cell, network):
    """Accessible and closed surface for a probe of 0.5 A. Its volume is not compared: pyzeo 0.2.0
    tells 0.35 of 300K2.dat where 0.2603 +- 0.0018 of 60,000 points lie outside radius and probe of
    every atom (numpy_volume), and 0.2620 +- 0.0004 of Vitrine's million."""
    from pyzeo.area_volume import surface_area
    begin = time.perf_counter()
    words = surface_area(network, 0.5, 0.5, 100).decode().split()
    seconds = time.perf_counter() - begin
    theirs = [float(words[words.index(n) + 1]) / volume_of_cell for n in ("ASA_A^2:", "NASA_A^2:")]
    mine = [ours["scalars"]["surface"][n]["value"] for n in ("accessible", "closed")]
    report("accessible, closed surface", "Zeo++", np.abs(np.subtract(theirs, mine)).max(), 5e-3,
           "points on spheres: 100 even ones an atom here, random ones there", seconds)


def numpy_volume(ours, length, types, positions):
    """The part of the cell where a probe of 0.5 A fits, accessible or not."""
    reach = 0.5 + np.array([1.70, 1.09, 1.55, 1.39])[types - 1]
    points = np.random.default_rng(1).random((4000, 3)) * length
    begin = time.perf_counter()
    outside = 0
    for point in points:
        apart = positions - point
        apart -= length * np.round(apart / length)
        outside += (np.sum(apart**2, axis=1) >= reach**2).all()
    seconds = time.perf_counter() - begin
    volume = ours["scalars"]["volume"]
    mine = volume["accessible"]["value"] + volume["closed"]["value"]
    report("volume for a probe", "numpy", abs(outside / len(points) - mine), 0.033,
           "random points, 4,000 and 10,000: four standard errors", seconds)


def numpy_msd(program, dump):
    """Mean-square displacement of Zn over all time origins of the dump."""
    frames = read_dump(dump)
    result = vitrine(program, dump, "--time-step", "0.25", "--only", "diffusion")["diffusion"]
    masses = np.array([12.011, 1.008, 14.007, 65.38])[frames[0][1] - 1]
    unwrapped, last = [np.zeros_like(frames[0][2])], frames[0][2]
    for length, _, place, _ in frames[1:]:
        step = place - last
        unwrapped.append(unwrapped[-1] + step - length * np.round(step / length))
        last = place
    begin = time.perf_counter()
    path = np.array(unwrapped)
    path -= (path * masses[:, None]).sum(axis=1, keepdims=True) / masses.sum()
    zinc = path[:, frames[0][1] == 4]
    lags = range(len(column(result, "zinc", "msd")))
    msd = [np.mean(np.sum((zinc[k:] - zinc[:len(zinc) - k])**2, axis=2)) for k in lags]
    seconds = time.perf_counter() - begin
    ours = column(result, "zinc", "msd")
    report("mean-square displacement", "numpy", np.abs(ours - msd).max() / max(msd), 1e-6,
           "rounding", seconds)


def attempt(what, function, *arguments):
    try:
        function(*arguments)
    except ImportError as missing:
        print(f"{what:28} not compared: {missing}")


def main(program, data, dump):
    length, types, positions = read_data(data)
    ours = vitrine(program, data, "--only", "rdf,pores,direct_scattering")
    print(f"{'what':28} {'peer':12} {'difference':>10} {'allowed':>10}  {'peer took':>10}  cause")
    attempt("g(r)", freud_rdf, ours["rdf"], length, positions)
    attempt("g(r)", mdanalysis_rdf, ours["rdf"], length, types, positions)
    attempt("spheres", zeo, ours["pores"], length, types, positions)
    attempt("volume", numpy_volume, ours["pores"], length, types, positions)
    attempt("S(Q)", numpy_structure_factor, ours["direct_scattering"], length, types, positions)
    attempt("motion", numpy_msd, program, dump)
    return any(difference > allowed for _, _, difference, allowed, _, _ in rows)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.join(here, "../data/peers/zif4-272-nve.dump")
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else default))
