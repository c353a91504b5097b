#!/bin/sh
# Runs every test; installs what they need where apt-get can. The last line is "N passed, N failed".
# --long runs the long tests at full length. ANNOTATOR_TEST_LONG says the same: 1, or "ci" for a length in between,
# which is what CI=true means. In CI a test that cannot run here has failed.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
cd "$home"
for option in "$@"; do
    case $option in
        --long) ANNOTATOR_TEST_LONG=1 ;;
        *) echo "Unknown: $option; expected --long or nothing." >&2; exit 2 ;;
    esac
done
[ "${CI:-}" != true ] || : "${ANNOTATOR_TEST_LONG:=ci}"
ANNOTATOR_TEST_LONG=${ANNOTATOR_TEST_LONG:-}
export ANNOTATOR_TEST_LONG
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
logs=$home/artifacts/test-logs
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0

command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is needed: 'dotnet' was not found." >&2; exit 1; }
command -v npm >/dev/null 2>&1 || { echo "Node 20 or newer with npm is needed: 'npm' was not found." >&2; exit 1; }

# The browser, a screen without a monitor, OpenGL without a graphics card, Wine, and what the tests start beside the program.
install_missing() {
    missing=
    [ -x /usr/bin/chromium ] || missing="$missing chromium"
    [ -x /usr/bin/Xvfb ] || missing="$missing xvfb"
    command -v python3 >/dev/null 2>&1 || missing="$missing python3"
    # For the pages: their spelling, the snippets in them, and the recipe for permissions.
    [ -x /usr/bin/hunspell ] && [ -e /usr/share/hunspell/en_GB.dic ] || missing="$missing hunspell hunspell-en-gb"
    /usr/bin/python3 -c 'import pandas' 2>/dev/null || missing="$missing python3-pandas"
    # Writes the Zarr stores that the reader is held against.
    /usr/bin/python3 -c 'import zarr' 2>/dev/null || missing="$missing python3-zarr"
    command -v setfacl >/dev/null 2>&1 || missing="$missing acl"
    [ "$(uname -s)" != Linux ] || [ -x /usr/bin/strace ] || missing="$missing strace"
    # Stands before the server, with the configuration in deploy/.
    [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
    # The database that decisions can be stored in: each test class starts one of its own.
    command -v pg_ctl >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || missing="$missing postgresql"
    # Runs the package for Windows.
    [ "$(uname -sm)" != "Linux x86_64" ] || command -v wine >/dev/null 2>&1 || missing="$missing wine64 wine"
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

# Browser tests meet a real page on a machine that may be busy: the few that failed run once more, by themselves.
# What fails twice has failed; what passes then is named in the output, and the log has both runs.
run_again() {
    names=$(sed -n 's/^failed \([A-Za-z0-9_.]*\).*/\1/p' "$logs/$1.log" | sort -u)
    number=$(printf '%s\n' "$names" | grep -c .) || number=0
    # 2: tests failed, and nothing else did; without a number of those that passed, the run did not come to its end.
    [ "$status" = 2 ] && [ "$good" != 0 ] && [ "$number" != 0 ] && [ "$number" -le 5 ] || return 0
    again=$logs/$1-again.log
    # shellcheck disable=SC2086
    run dotnet "artifacts/bin/$name/debug/$name.dll" --progress off --no-ansi --explicit "$explicit" --filter-method $names >"$again" 2>&1 || return 0
    [ "$(count "$again" failed)" = 0 ] && [ "$(count "$again" succeeded)" -ge "$bad" ] || return 0
    good=$((good + bad))
    bad=0
    printf 'passed on its second run: %s\n' $names
}

run_dotnet_tests() { # run_dotnet_tests PROJECT: leaves "PASSED FAILED" in PROJECT.counts
    name=ProteomicsAnnotator.$1.Tests
    skips=off
    [ "${CI:-}" != true ] || skips=on
    explicit=off
    [ "$ANNOTATOR_TEST_LONG" != 1 ] || explicit=on
    status=0
    run dotnet "artifacts/bin/$name/debug/$name.dll" --progress off --no-ansi --explicit "$explicit" --fail-skips "$skips" || status=$?
    good=$(count "$logs/$1.log" succeeded)
    bad=$(count "$logs/$1.log" failed)
    # A program that ended without its summary has failed, whatever it counted.
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    [ "$1" != Browser ] || run_again "$1"
    if [ "$good" = 0 ] && [ "$bad" = 0 ]; then bad=1; echo "$name ran no test."; fi
    echo "$good $bad" >"$logs/$1.counts"
}

build_launcher() {
    bad=0
    run ./launch.sh --version || bad=1
    echo "0 $bad" >"$logs/launcher.counts"
}

run_viewer_tests() {
    status=0
    cd src/viewer
    run npx --no-install vitest run --reporter=default --reporter=json "--outputFile.json=$logs/viewer.json" || status=$?
    counts=$(node -e '
        const run = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        const skipped = process.env.CI === "true" ? run.numPendingTests + run.numTodoTests : 0;
        console.log(run.numPassedTests, run.numFailedTests + skipped + (run.success || run.numFailedTests ? 0 : 1));
        ' "$logs/viewer.json") || counts="0 1"
    if [ "$status" != 0 ] && [ "${counts#* }" = 0 ]; then counts="${counts% *} 1"; fi
    echo "$counts" >"$logs/viewer.counts"
}

# Runs a program of the stage and notes its process: what ends this script ends that too.
run() {
    "$@" </dev/null &
    echo $! >"$logs/$stage.process"
    ended=0
    wait $! || ended=$?
    rm "$logs/$stage.process"
    return $ended
}

end_all() {
    for process in "$logs"/*.process; do
        [ ! -e "$process" ] || kill "$(cat "$process")" || true
    done
}
trap end_all EXIT
trap 'exit 130' INT TERM HUP

begin() { # begin STAGE COMMAND...: beside all that runs already, its output into STAGE.log
    stage=$1
    shift
    begun=$(date +%s)
    ( "$@"; echo $(($(date +%s) - begun)) >"$logs/$stage.seconds" ) >"$logs/$stage.log" 2>&1 &
}

end() { # end STAGE: its result in a line; below it the whole log when something failed
    [ -s "$logs/$1.counts" ] || echo "0 1" >"$logs/$1.counts"
    read -r good bad <"$logs/$1.counts"
    if [ "$bad" = 0 ]; then
        # What was skipped is said, with its reason, and what passed on its second run only.
        grep -A 1 '^skipped ' "$logs/$1.log" || true
        grep '^passed on its second run' "$logs/$1.log" || true
    else
        cat "$logs/$1.log"
    fi
    [ "$1 $bad" != "launcher 0" ] || return 0
    echo "== $1: $good passed, $bad failed in $(cat "$logs/$1.seconds" 2>/dev/null || echo ?) s"
    passed=$((passed + good))
    failed=$((failed + bad))
}

install_missing
dotnet build ProteomicsAnnotator.slnx --configuration Debug --verbosity quiet --nologo
echo "== viewer, Core and App run beside each other; their results follow"
begin launcher build_launcher
launcher=$!
begin viewer run_viewer_tests
viewer=$!
begin Core run_dotnet_tests Core
core=$!
begin App run_dotnet_tests App
app=$!
wait "$launcher" || true
end launcher
wait "$viewer" || true
end viewer
wait "$core" || true
end Core
wait "$app" || true
end App
# Pages want the machine for themselves.
begin Browser run_dotnet_tests Browser
wait $! || true
end Browser

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
