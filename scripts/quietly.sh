#!/bin/sh
# Runs a command with its output shown only if it fails, and a line only if it takes long.
#   quietly.sh TITLE COMMAND…
set -u
title=$1
shift
log=$(mktemp)
"$@" >"$log" 2>&1 &
child=$!
(sleep 5 >/dev/null 2>&1 && echo "$title (the first time takes some minutes)") &
notice=$!
wait "$child"
status=$?
kill "$notice" 2>/dev/null
if [ "$status" -ne 0 ]; then
  cat "$log" >&2
elif grep -q 'warning:' "$log"; then
  grep 'warning:' "$log" | sort -u >&2
fi
rm -f "$log"
exit "$status"
