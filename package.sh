#!/bin/sh
# Makes one self-contained archive per platform: package.sh [--output FOLDER] [PLATFORM]...
# Each needs neither an SDK nor Node, internet or admin rights, and runs from a read-only share for many machines.
# The same commit gives the same bytes with the same SDK and Node, whatever the folder, the account and the day: times are the
# commit's, or SOURCE_DATE_EPOCH. Files that are in no commit are not shipped. Licences, bill of materials and the archive itself are made by packaging/pack.mjs.
set -eu
umask 022

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
all="linux-x64 linux-arm64 win-x64 osx-arm64 osx-x64"
output=$home/artifacts/packages
platforms=
while [ $# -gt 0 ]; do
    case $1 in
        --output)
            [ $# -gt 1 ] || { echo "--output needs a folder." >&2; exit 2; }
            mkdir -p "$2"
            output=$(CDPATH='' cd -- "$2" && pwd -P)
            shift
            ;;
        linux-x64 | linux-arm64 | win-x64 | osx-arm64 | osx-x64) platforms="$platforms $1" ;;
        *) echo "Unknown: $1; expected --output FOLDER or some of $all." >&2; exit 2 ;;
    esac
    shift
done
command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is needed: 'dotnet' was not found." >&2; exit 1; }
command -v node >/dev/null 2>&1 || { echo "Node 20 or newer is needed: 'node' was not found." >&2; exit 1; }

of_git() { git -C "$home" "$@" 2>/dev/null; }
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$home/Directory.Build.props" | head -n 1)
[ -n "$version" ] || { echo "Directory.Build.props names no <Version>." >&2; exit 1; }
: "${SOURCE_DATE_EPOCH:=$(of_git log -1 --format=%ct || echo 1577836800)}"
# A version in the making is told apart by its commit: a package never goes over another one that runs.
case $version in
    *-dev)
        commit=$(of_git rev-parse --short=9 HEAD || true)
        [ -z "$commit" ] || version=$version.$(TZ=UTC of_git log -1 --date=format-local:%Y%m%d --format=%cd).g$commit
        # A source that is in no commit would be compiled, too.
        [ -z "$(of_git status --porcelain --untracked-files=no)$(of_git ls-files --others --exclude-standard -- src packaging)" ] || version=$version.modified
        ;;
esac

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p "$output" "$home/artifacts"
work=$(mktemp -d "$home/artifacts/package-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')

for platform in ${platforms:-$all}; do
    # Without symbols: those of pages have the digest of a text that names the builder's folder, and the program has theirs.
    # Packages for another platform are not in the committed lock file: a copy of its own takes them.
    dotnet publish "$home/src/ProteomicsAnnotator.App" --configuration Release --runtime "$platform" --self-contained \
        --output "$work/$platform" --verbosity quiet --nologo -p:RunAnalyzers=false -p:PublishReadyToRun=true \
        "-p:Version=$version" -p:DebugType=none -p:UseSharedCompilation=false -p:EnableSourceLink=false \
        -p:EnableSourceControlManagerQueries=false "-p:PathMap=$work/=/_work/%2C$home/=/_/" \
        -p:RestoreLockedMode=false "-p:LockFolder=$work/locks-$platform" "-p:ArtifactsPath=$work/build" >&2
    node "$home/packaging/pack.mjs" "$home" "$work/$platform" "$platform" "$version" "$SOURCE_DATE_EPOCH" "$packages" "$output"
done
