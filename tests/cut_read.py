"""Reads what ./launch.sh cut wrote, and compares it voxel by voxel with the store.

    python3 tests/cut_read.py CUT SOURCE

CUT is the folder with points.csv, SOURCE the folder with source.json. TIFF files are read by their directories here, the store by
python3-zarr, and where a box lies is computed from the voxels of the table. Levels are half as large each time. Prints one JSON object.
"""

import csv
import json
import os
import re
import struct
import sys

import numpy
import zarr

KINDS = {3: "H", 4: "I"}


def pages_of(path):
    """Every page as an array, and the words of the first one."""
    raw = open(path, "rb").read()
    assert raw[:4] == b"II*\0", path
    (at,) = struct.unpack_from("<I", raw, 4)
    pages, words = [], ""
    while at:
        (count,) = struct.unpack_from("<H", raw, at)
        tags = {}
        for i in range(count):
            tag, kind, values, where = struct.unpack_from("<HHII", raw, at + 2 + 12 * i)
            if kind == 2:
                tags[tag] = raw[where:where + values].split(b"\0")[0].decode("ascii")
            elif kind == 5:
                top, bottom = struct.unpack_from("<II", raw, where)
                tags[tag] = top / bottom
            else:
                tags[tag] = struct.unpack_from("<" + KINDS[kind], raw, at + 2 + 12 * i + 8)[0]
        assert tags[259] == 1 and tags[277] == 1 and tags[278] == tags[257], path
        assert list(sorted(tags)) == list(tags), "tags ascend"
        kind = {(8, 1): "<u1", (16, 1): "<u2", (32, 3): "<f4"}[(tags[258], tags[339])]
        voxels = numpy.frombuffer(raw, kind, tags[257] * tags[256], tags[273])
        assert voxels.nbytes == tags[279], path
        pages.append(voxels.reshape(tags[257], tags[256]))
        words = words or f"{tags.get(270, '')}x={tags.get(282)} y={tags.get(283)}"
        (at,) = struct.unpack_from("<I", raw, at + 2 + 12 * count)
    return numpy.stack(pages), words


def main(cut, source):
    said = json.load(open(os.path.join(source, "source.json")))
    level = said.get("level", 0)
    box = said["box"]
    stores = said["channels"]
    if isinstance(stores, str):
        pattern = re.escape(stores).replace(re.escape("{channel}"), "(.+)")
        stores = [{"name": re.fullmatch(pattern, name)[1], "store": name} for name in sorted(os.listdir(source)) if re.fullmatch(pattern, name)]
    arrays = [zarr.open(os.path.join(source, store["store"]), mode="r")[str(level)][...] for store in stores]
    rows = list(csv.DictReader(open(os.path.join(cut, "points.csv"), newline="")))
    folders, words, compared = {}, "", 0
    for row in rows:
        if not row["block"]:
            continue
        start = [int(row[axis]) // 2 ** level - size // 2 for axis, size in zip("zyx", box)]
        assert [int(row["box_" + axis]) for axis in "zyx"] == start, row
        files = sorted(os.listdir(os.path.join(cut, row["block"])))
        assert len(files) == len(arrays), files
        outside = 0
        for name, array in zip(files, arrays):
            expected = numpy.zeros(box, array.dtype)
            low = [max(0, at) for at in start]
            high = [min(whole, at + size) for whole, at, size in zip(array.shape, start, box)]
            into = tuple(slice(a - at, b - at) for a, b, at in zip(low, high, start))
            expected[into] = array[tuple(slice(a, b) for a, b in zip(low, high))]
            outside = expected.size - expected[into].size
            voxels, words = pages_of(os.path.join(cut, row["block"], name))
            assert voxels.dtype == expected.dtype and voxels.shape == expected.shape, (voxels.dtype, voxels.shape)
            assert (voxels == expected).all(), f"{row['block']}/{name}"
            compared += voxels.size
        assert int(row["outside"]) == outside, (row, outside)
        folders.setdefault(row["block"].split("/")[0], []).append(row["block"])
    for folder, blocks in folders.items():
        points = numpy.load(os.path.join(cut, folder, "local_points.npy"))
        there = sorted(name for name in os.listdir(os.path.join(cut, folder)) if name.startswith("block_"))
        assert [f"{folder}/{name}" for name in there] == sorted(blocks), (there, blocks)
        assert points.shape == (len(blocks), 3), points.shape
        assert (points == [size // 2 for size in box]).all()
    print(json.dumps({
        "blocks": sum(len(blocks) for blocks in folders.values()), "folders": sorted(folders), "voxels": compared, "words": words,
        "entries": sorted(name for name in os.listdir(cut) if name not in folders),
        "outside": {row["point"]: int(row["outside"]) for row in rows if row["block"]},
        "um": {row["point"]: [float(row[axis + "_um"]) for axis in "zyx"] for row in rows},
        "problems": {row["point"]: row["problem"] for row in rows if row["problem"]},
    }))


main(*sys.argv[1:])
