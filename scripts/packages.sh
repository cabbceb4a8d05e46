#!/bin/sh
# Installs the Debian packages named that are missing; says which; silent when none is.
set -eu

missing=
for package in "$@"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing Debian packages:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "packages: need root or sudo to install:$missing" >&2; exit 1; }
  as_root="sudo"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $as_root apt-get update -qq &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends $missing; } >"$log" 2>&1
then
  cat "$log" >&2
  echo "packages: apt-get failed; mend what it says above, then run make again" >&2
  exit 1
fi
