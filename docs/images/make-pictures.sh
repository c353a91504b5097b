#!/bin/sh
# Makes the pictures of README.md and docs/ from the real program on the demo data: annotator.png, gallery.png, admin.png, point.png, labelling.gif;
# or, as `make-pictures.sh campaign`, those of a campaign: campaign-*.png.
# Needs what a build needs, `npm ci` done in src/viewer, Chromium at /usr/bin/chromium (or CHROMIUM) and ImageMagick.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
home=$(CDPATH='' cd -- "$here/../.." && pwd -P)
for program in convert node; do
    command -v "$program" >/dev/null 2>&1 || { echo "'$program' was not found." >&2; exit 1; }
done

work=${TMPDIR:-/tmp}/demo
[ ! -e "$work" ] || { echo "$work is there already: remove it first." >&2; exit 1; }
mkdir "$work"
program=
end() {
    [ -z "$program" ] || kill "$program" 2>/dev/null || true
    [ -z "$program" ] || wait "$program" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# The folders of a new account, so that nothing of this one is shown.
export XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache"
"$home/launch.sh" --demo --no-browser >"$work/ready" &
program=$!
until grep -q ready "$work/ready"; do
    kill -0 "$program" || exit 1
    sleep 0.2
done

small() {
    for picture; do
        convert "$here/$picture" -strip -define png:compression-level=9 -dither FloydSteinberg -colors "$colors" "$work/small.png"
        cp "$work/small.png" "$here/$picture"
    done
}

link=$(sed -n 's/.*\(http:.*\)/\1/p' "$work/ready")
if [ "${1:-}" = campaign ]; then
    # Known answers are kept only where annotators cannot read them.
    export KNOWN_BLOCKS=block_0004,block_0011,block_0018
    for annotations in "$work"/cache/*/demo*/annotations; do
        mkdir -p "$annotations/admin"
        chmod 700 "$annotations/admin"
    done
    "$home/launch.sh" gold --demo --set block_0004=1 --set block_0011=1 --set block_0018=1
    node "$here/make-campaign-pictures.mjs" "$link" "$here"
    colors=64
    small campaign-plan.png campaign-queue.png campaign-progress.png campaign-adjudicate.png campaign-release.png
    ls -l "$here"/campaign-*.png
    exit
fi

mkdir "$work/frames"
node "$here/make-pictures.mjs" "$link" "$here" "$work/frames"

# Each frame says in its name how long it stays, in hundredths of a second.
set --
for frame in "$work"/frames/*.png; do
    stays=${frame##*-}
    set -- "$@" -delay "${stays%.png}" "$frame"
done
convert -loop 0 "$@" -resize 860x +dither -colors 64 -layers optimize "$here/labelling.gif"

# The demo's large volume: a program of its own, whose blocks are the boxes around its points.
kill "$program" && wait "$program" || true
volume=$(find "$work/cache" -type d -name volume)
ANNOTATOR_DATA_ROOT=$volume ANNOTATOR_ANNOTATIONS_ROOT=$work/labels ANNOTATOR_ROLES_FILE='' ANNOTATOR_CLASSES_FILE=${volume%/*}/configs/classes.json \
    "$home/launch.sh" --no-browser >"$work/ready" &
program=$!
until grep -q ready "$work/ready"; do
    kill -0 "$program" || exit 1
    sleep 0.2
done
node "$here/make-point-picture.mjs" "$(sed -n 's/.*\(http:.*\)/\1/p' "$work/ready")" "$here"

colors=256
small annotator.png gallery.png admin.png point.png
ls -l "$here"/*.png "$here"/*.gif
