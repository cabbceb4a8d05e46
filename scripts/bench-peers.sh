#!/bin/sh
# Installs the peers below bench/.venv and measures the older tool's editing; `make bench` then compares with them.
set -eu

cd "$(dirname "$0")/.."
environment=bench/.venv
result=.build/bench-inputs/peers.txt
photo=.build/bench-inputs/street-640x480.jpg

# The versions of the design's own measurements. icas asks for packages that its painting never uses.
packages="numpy==2.2.6 opencv-contrib-python-headless==4.10.0.84 scikit-image==0.26.0 pillow tqdm onnxruntime==1.31.1"
older_tool="icas==1.1"

# Made anew only where other versions are asked for than it has.
if [ "$(cat "$environment/installed" 2>/dev/null)" != "$packages $older_tool" ]; then
  echo "Making $environment (numpy, OpenCV, scikit-image, onnxruntime, icas from PyPI)"
  python3 -m venv "$environment"
  # shellcheck disable=SC2086
  "$environment/bin/pip" install --quiet --disable-pip-version-check $packages
  "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps "$older_tool"
  echo "$packages $older_tool" >"$environment/installed"
fi

mkdir -p "$(dirname "$photo")"
[ -f "$photo" ] || convert samples/street.jpg -resize 640x480^ -gravity center -extent 640x480 -quality 90 "$photo"
exec "$environment/bin/python" bench/peers.py "$photo" "$result" "$@"
