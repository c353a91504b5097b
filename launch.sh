#!/bin/sh
# Starts Proteomics Annotator; builds it first when its sources changed. `./launch.sh --help` lists the options.
set -eu

self=$0
if [ -L "$self" ] && command -v readlink >/dev/null 2>&1; then
    self=$(readlink -f -- "$self" 2>/dev/null || printf '%s' "$self")
fi
case $self in
    */*) home=${self%/*}/ ;;
    *) home=. ;;
esac
home=$(CDPATH='' cd -- "$home" && pwd -P)
ANNOTATOR_HOME=$home
export ANNOTATOR_HOME

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# A package made by package.sh brings the program along.
if [ -x "$home/app/ProteomicsAnnotator" ]; then
    exec "$home/app/ProteomicsAnnotator" "$@"
fi

command -v dotnet >/dev/null 2>&1 || die "The .NET 10 SDK is needed: 'dotnet' was not found."

programs=$home/artifacts/launch
stamped=$programs/.stamp

# What the program is built from. Options of `find` follow that choose among the files and folders.
sources() {
    (cd "$home" && find src Directory.Build.props Directory.Packages.props global.json .editorconfig \
        \( -name node_modules -o -name bin -o -name obj -o -path src/ProteomicsAnnotator.App/wwwroot/viewer \) -prune \
        -o "$@")
}

# The content of all of them as one number. It is counted anew when one of them, or a folder, has changed since.
changed=yes
begun=$programs/.begun-$$
touch "$begun" 2>/dev/null || begun=
# Not where the clock has been set back, nor where it cannot be told.
if [ -n "$begun" ] && [ -s "$stamped" ] && [ "$begun" -nt "$stamped" ]; then
    changed=$(sources -cnewer "$stamped" -print 2>/dev/null || echo unknown)
fi
if [ -z "$changed" ]; then
    read -r stamp <"$stamped"
else
    stamp=$(sources -type f -exec cksum {} + | LC_ALL=C sort | cksum | tr ' ' '-')
    if [ -n "$begun" ]; then
        # As old as the moment before the files were read.
        printf '%s\n' "$stamp" >"$begun.stamp" && touch -r "$begun" "$begun.stamp" && mv -f "$begun.stamp" "$stamped" || true
    fi
fi
[ -z "$begun" ] || rm -f "$begun" "$begun.stamp"
program=$programs/$stamp

# Each state of the sources gets a folder of its own, so that a program that runs never has its files exchanged.
build() {
    dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || die "The .NET 10 SDK is needed: 'dotnet --list-sdks' shows none."
    command -v node >/dev/null 2>&1 || die "Node 20 or newer is needed: 'node' was not found."
    node -e 'process.exit(parseInt(process.versions.node, 10) >= 20 ? 0 : 1)' \
        || die "Node 20 or newer is needed: 'node --version' says $(node --version)."
    command -v npm >/dev/null 2>&1 || die "npm, which comes with Node, is needed: 'npm' was not found."
    say "Building Proteomics Annotator (the first time takes a minute or two) ..."
    unfinished=$programs/.unfinished-$$
    # What builds that were killed have left, too: only one builds at a time.
    rm -rf "$programs"/.unfinished-*
    export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    # Exactly the committed packages; then compiled ahead for this platform, which the committed lock file does not name.
    dotnet restore "$home/src/ProteomicsAnnotator.App" --locked-mode --verbosity quiet --nologo \
        "-p:ArtifactsPath=$programs/build" >&2 \
        && dotnet publish "$home/src/ProteomicsAnnotator.App" --configuration Release --output "$unfinished" \
            --verbosity quiet --nologo --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
            -p:RunAnalyzers=false -p:RestoreLockedMode=false "-p:LockFolder=$programs/build/locks" \
            "-p:ArtifactsPath=$programs/build" >&2 \
        || { rm -rf "$unfinished"; die "The build failed; its messages are above."; }
    mv "$unfinished" "$program"
    # Older ones may still run somewhere; the last few are kept.
    (cd "$programs" && ls -1dt -- [0-9]* | tail -n +4 | while read -r old; do rm -rf -- "$old"; done)
}

with_lock() {
    if command -v flock >/dev/null 2>&1; then
        (
            flock 9
            # Nothing that the build starts may keep the lock.
            [ -d "$program" ] || build 9>&-
        ) 9>"$programs/.lock"
        return
    fi
    until mkdir "$programs/.lock.d" 2>/dev/null; do
        [ -n "${waiting:-}" ] || say "Another start is building; waiting for it. (Remove $programs/.lock.d if none is.)"
        waiting=1
        sleep 1
    done
    trap 'rmdir "$programs/.lock.d" 2>/dev/null || true' EXIT
    trap 'exit 130' INT TERM
    [ -d "$program" ] || build
    rmdir "$programs/.lock.d"
    trap - EXIT INT TERM
}

if [ ! -d "$program" ]; then
    mkdir -p "$programs" || die "$home cannot be written: build there once, or use a package made by package.sh."
    with_lock
fi

exec dotnet "$program/ProteomicsAnnotator.dll" "$@"
