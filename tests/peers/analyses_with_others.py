#!/usr/bin/env python3
"""Compare analyses with LAMMPS, OVITO, freud, MDAnalysis, dynasor, Zeo++ and plain numpy on the same
frames, and their times with Vitrine's.

    apt-get install lammps          # or LMP=/path/to/lmp; one with EXTRA-COMPUTE knows entropies, too
    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install ovito freud-analysis MDAnalysis dynasor pyzeo
    /tmp/venv/bin/python tests/peers/analyses_with_others.py vitrine FILE.dat [RUN.dump]

FILE is an orthorhombic LAMMPS data file of types C H N Zn, RUN (default: the LAMMPS run in
tests/data/peers) a dump of several frames with velocities. More of LAMMPS (angles, g(r) of melts)
is compared in the ordinary tests, which hold its answers: tests/data/peers. Prints a table: what,
the largest difference between Vitrine and the peer, what it may be, the times of both on one thread
for one frame (the fastest of a few; the peer's without its start and, but for dynasor, without
reading files, and of LAMMPS without its neighbour list), and the cause of the difference. Vitrine's is that of the whole
analysis, which finds more than the peer's number: neighbours included, every partial function and
its peaks, or all of the pores. Exits with 1 where a difference is larger than its cause allows.
Where a peer is not installed its rows say so.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

os.environ |= {"OMP_NUM_THREADS": "1", "OVITO_THREAD_COUNT": "1", "NUMBA_NUM_THREADS": "1"}
import numpy as np

SYMBOLS = ["C", "H", "N", "Zn"]
rows = []


def report(what, peer, difference, allowed, cause, seconds, ours):
    rows.append((what, peer, difference, allowed))
    print(f"{what:26} {peer:10} {difference:10.2g} {allowed:9.2g} {1e3 * seconds:11.2f} ms"
          f" {1e3 * ours:9.2f} ms {seconds / ours:8.1f}  {cause}", flush=True)


def fastest(work, turns=5):
    """The seconds of the fastest of a few turns, and what the last one gave."""
    best = float("inf")
    for _ in range(turns):
        begin = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - begin)
    return best, result


def own_times(program, length, types, positions):
    """Vitrine's seconds for a frame, by analysis: the fastest of a row of the same frame."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "row.dump")
        with open(file, "w") as out:
            for step in range(6):
                out.write(dump_frame(step, length, types, positions))
        times = {}
        for analysis in ("rdf", "entropy", "direct_scattering", "pores"):
            said = subprocess.run([program, "analyze", file, "--only", analysis, "--threads", "1",
                                   "--times"], check=True, capture_output=True, text=True).stderr
            times[analysis] = float(re.search(rf"^{analysis} +\S+ +(\S+)$", said, re.M)[1]) / 1e3
        return times


def dump_frame(step, length, types, positions, as_element=True):
    head = (f"ITEM: TIMESTEP\n{step}\nITEM: NUMBER OF ATOMS\n{len(types)}\n"
            "ITEM: BOX BOUNDS pp pp pp\n" + "".join(f"0 {side:.17g}\n" for side in length) +
            f"ITEM: ATOMS id {'element' if as_element else 'type'} x y z\n")
    return head + "".join(f"{i + 1} {SYMBOLS[t - 1] if as_element else t} {x:.17g} {y:.17g} {z:.17g}\n"
                          for i, (t, (x, y, z)) in enumerate(zip(types, positions)))


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


def freud_rdf(ours, own, length, positions):
    import freud
    freud.parallel.set_num_threads(1)
    box = freud.box.Box(*length)
    rdf = freud.density.RDF(bins=500, r_max=10)
    points = positions - length / 2
    seconds, _ = fastest(lambda: rdf.compute((box, points)))
    n = len(points)
    difference = np.abs(rdf.rdf * n / (n - 1) - column(ours, "g", "total")).max()
    report("total g(r) to 10 A", "freud", difference, 0.06,
           "float32 in freud: a pair that changes bins is 0.06 at 1 A", seconds, own["rdf"])


