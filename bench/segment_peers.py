"""Runs one method of a peer on one image, in a process of its own so that the peak of memory is that run's.

    segment_peers.py PEER METHOD IMAGE SECONDS [--labels FILE]

PEER METHOD is one of
    icas edge|superpixel|kmeans|slickmeans|chanvase|felzenszwalb|quickshift|graph   the older tool with its defaults
    scikit-image slic|watershed|threshold|chanvese     with the defaults of our methods where it has such a parameter
    opencv slic|seeds|lsc                     ximgproc on Lab, regions as our `superpixel` has them
    opencv template                           matchTemplate of 200 x 138 pixels of the middle, in an ellipse; millionths
    opencv grabcut                            one iteration, a box over the middle three fifths

Prints `times MS...` (as many runs as fit into SECONDS, at most five), `peak MB` (beyond the decoded image, first run)
and `segments N`. The image is decoded before the clock starts. `--labels` writes the map as little endian int32.
"""

import contextlib
import ctypes
import sys
import time

import cv2
import numpy as np


def older_tool(method):
    # It says on the way which optional packages are missing.
    with contextlib.redirect_stdout(None):
        from segmentimg import helper_functions

    def run(image):
        # The tool reads the file anew; what is measured is its method.
        cv2.imread = lambda path, mode=None: cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if mode == 0 else image.copy()
        return helper_functions.segment_image("image", method)

    return run


def scikit_image(method):
    from skimage import filters, measure, segmentation

    def slic(image):
        return segmentation.slic(image[:, :, ::-1], n_segments=600)

    def watershed(image):
        relief = filters.sobel(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
        return segmentation.watershed(relief, markers=250)

    def threshold(image):
        gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        return measure.label(gray > filters.threshold_otsu(gray), background=-1, connectivity=1)

    def chanvese(image):
        levels = segmentation.chan_vese(
            cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), mu=0.25, lambda1=2, lambda2=1, tol=1e-3, max_num_iter=100, dt=0.5,
            init_level_set="checkerboard", extended_output=True)[1]
        bytes = ((levels - levels.min()) / (levels.max() - levels.min()) * 255).astype(np.uint8)
        # Not `//`, by which the older tool bins: for that 64 is less than five times 12.8.
        return np.floor(bytes / 12.8) + 1

    return {"slic": slic, "watershed": watershed, "threshold": threshold, "chanvese": chanvese}[method]


def grabcut(image):
    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    box = (width // 5, height // 5, width * 3 // 5, height * 3 // 5)
    cv2.setRNGSeed(0)
    cv2.grabCut(image, mask, box, np.zeros((1, 65)), np.zeros((1, 65)), 1, cv2.GC_INIT_WITH_RECT)
    return mask


def template(image):
    height, width = image.shape[:2]
    top, left = (height - 138) // 2, (width - 200) // 2
    y, x = np.mgrid[0:138, 0:200]
    mask = (((x - 99.5) / 95) ** 2 + ((y - 68.5) / 64) ** 2 <= 1).astype(np.uint8)
    mask = cv2.cvtColor(mask, cv2.COLOR_GRAY2BGR)
    patch = image[top : top + 138, left : left + 200]
    return np.rint(cv2.matchTemplate(image, patch, cv2.TM_SQDIFF_NORMED, mask=mask) * 1e6)


def opencv(method):
    if method == "grabcut":
        return grabcut
    if method == "template":
        return template

    def run(image):
        lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
        if method == "seeds":
            height, width = lab.shape[:2]
            engine = cv2.ximgproc.createSuperpixelSEEDS(width, height, 3, 600, 4)
            engine.iterate(lab, 10)
        elif method == "lsc":
            engine = cv2.ximgproc.createSuperpixelLSC(lab, region_size=20)
            engine.iterate(10)
        else:
            engine = cv2.ximgproc.createSuperpixelSLIC(lab, algorithm=cv2.ximgproc.SLIC, region_size=20, ruler=10)
            engine.iterate(10)
            engine.enforceLabelConnectivity(25)
        return engine.getLabels() + 1

    return run


def memory(name):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name + ":")) * 1024 / 1e6


def main():
    peer, method, path, budget = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
    run = {"icas": older_tool, "scikit-image": scikit_image, "opencv": opencv}[peer](method)
    image = cv2.imread(path)
    # Modules that are loaded at the first call are no part of it.
    run(np.ascontiguousarray(image[:240, :240]))
    # What decoding left behind must not hide what the method takes.
    ctypes.CDLL(None).malloc_trim(0)
    before = memory("VmRSS")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    times, peak = [], 0.0
    while not times or (len(times) < 5 and sum(times) + times[-1] <= budget * 1000):
        start = time.perf_counter()
        labels = run(image)
        times.append((time.perf_counter() - start) * 1000)
        peak = peak or max(0.001, memory("VmHWM") - before)
    print("times", *(f"{value:.3f}" for value in times))
    print(f"peak {peak:.3f}")
    print("segments", len(np.unique(labels)))
    if "--labels" in sys.argv:
        labels.astype("<i4").tofile(sys.argv[sys.argv.index("--labels") + 1])


main()
