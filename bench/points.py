"""A volume for the benchmark of points, and the same boxes read by zarr-python.

    points.py make FOLDER POINTS         three OME-Zarr stores, points.csv and source.json
    points.py read FOLDER                milliseconds of each box and of each opening slice, as JSON

The stores hold 384^3 uint16: noise over a background with bright cells, in chunks of 128^3, Blosc with zstd and shuffle.
"""
import csv
import json
import os
import sys
import time

import numcodecs
import numpy as np
import zarr

SIDE, CHUNK, BOX = 384, 128, 128
CHANNELS = ["488", "561", "638"]


def make(folder, points):
    numbers = np.random.default_rng(1)
    centres = numbers.integers(BOX // 2, SIDE - BOX // 2, (points, 3))
    away = np.meshgrid(*[np.arange(-12, 13)] * 3, indexing="ij")
    ball = np.exp(-sum(axis ** 2 for axis in away) / 50).astype(np.float32)
    for channel, name in enumerate(CHANNELS):
        volume = numbers.normal(300 + 50 * channel, 20, (SIDE,) * 3).astype(np.float32)
        for z, y, x in centres:
            volume[z - 12:z + 13, y - 12:y + 13, x - 12:x + 13] += 2000 * ball
        store = zarr.DirectoryStore(os.path.join(folder, f"ch_{name}.zarr"))
        group = zarr.group(store=store, overwrite=True)
        group.create_dataset("0", data=volume.clip(0, 65535).astype("<u2"), chunks=(CHUNK,) * 3,
                             compressor=numcodecs.Blosc(cname="zstd", clevel=5, shuffle=numcodecs.Blosc.SHUFFLE))
        axes = [{"name": axis, "type": "space", "unit": "micrometer"} for axis in "zyx"]
        scale = [{"type": "scale", "scale": [1.0, 0.5, 0.5]}]
        group.attrs["multiscales"] = [{"version": "0.4", "axes": axes,
                                       "datasets": [{"path": "0", "coordinateTransformations": scale}]}]
    with open(os.path.join(folder, "points.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "z", "y", "x"])
        writer.writerows([i, *centre] for i, centre in enumerate(centres.tolist()))
    with open(os.path.join(folder, "source.json"), "w") as file:
        json.dump({"channels": "ch_{channel}.zarr", "box": [BOX] * 3, "points": {"file": "points.csv"}}, file)


def read(folder):
    numcodecs.blosc.set_nthreads(os.cpu_count())
    arrays = [zarr.open(os.path.join(folder, f"ch_{name}.zarr"), mode="r")["0"] for name in CHANNELS]
    with open(os.path.join(folder, "points.csv")) as file:
        centres = [[int(row[axis]) for axis in "zyx"] for row in csv.DictReader(file)]
    boxes, slices = [], []
    for z, y, x in centres:
        rows = (slice(y - BOX // 2, y + BOX // 2), slice(x - BOX // 2, x + BOX // 2))
        begin = time.perf_counter()
        for array in arrays:
            array[(z,) + rows]
        middle = time.perf_counter()
        for array in arrays:
            array[(slice(z - BOX // 2, z + BOX // 2),) + rows]
        slices.append((middle - begin) * 1000)
        boxes.append((time.perf_counter() - middle) * 1000)
    print(json.dumps({"boxes": boxes, "slices": slices}))


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    read(sys.argv[2])
