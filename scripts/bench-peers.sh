#!/bin/sh
# Measures the older tool itself in a virtual environment below bench/.venv; `make bench` then compares with it.
set -eu

cd "$(dirname "$0")/.."
environment=bench/.venv
result=.build/bench-inputs/peers.txt
photo=.build/bench-inputs/street-640x480.jpg

if [ ! -x "$environment/bin/python" ]; then
  echo "Making $environment (numpy, OpenCV, scikit-image, icas from PyPI)"
  python3 -m venv "$environment"
fi
# The versions of the design's own measurements. icas asks for packages that its painting never uses.
"$environment/bin/pip" install --quiet --disable-pip-version-check \
  numpy==2.2.6 opencv-contrib-python-headless==4.10.0.84 scikit-image==0.26.0 pillow tqdm
"$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps icas==1.1

mkdir -p "$(dirname "$photo")"
[ -f "$photo" ] || convert samples/street.jpg -resize 640x480^ -gravity center -extent 640x480 -quality 90 "$photo"
exec "$environment/bin/python" bench/peers.py "$photo" "$result" "$@"
