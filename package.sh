#!/bin/sh
# Makes one self-contained archive per platform: package.sh [--output FOLDER] [linux-x64 | win-x64 | osx-arm64]...
# Each needs neither an SDK nor Node, internet or admin rights, and runs from a read-only share for many machines.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
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
        linux-x64 | win-x64 | osx-arm64) platforms="$platforms $1" ;;
        *) echo "Unknown: $1; expected --output FOLDER, linux-x64, win-x64 or osx-arm64." >&2; exit 2 ;;
    esac
    shift
done

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$home/Directory.Build.props" | head -n 1)
work=$home/artifacts/package-work
mkdir -p "$output" "$work"

for platform in ${platforms:-linux-x64 win-x64 osx-arm64}; do
    name=proteomics-annotator-${version:-1.0.0}-$platform
    folder=$work/$name
    rm -rf "$folder"
    mkdir -p "$folder"
    # Packages for another platform are not in the committed lock file: a copy of its own takes them.
    dotnet publish "$home/src/ProteomicsAnnotator.App" --configuration Release --runtime "$platform" --self-contained \
        --output "$folder/app" --verbosity quiet --nologo -p:RunAnalyzers=false -p:PublishReadyToRun=true \
        -p:RestoreLockedMode=false "-p:LockFolder=$work/locks-$platform" \
        "-p:ArtifactsPath=$work/build-$platform" >&2
    cp -R "$home/configs" "$home/LICENSE" "$home/README.md" "$home/ARCHITECTURE.md" "$home/CHANGELOG.md" "$home/CONTRIBUTING.md" "$home/docs" "$folder"
    if [ "$platform" = win-x64 ]; then
        cp "$home/launch.cmd" "$folder"
        archive=$output/$name.zip
        rm -f "$archive"
        printf '%s\n' '<Project><Target Name="Zip"><ZipDirectory SourceDirectory="$(From)" DestinationFile="$(To)" /></Target></Project>' >"$work/zip.proj"
        mkdir -p "$work/zip"
        rm -rf "$work/zip/$name"
        mv "$folder" "$work/zip/$name"
        dotnet msbuild "$work/zip.proj" -nologo -verbosity:quiet "-p:From=$work/zip" "-p:To=$archive" >&2
        rm -rf "$work/zip"
    else
        cp "$home/launch.sh" "$folder"
        chmod +x "$folder/launch.sh" "$folder/app/ProteomicsAnnotator"
        archive=$output/$name.tar.gz
        tar -C "$work" -czf "$archive" "$name"
        rm -rf "$folder"
    fi
    echo "$archive"
done
