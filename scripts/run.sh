#!/bin/sh
# Opens a folder in the app; where there is no terminal, replays the sample session instead.
#   run.sh TESSERA FOLDER
set -eu
tessera=$1
images=$2
if [ -t 0 ] && [ -t 1 ]; then
  exec "$tessera" label "$images"
fi
echo "No terminal here: replaying samples/session.tessera without one."
"$tessera" replay samples/session.tessera
echo "The masks are in $(pwd)/samples_segmented"
