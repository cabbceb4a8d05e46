"""Runs the models of ../shared/models in onnxruntime, on what the group `inference` feeds its engines.

    inference_peers.py FOLDER SECONDS

Prints `encoder MS...`, `decoder MS...` and `squeezenet MS...`: as many runs as fit into SECONDS each, after one that is
not counted.
"""

import sys
import time

import numpy as np
import onnxruntime
from PIL import Image

MEAN = np.array([123.675, 116.28, 103.53], np.float32)
STD = np.array([58.395, 57.12, 57.375], np.float32)


def scene(folder):
    rgb = np.asarray(Image.open(folder + "/toy-sam/reference/scene.png").convert("RGB"), np.float32)
    pixels = np.zeros((1, 3, 1024, 1024), np.float32)
    pixels[0, :, : rgb.shape[0], : rgb.shape[1]] = ((rgb - MEAN) / STD).transpose(2, 0, 1)
    return pixels


def computed():
    c, y, x = np.mgrid[0:3, 0:224, 0:224]
    pixels = ((7 * x + 13 * y + 101 * c) % 256) / 255
    return ((pixels - (MEAN / 255)[:, None, None]) / (STD / 255)[:, None, None])[None].astype(np.float32)


def click(embedding):
    return {
        "image_embeddings": embedding, "point_coords": np.array([[[262, 250], [0, 0]]], np.float32),
        "point_labels": np.array([[1, -1]], np.float32), "mask_input": np.zeros((1, 1, 256, 256), np.float32),
        "has_mask_input": np.zeros(1, np.float32), "orig_im_size": np.array([192, 256], np.float32),
    }


def measured(name, path, feeds, wanted, seconds):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    result = session.run(wanted, feeds)
    times, end = [], time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        session.run(wanted, feeds)
        times.append((time.perf_counter() - start) * 1000)
    print(name, *(f"{value:.3f}" for value in times))
    return result[0]


def main():
    folder, seconds = sys.argv[1], float(sys.argv[2])
    embedding = measured(
        "encoder", folder + "/toy-sam/toy_sam.encoder.onnx", {"input_image": scene(folder)}, ["image_embeddings"], seconds)
    measured(
        "decoder", folder + "/toy-sam/toy_sam.decoder.onnx", click(embedding), ["low_res_masks", "iou_predictions"],
        seconds)
    measured(
        "squeezenet", folder + "/squeezenet/squeezenet1.0.onnx", {"input": computed()}, ["logits"], seconds)


main()