def ovito_rdf(ours, own, path, types):
    from ovito.io import import_file
    from ovito.modifiers import CoordinationAnalysisModifier
    data = import_file(path, atom_style="atomic").compute()
    modifier = CoordinationAnalysisModifier(cutoff=10, number_of_bins=500, partial=True)

    def compute():
        copy = data.clone()
        copy.apply(modifier)
        return copy.tables["coordination-rdf"]

    seconds, table = fastest(compute)
    counts = np.bincount(types)
    worst = 0
    for name, theirs in zip(table.y.component_names, table.y[...].T):
        a, b = (SYMBOLS.index(t) + 1 for t in name.split("-"))  # it knows them by their masses
        if a == b:
            theirs = theirs * counts[a] / (counts[a] - 1)  # an atom is no partner of its own
        pair = "-".join(sorted([SYMBOLS[a - 1], SYMBOLS[b - 1]]))
        worst = max(worst, np.abs(theirs - column(ours, "g", pair)).max())
    report("ten partial g(r) to 10 A", "OVITO", worst, 1e-9, "rounding", seconds, own["rdf"])


LAMMPS_INPUT = """units metal
atom_style atomic
read_data {data}
pair_style zero 10.5
pair_coeff * *
neighbor 0.5 bin
thermo_modify norm no
{compute}
timestep 0
run 20
"""


def lammps(folder, data, compute):
    """Runs it on one core; gives the seconds a step that computes and fixes took, and what it
    said."""
    deck = os.path.join(folder, "in.lmp")
    with open(deck, "w") as out:
        out.write(LAMMPS_INPUT.format(data=os.path.abspath(data), compute=compute))
    try:
        said = subprocess.run([os.environ.get("LMP", "lmp"), "-in", deck, "-log", "none"], cwd=folder, check=True,
                              capture_output=True, text=True).stdout
    except FileNotFoundError:
        raise ImportError("there is no lmp") from None
    except subprocess.CalledProcessError as failure:
        # Debian's has no compute entropy/atom.
        raise ImportError("lmp: " + re.search(r"ERROR.*", failure.stdout)[0]) from None
    return float(re.search(r"^Modify +\| +(\S+)", said, re.M)[1]) / 20, said


def lammps_rdf(ours, own, data):
    pairs = [(a, b) for a in range(1, 5) for b in range(a, 5)]
    names = " ".join(f"{a} {b}" for a, b in pairs)
    with tempfile.TemporaryDirectory() as folder:
        seconds, _ = lammps(folder, data, f"""compute g all rdf 500 {names} cutoff 10
comm_modify cutoff 11
fix g all ave/time 1 20 20 c_g[*] mode vector file g.txt""")
        table = np.array([[float(v) for v in line.split()]
                          for line in open(os.path.join(folder, "g.txt"))
                          if not line.startswith("#")][1:])
    worst = 0
    for n, (a, b) in enumerate(pairs):
        pair = "-".join(sorted([SYMBOLS[a - 1], SYMBOLS[b - 1]]))
        worst = max(worst, np.abs(table[:, 2 + 2 * n] - column(ours, "g", pair)).max())
    report("ten partial g(r) to 10 A", "LAMMPS", worst, 5e-4, "six digits in its file", seconds,
           own["rdf"])


def lammps_entropy(program, own, data):
    ours = vitrine(program, data, "--only", "entropy")["entropy"]["scalars"]["mean"]["value"]
    with tempfile.TemporaryDirectory() as folder:
        seconds, said = lammps(folder, data, """group zinc type 4
compute s zinc entropy/atom 0.15 6.0
compute mean zinc reduce ave c_s
comm_modify cutoff 11
fix mean all ave/time 1 20 20 c_mean
thermo_style custom step c_mean
thermo 20""")
    theirs = float(re.findall(r"^ +\d+ +(-[\d.]+) *$", said, re.M)[-1])
    report("mean entropy of Zn", "LAMMPS", abs(theirs - ours), 1e-4, "digits it prints", seconds,
           own["entropy"])


def mdanalysis_rdf(ours, own, length, types, positions):
    import MDAnalysis
    from MDAnalysis.analysis.rdf import InterRDF
    universe = MDAnalysis.Universe.empty(len(types), trajectory=True)
    universe.atoms.positions = positions
    universe.dimensions = [*length, 90, 90, 90]
    universe.add_TopologyAttr("type", [SYMBOLS[t - 1] for t in types])
    rdf = InterRDF(universe.select_atoms("type N"), universe.select_atoms("type Zn"), nbins=500,
                   range=(0, 10))
    seconds, _ = fastest(rdf.run)
    difference = np.abs(rdf.results.rdf - column(ours, "g", "N-Zn")).max()
    report("N-Zn g(r) to 10 A", "MDAnalysis", difference, 0.5,
           "float32 positions: single pairs of 512 x 128 change bins", seconds, own["rdf"])


def zeo(ours, own, length, types, positions):
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
           "Zeo++ reads five digits of fractions", seconds, own["pores"])
    zeo_surface(ours, own, np.prod(length), net)


