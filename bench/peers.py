"""Measures the older tool (icas) itself: whole actions as its window performs them, without the window.

    peers.py PHOTO_640x480 RESULT [MEGAPIXELS...]

Prints one line per measurement, `name megapixels milliseconds`, and writes the same lines to RESULT, where
`bench` looks for them. Input as in `Inputs.swift`: about 238 superpixels of a photograph, scaled.
"""

import contextlib
import random
import statistics
import sys
import time

started = time.perf_counter()
import cv2
import numpy as np

# It says on the way which optional packages are missing.
with contextlib.redirect_stdout(None):
    from segmentimg import Segmentator

imported = (time.perf_counter() - started) * 1000

SIZES = {0.3: (640, 480), 2.0: (1632, 1224), 12.0: (4000, 3000), 48.0: (8000, 6000)}
RUNS = 3


def segments(photo):
    lab = cv2.cvtColor(photo, cv2.COLOR_BGR2LAB)
    slic = cv2.ximgproc.createSuperpixelSLIC(lab, algorithm=cv2.ximgproc.SLIC, region_size=36, ruler=30)
    slic.iterate()
    return slic.getLabels() + 1


def tool(photo, labels, size):
    """The tool with an image open, as `set_images` leaves it."""
    segmentator = object.__new__(Segmentator)
    segmentator.template_threshold, segmentator.temp_att_seg_mask = None, []
    segmentator.refresh_images = False
    image = cv2.resize(photo, size, interpolation=cv2.INTER_LINEAR)
    segmentator.raw_image = image
    segmentator.result_image = image.copy()
    segmentator.segmented_image = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
    segmentator.painted_pixels = np.zeros(segmentator.segmented_image.shape)
    return segmentator


def act(segmentator, stack, action, point, color, end=None):
    state = {
        "clicked": True, "x": point[0], "y": point[1], "action": action, "first_cut": point if end else None,
        "second_cut": end, "continuous_filling": False, "continuous_unfilling": False,
    }
    start = time.perf_counter()
    segmentator.take_action(stack, color, state)
    return (time.perf_counter() - start) * 1000


def measure(megapixels, photo, labels):
    size = SIZES[megapixels]
    segmentator = tool(photo, labels, size)
    draw = random.Random(7)
    times = {"fill": [], "refill": [], "unfill": [], "cut": []}
    for _ in range(RUNS):
        point = (draw.randrange(size[0]), draw.randrange(size[1]))
        end = (min(size[0] - 1, point[0] + size[0] // 20), min(size[1] - 1, point[1] + size[0] // 40))
        stack = []
        times["fill"].append(act(segmentator, stack, "fill", point, [0, 0, 204]))
        times["refill"].append(act(segmentator, stack, "fill", point, [6, 154, 78]))
        times["unfill"].append(act(segmentator, stack, "unfill", point, [0, 0, 0]))
        times["cut"].append(act(segmentator, stack, "cut", point, [0, 0, 0], end))
    return [(name, megapixels, statistics.median(values)) for name, values in times.items()]


def main():
    path, result = sys.argv[1], sys.argv[2]
    wanted = [float(value) for value in sys.argv[3:]] or list(SIZES)
    photo = cv2.imread(path)
    rows = [("import", 0, imported)]
    for megapixels in wanted:
        rows += measure(megapixels, photo, segments(photo))
    text = "".join(f"{name} {megapixels:g} {milliseconds:.3f}\n" for name, megapixels, milliseconds in rows)
    print(text, end="")
    with open(result, "w") as file:
        file.write(text)


main()
