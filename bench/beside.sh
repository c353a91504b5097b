#!/bin/sh
# Runs the benchmarks of this checkout's program and of an earlier commit's in turn, on one calm machine, and prints
# the medians of all runs side by side.
#
#   bench/beside.sh COMMIT [RUNS]
#
# Both programs are driven by this checkout's benchmark. The earlier program is built into a folder beside this checkout,
# where a launch.sh of its own is found. Single runs are kept in artifacts/beside.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
commit=$1
runs=${2:-5}
before="$here/artifacts/before-$commit"
out="$here/artifacts/beside"
subjects=${ANNOTATOR_BENCH_SUBJECTS:-"label-key start viewer footprint admin-view"}
export ANNOTATOR_BENCH_PART="${ANNOTATOR_BENCH_PART:-3}"

if [ ! -e "$before/launch.sh" ]; then
    mkdir -p "$before"
    git archive "$commit" | tar -x -C "$before"
fi

"$before/launch.sh" --version
./launch.sh --version
dotnet build bench/ProteomicsAnnotator.Benchmarks -c Release -v q --nologo
bench="artifacts/bin/ProteomicsAnnotator.Benchmarks/release"
rm -rf "$before/artifacts/bench" "$out"
mkdir -p "$before/artifacts" "$out"
cp -R "$bench" "$before/artifacts/bench"

# What does not end is said, and is no figure.
measure() {
    timeout 600 dotnet "$1/ProteomicsAnnotator.Benchmarks.dll" "$subject" > "$out/$subject.$run.$2.md" || {
        echo "$subject, run $run, $2: no figure" >&2
        rm -f "$out/$subject.$run.$2.md"
    }
}

run=1
while [ "$run" -le "$runs" ]; do
    for subject in $subjects; do
        measure "$before/artifacts/bench" before
        measure "$bench" now
    done

    run=$((run + 1))
done

python3 bench/beside.py "$out"
