#!/bin/sh
# Installs the inference engine that tests run models in (OpenVINO, from PyPI) below .build/engine, once.
# Where that fails it says so in one sentence and succeeds: the tests that need an engine are skipped.
set -u
cd "$(dirname "$0")/.."
folder=.build/engine
wanted=openvino==2026.4.1

[ "${ENGINE:-}" = none ] && exit 0
# Whoever has named an engine wants that one.
[ -n "${TESSERA_OPENVINO:-}" ] && exit 0
[ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ] && exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT
give_up() {
  rm -rf "$folder"
  reason=$(grep . "$log" | tail -1)
  echo "engine: $1 (${reason:-no reason given}); the tests that run models are skipped" >&2
  exit 0
}

echo "Installing OpenVINO into $folder for the tests that run models (50 MB from PyPI; ENGINE=none leaves it out)"
scripts/packages.sh python3-venv 2>"$log" || give_up "python3-venv cannot be installed"
rm -rf "$folder"
python3 -m venv "$folder" >"$log" 2>&1 || give_up "no virtual environment can be made"
# The libraries alone: what the wheel asks for besides is for Python programs.
"$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --retries 1 --timeout 30 "$wanted" >"$log" 2>&1 ||
  give_up "$wanted cannot be installed"
echo "$wanted" >"$folder/installed"
