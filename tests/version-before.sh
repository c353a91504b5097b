#!/bin/sh
# Builds the Core tests of the version before, whose label worker runs beside this one's (TwoVersionsTests), and prints
# where that program is. It is built once, below artifacts/. The sources come from this clone's own history.
set -eu

commit=1354e93669756436b1c3d5f727993b4b7a2f3596
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
folder=$home/artifacts/version-before/$commit
if [ ! -e "$folder/is-built" ]; then
    git -C "$home" cat-file -e "$commit^{commit}" 2>/dev/null || {
        echo "This clone does not have commit $commit; fetch its whole history: git fetch --unshallow" >&2
        exit 1
    }
    rm -rf "$folder"
    mkdir -p "$folder"
    git -C "$home" archive "$commit" | tar -x -C "$folder"
    dotnet build "$folder/tests/ProteomicsAnnotator.Core.Tests" --configuration Debug --verbosity quiet --nologo \
        -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false >&2
    touch "$folder/is-built"
fi
echo "$folder/artifacts/bin/ProteomicsAnnotator.Core.Tests/debug/ProteomicsAnnotator.Core.Tests.dll"