def dynasor_structure_factor(ours, own, length, types, positions):
    import dynasor
    from dynasor.qpoints import get_spherical_qpoints
    dynasor.logging_tools.set_logging_level("ERROR")
    lengths_of = dict(zip(SYMBOLS, [6.646, -3.739, 9.36, 5.68]))
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "x.dump")
        with open(file, "w") as out:
            for step in range(2):  # it wants two to open a file, and is given the first
                out.write(dump_frame(step, length, types, positions, as_element=False))
        indices = {s: list(np.where(types == t + 1)[0]) for t, s in enumerate(SYMBOLS)}

        def compute():
            trajectory = dynasor.Trajectory(file, "lammps_internal", atomic_indices=indices,
                                            frame_stop=1)
            points = get_spherical_qpoints(trajectory.cell, q_max=2.5)
            return dynasor.compute_static_structure_factors(trajectory, points, logging_interval=0)

        seconds, sample = fastest(compute, 3)
    q = np.linalg.norm(sample.q_points, axis=1)
    weighted = np.zeros(len(q))
    for a, b in sample.pairs:
        weighted += lengths_of[a] * lengths_of[b] * sample[f"Sq_{a}_{b}"][:, 0]
    b = np.array([lengths_of[SYMBOLS[t - 1]] for t in types])
    s = 1 + (weighted - (b**2).mean()) / b.mean()**2
    place = np.minimum((q * 50 / 2.5).astype(int), 49)
    keep = q > 0
    counts = np.bincount(place[keep], minlength=50)
    filled = counts > 0
    expected = np.bincount(place[keep], weights=s[keep], minlength=50)[filled] / counts[filled]
    found = column(ours, "structure_factor", "neutron")
    report("neutron S(Q) to 2.5 1/A", "dynasor", np.abs(found - expected).max(), 1e-3,
           "sums over atoms in float here, in double there", seconds, own["direct_scattering"])


def numpy_structure_factor(ours, own, length, types, positions):
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
           "sums over atoms in float here, in double there", seconds, own["direct_scattering"])


def zeo_surface(ours, own, volume_of_cell, network):
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
           "points on spheres: 100 even ones an atom here, random ones there", seconds,
           own["pores"])


def numpy_volume(ours, own, length, types, positions):
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
           "random points, 4,000 and 10,000: four standard errors", seconds, own["pores"])


def numpy_msd(program, dump):
    """Mean-square displacement of Zn over all time origins of the dump."""
    frames = read_dump(dump)
    result = vitrine(program, dump, "--time-step", "0.25", "--only", "diffusion")["diffusion"]
    said = subprocess.run([program, "analyze", dump, "--time-step", "0.25", "--only", "diffusion",
                           "--threads", "1", "--times"], check=True, capture_output=True,
                          text=True).stderr
    own = len(frames) * float(re.search(r"^diffusion +(\S+)", said, re.M)[1]) / 1e3
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
           "rounding", seconds, own)


def attempt(what, function, *arguments):
    try:
        function(*arguments)
    except ImportError as missing:
        print(f"{what:28} not compared: {missing}")


def main(program, data, dump):
    length, types, positions = read_data(data)
    ours = vitrine(program, data, "--only", "rdf,pores,direct_scattering")
    own = own_times(program, length, types, positions)
    frame = (length, types, positions)
    print(f"{'what':26} {'peer':10} {'difference':>10} {'allowed':>9} {'peer':>14} {'ours':>12}"
          f" {'ratio':>8}  cause")
    attempt("g(r)", lammps_rdf, ours["rdf"], own, data)
    attempt("g(r)", ovito_rdf, ours["rdf"], own, data, types)
    attempt("g(r)", freud_rdf, ours["rdf"], own, length, positions)
    attempt("g(r)", mdanalysis_rdf, ours["rdf"], own, *frame)
    attempt("entropy", lammps_entropy, program, own, data)
    attempt("S(Q)", dynasor_structure_factor, ours["direct_scattering"], own, *frame)
    attempt("S(Q)", numpy_structure_factor, ours["direct_scattering"], own, *frame)
    attempt("spheres", zeo, ours["pores"], own, *frame)
    attempt("volume", numpy_volume, ours["pores"], own, *frame)
    attempt("motion", numpy_msd, program, dump)
    return any(not difference <= allowed for _, _, difference, allowed in rows)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.join(here, "../data/peers/zif4-272-nve.dump")
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else default))
