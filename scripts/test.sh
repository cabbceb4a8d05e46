#!/bin/sh
# Runs all tests and shows what they say at the end; all of it where one failed.
set -u
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build >"$log" 2>&1
status=$?
if [ "$status" -ne 0 ]; then
  cat "$log"
else
  grep -E 'skipped|Skipped' "$log" | sort -u
  grep -E '^(Test run with|.*Executed [0-9]+ test|.*Test run with)' "$log" || tail -5 "$log"
fi
exit "$status"
