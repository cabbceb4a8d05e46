#!/bin/sh
# Runs all tests and shows what they say at the end; all of it where one failed.
set -u
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
