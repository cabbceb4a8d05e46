#!/bin/sh
# Runs all tests and shows what they say at the end; all of it where one failed.
# Those that run models take the engine of scripts/engine.sh, or none with ENGINE=none.
set -u
if [ "${ENGINE:-}" = none ]; then
  export TESSERA_OPENVINO=none
elif [ -f .build/engine/installed ]; then
  export TESSERA_OPENVINO="${TESSERA_OPENVINO:-$(pwd)/.build/engine}"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build --disable-xctest >"$log" 2>&1
status=$?
if [ "$status" -ne 0 ]; then
  cat "$log"
else
  grep -E '^➜.* skipped' "$log" | sort -u
  grep 'Test run with' "$log" || tail -5 "$log"
fi
exit "$status"
