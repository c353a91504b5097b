#!/bin/sh
# For a double click in the Finder of macOS: starts launch.sh, which lies beside it.
exec sh "$(dirname -- "$0")/launch.sh" "$@"
