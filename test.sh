#!/bin/sh
# Runs every test; installs what they need where apt-get can. The last line is "N passed, N failed".
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
cd "$home"
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
logs=$home/artifacts/test-logs
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0

command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is needed: 'dotnet' was not found." >&2; exit 1; }
command -v npm >/dev/null 2>&1 || { echo "Node 20 or newer with npm is needed: 'npm' was not found." >&2; exit 1; }

# The browser, a screen without a monitor, and OpenGL without a graphics card.
install_missing() {
    missing=
    [ -x /usr/bin/chromium ] || missing="$missing chromium"
    [ -x /usr/bin/Xvfb ] || missing="$missing xvfb"
    [ "$(uname -s)" != Linux ] || [ -x /usr/bin/strace ] || missing="$missing strace"
    for library in libEGL.so.1:libegl1 libGLX_mesa.so.0:libgl1-mesa-dri; do
        ldconfig -p 2>/dev/null | grep -q "${library%%:*}" || missing="$missing ${library##*:}"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || { echo "Install these for the browser tests:$missing" >&2; exit 1; }
    asroot=
    [ "$(id -u)" = 0 ] || asroot="sudo -n"
    echo "Installing$missing ..." >&2
    $asroot apt-get update -qq >"$logs/apt.log" 2>&1 || true
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $asroot apt-get install -y -qq --no-install-recommends $missing \
        >>"$logs/apt.log" 2>&1 || { tail -n 20 "$logs/apt.log" >&2; echo "Could not install:$missing" >&2; exit 1; }
}

count() { # count FILE WORD: the number behind the last "WORD: N" in it, 0 when there is none
    number=$(sed -n "s/^ *$2: *\([0-9][0-9]*\).*/\1/p" "$1" | tail -n 1)
    echo "${number:-0}"
}

run_dotnet_tests() {
    name=ProteomicsAnnotator.$1.Tests
    log=$logs/$1.log
    echo "== $name"
    status=0
    dotnet "artifacts/bin/$name/debug/$name.dll" --no-progress --no-ansi >"$log" 2>&1 || status=$?
    grep -v '^ *$' "$log" | tail -n 200
    good=$(count "$log" succeeded)
    bad=$(count "$log" failed)
    # A program that ended without its summary has failed, whatever it counted.
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    if [ "$good" = 0 ] && [ "$bad" = 0 ]; then bad=1; echo "$name ran no test." >&2; fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

run_viewer_tests() {
    echo "== viewer"
    status=0
    (cd src/viewer && npx --no-install vitest run --reporter=default --reporter=json "--outputFile.json=$logs/viewer.json") \
        || status=$?
    counts=$(node -e '
        const run = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        console.log(run.numPassedTests, run.numFailedTests + (run.success || run.numFailedTests ? 0 : 1));
        ' "$logs/viewer.json" 2>/dev/null) || counts="0 1"
    good=${counts% *}
    bad=${counts#* }
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

install_missing
dotnet build ProteomicsAnnotator.slnx --configuration Debug --verbosity quiet --nologo
./launch.sh --version >/dev/null
run_viewer_tests
run_dotnet_tests Core
run_dotnet_tests App
run_dotnet_tests Browser

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
