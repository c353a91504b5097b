"""Volumes for the benchmark of points, and their boxes read by zarr-python.

    points.py make FOLDER POINTS         FOLDER/chunks and FOLDER/shards: three OME-Zarr stores, points.csv and source.json each
    points.py read FOLDER                milliseconds of each box and of each opening slice of FOLDER/chunks, as JSON

The stores hold uint16: noise over a background with bright cells, Blosc with zstd and shuffle. Those of `chunks` have 384^3 voxels in chunks
of 128^3 (version 2, written by zarr-python); those of `shards` 512 x 512 x 768 in shards of 512^3 with inner chunks of 128 x 256 x 256
(version 3, written here: this zarr-python writes and reads no shards).
"""
import csv
import itertools
import json
import os
import struct
import sys
import time

import numcodecs
import numpy as np
import zarr

CHUNK, BOX = 128, 128
CHUNKED, SHARDED = (384, 384, 384), (512, 512, 768)
SHARD, INNER = (512, 512, 512), (128, 256, 256)
CHANNELS = ["488", "561", "638"]
BLOSC = numcodecs.Blosc(cname="zstd", clevel=5, shuffle=numcodecs.Blosc.SHUFFLE)
AXES = [{"name": axis, "type": "space", "unit": "micrometer"} for axis in "zyx"]
DATASETS = [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1.0, 0.5, 0.5]}]}]


def volume_of(shape, centres, channel, numbers):
    away = np.meshgrid(*[np.arange(-12, 13)] * 3, indexing="ij")
    ball = np.exp(-sum(axis ** 2 for axis in away) / 50).astype(np.float32)
    volume = numbers.standard_normal(shape, dtype=np.float32)
    volume *= 20
    volume += 300 + 50 * channel
    for z, y, x in centres:
        volume[z - 12:z + 13, y - 12:y + 13, x - 12:x + 13] += 2000 * ball
    return volume.clip(0, 65535, out=volume).astype("<u2")


def write_chunks(folder, volume):
    group = zarr.group(store=zarr.DirectoryStore(folder), overwrite=True)
    group.create_dataset("0", data=volume, chunks=(CHUNK,) * 3, compressor=BLOSC)
    group.attrs["multiscales"] = [{"version": "0.4", "axes": AXES, "datasets": DATASETS}]


def crc32c(data):
    check = 0xFFFFFFFF
    for byte in data:
        check ^= byte
        for _ in range(8):
            check = check >> 1 ^ (0x82F63B78 if check & 1 else 0)
    return check ^ 0xFFFFFFFF


def write_shards(folder, volume):
    little = {"name": "bytes", "configuration": {"endian": "little"}}
    inner = [little, {"name": "blosc", "configuration": {"cname": "zstd", "clevel": 5, "shuffle": "shuffle", "typesize": 2, "blocksize": 0}}]
    sharding = {"chunk_shape": INNER, "codecs": inner, "index_codecs": [little, {"name": "crc32c"}], "index_location": "end"}
    write_json(os.path.join(folder, "zarr.json"), {
        "zarr_format": 3, "node_type": "group",
        "attributes": {"ome": {"version": "0.5", "multiscales": [{"axes": AXES, "datasets": DATASETS}]}}})
    write_json(os.path.join(folder, "0", "zarr.json"), {
        "zarr_format": 3, "node_type": "array", "shape": volume.shape, "data_type": "uint16", "fill_value": 0, "attributes": {},
        "dimension_names": list("zyx"), "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": SHARD}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
        "codecs": [{"name": "sharding_indexed", "configuration": sharding}]})
    for place in itertools.product(*[range(-(-extent // side)) for extent, side in zip(volume.shape, SHARD)]):
        path = os.path.join(folder, "0", "c", *map(str, place))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        index, offset = b"", 0
        with open(path, "wb") as file:
            for chunk in itertools.product(*[range(side // part) for side, part in zip(SHARD, INNER)]):
                begin = [p * s + c * i for p, s, c, i in zip(place, SHARD, chunk, INNER)]
                part = volume[tuple(slice(b, b + i) for b, i in zip(begin, INNER))]
                if part.size == 0:
                    index += b"\xff" * 16
                    continue
                stored = BLOSC.encode(np.ascontiguousarray(part))
                file.write(stored)
                index += struct.pack("<QQ", offset, len(stored))
                offset += len(stored)
            file.write(index + struct.pack("<I", crc32c(index)))


def write_json(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(content, file)


def make(folder, points):
    for name, shape, write in [("chunks", CHUNKED, write_chunks), ("shards", SHARDED, write_shards)]:
        home = os.path.join(folder, name)
        numbers = np.random.default_rng(1)
        centres = np.stack([numbers.integers(BOX // 2, extent - BOX // 2, points) for extent in shape], axis=1)
        for channel, of in enumerate(CHANNELS):
            write(os.path.join(home, f"ch_{of}.zarr"), volume_of(shape, centres, channel, numbers))
        with open(os.path.join(home, "points.csv"), "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "z", "y", "x"])
            writer.writerows([i, *centre] for i, centre in enumerate(centres.tolist()))
        write_json(os.path.join(home, "source.json"), {"channels": "ch_{channel}.zarr", "box": [BOX] * 3, "points": {"file": "points.csv"}})


def read(folder):
    numcodecs.blosc.set_nthreads(os.cpu_count())
    home = os.path.join(folder, "chunks")
    arrays = [zarr.open(os.path.join(home, f"ch_{name}.zarr"), mode="r")["0"] for name in CHANNELS]
    with open(os.path.join(home, "points.csv")) as file:
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
