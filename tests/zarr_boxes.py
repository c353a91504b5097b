"""Writes Zarr stores and boxes out of them with the voxels that are right.

    zarr_boxes.py FOLDER SEED BOXES

It shares no code with the reader under test. Arrays of version 2 are written and read back by zarr-python; those of version
3, with shards, are written here from the published specification, so that the numbers are known without a reader. FOLDER
gets the stores, boxes.json (one entry a box) and voxels.bin (the voxels of all boxes, one after another: uint8 and uint16
as they are, bool as uint8, everything else as little-endian float32).
"""
import itertools
import json
import os
import random
import struct
import sys

import numcodecs
import numpy as np
import zarr

FOLDER, SEED, BOXES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
RANDOM = random.Random(SEED)
NUMBERS = np.random.default_rng(SEED)
V3_NAMES = {"b": "bool", "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64", "i1": "int8", "i2": "int16",
            "i4": "int32", "i8": "int64", "f2": "float16", "f4": "float32", "f8": "float64"}
TYPES = ["b1"] + [name for name in V3_NAMES if name != "b"]


def crc32c_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


TABLE = crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return struct.pack("<I", crc ^ 0xFFFFFFFF)


assert crc32c(b"123456789") == bytes.fromhex("839206e3")


def numbers(kind, shape):
    """Smooth enough for compressors to work on, rough enough to notice one voxel out of place."""
    steps = np.cumsum(NUMBERS.integers(-3, 4, shape), axis=-1) + NUMBERS.integers(0, 2, shape) * NUMBERS.integers(0, 90, shape)
    if kind == "b1":
        return steps % 2 == 0
    if kind.startswith("f"):
        return (steps / 4).astype(kind)
    return steps.astype(np.int64).astype(kind)


def blosc(cname, shuffle, blocksize=0):
    return numcodecs.Blosc(cname=cname, clevel=5, shuffle=shuffle, blocksize=blocksize)


COMPRESSORS = [None, numcodecs.GZip(3), numcodecs.Zlib(3), numcodecs.Zstd(3), numcodecs.LZ4()] + [
    blosc(cname, shuffle, block)
    for cname in ("zstd", "lz4", "lz4hc", "zlib") for shuffle in (0, 1, 2) for block in (0, 1000, 2048)]


class Channel:
    """One channel and level: all its voxels in the order z, y, x, and which of them no file holds."""

    def __init__(self, store, level, channel, values, missing):
        self.store, self.level, self.channel, self.values, self.missing = store, level, channel, values, missing


def spatial(values, axes, channel):
    """The axes z, y, x of an array with axes of any order."""
    values = values[tuple(channel if name == "c" else 0 if name == "t" else slice(None) for name in axes)]
    kept = [name for name in axes if name in "zyx"]
    values = np.transpose(values, [kept.index(name) for name in "zyx" if name in kept])
    while values.ndim < 3:
        values = values[np.newaxis]
    return values


def chunks_of(shape, chunk):
    return itertools.product(*[range(-(-extent // size)) for extent, size in zip(shape, chunk)])


def place(index, chunk):
    return tuple(slice(i * size, (i + 1) * size) for i, size in zip(index, chunk))


def fill_for(kind):
    return bool(RANDOM.getrandbits(1)) if kind == "b1" else RANDOM.choice([0, 7, 100])


def write_v2(path, kind, endian, shape, chunk, order, separator, compressor):
    fill = fill_for(kind)
    dtype = ("|" if kind.endswith("1") else endian) + kind
    array = zarr.open(path, mode="w", shape=shape, chunks=chunk, dtype=dtype, order=order, compressor=compressor,
                      fill_value=fill, dimension_separator=separator, zarr_version=2)
    array[...] = numbers(kind, shape)
    missing = np.zeros(shape, bool)
    for index in chunks_of(shape, chunk):
        if RANDOM.random() < 0.15:
            os.remove(os.path.join(path, separator.join(map(str, index))))
            missing[place(index, chunk)] = True
    return zarr.open(path, mode="r")[...], missing


def encoded(values, order, endian, codecs):
    data = np.ascontiguousarray(np.transpose(values, order)).astype(values.dtype.newbyteorder(endian)).tobytes()
    for codec in codecs:
        if codec == "crc32c":
            data += crc32c(data)
        else:
            # Blosc takes the size of the elements from the buffer.
            data = bytes(codec.encode(np.frombuffer(data, values.dtype) if isinstance(codec, numcodecs.Blosc) else data))
    return data


def codec_json(codec):
    if codec == "crc32c":
        return {"name": "crc32c"}
    if isinstance(codec, numcodecs.GZip):
        return {"name": "gzip", "configuration": {"level": 3}}
    if isinstance(codec, numcodecs.Zstd):
        return {"name": "zstd", "configuration": {"level": 3, "checksum": False}}
    shuffle = ["noshuffle", "shuffle", "bitshuffle"][codec.shuffle]
    return {"name": "blosc", "configuration": {"cname": codec.cname, "clevel": 5, "shuffle": shuffle, "typesize": 2, "blocksize": codec.blocksize}}


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def write_v3(path, kind, endian, shape, chunk, inner, order, codecs, separator, index, names=None):
    """index: None for one chunk a file, else (location, endian, checked)."""
    values, missing, fill = numbers(kind, shape), np.zeros(shape, bool), fill_for(kind)
    padded = np.full([-(-extent // size) * size for extent, size in zip(shape, chunk)], fill, values.dtype)
    padded[tuple(slice(0, extent) for extent in shape)] = values
    gone = np.zeros(padded.shape, bool)
    for number in chunks_of(shape, chunk):
        where = place(number, chunk)
        if RANDOM.random() < 0.1:
            padded[where], gone[where] = fill, True
            continue
        key = os.path.join(path, separator.join(["c", *map(str, number)]))
        if index is None:
            write(key, encoded(padded[where], order, endian, codecs))
            continue
        location, index_endian, checked = index
        body, entries = [], []
        count = int(np.prod([size // part for size, part in zip(chunk, inner)]))
        at = (16 * count + (4 if checked else 0)) if location == "start" else 0
        for part in chunks_of(chunk, inner):
            target = padded[where][place(part, inner)]
            if RANDOM.random() < 0.1:
                target[...] = fill
                gone[where][place(part, inner)] = True
                entries += [2 ** 64 - 1, 2 ** 64 - 1]
                continue
            gap = bytes(RANDOM.randrange(3))
            data = encoded(target, order, endian, codecs)
            body += [gap, data]
            entries += [at + len(gap), len(data)]
            at += len(gap) + len(data)
        table = struct.pack(("<" if index_endian == "little" else ">") + f"{2 * count}Q", *entries)
        table += crc32c(table) if checked else b""
        write(key, (table + b"".join(body)) if location == "start" else (b"".join(body) + table))
    kept = tuple(slice(0, extent) for extent in shape)
    plain = [{"name": "bytes", "configuration": {"endian": "little" if endian == "<" else "big"}}, *map(codec_json, codecs)]
    if order != tuple(range(len(shape))):
        plain.insert(0, {"name": "transpose", "configuration": {"order": list(order)}})
    if index is not None:
        table_codecs = [{"name": "bytes", "configuration": {"endian": index[1]}}] + ([{"name": "crc32c"}] if index[2] else [])
        plain = [{"name": "sharding_indexed", "configuration": {
            "chunk_shape": list(inner), "codecs": plain, "index_codecs": table_codecs, "index_location": index[0]}}]
    metadata = {
        "zarr_format": 3, "node_type": "array", "shape": list(shape), "data_type": V3_NAMES["b" if kind == "b1" else kind],
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunk)}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": separator}},
        "fill_value": fill, "codecs": plain, "attributes": {}}
    if names:
        metadata["dimension_names"] = names
    write(os.path.join(path, "zarr.json"), json.dumps(metadata).encode())
    return padded[kept], gone[kept]


def some_shape():
    return tuple(RANDOM.randrange(9, 34) for _ in range(3))


def some_chunk(shape):
    return tuple(RANDOM.randrange(3, min(20, extent + 4)) for extent in shape)


def single_v2(number):
    name = f"v2_{number}"
    shape = some_shape()
    values, missing = write_v2(
        os.path.join(FOLDER, name), TYPES[number % len(TYPES)], RANDOM.choice("<>"), shape, some_chunk(shape),
        RANDOM.choice("CF"), RANDOM.choice("./"), COMPRESSORS[number % len(COMPRESSORS)])
    return [Channel(name, 0, 0, values, missing)]


def single_v3(number):
    name = f"v3_{number}"
    inner = tuple(RANDOM.randrange(2, 9) for _ in range(3))
    sharded = number % 3 != 0
    chunk = tuple(size * RANDOM.randrange(1, 4) for size in inner) if sharded else some_chunk((20, 20, 20))
    chains = [[], [numcodecs.GZip(3)], [numcodecs.Zstd(3)], [blosc("zstd", 1)], [blosc("lz4", 2, 512)], ["crc32c"],
              [numcodecs.Zstd(1), "crc32c"], ["crc32c", numcodecs.GZip(1)], [numcodecs.GZip(1), "crc32c", numcodecs.Zstd(1)]]
    order = RANDOM.choice(list(itertools.permutations(range(3))))
    index = (RANDOM.choice(["start", "end"]), RANDOM.choice(["little", "big"]), RANDOM.random() < 0.7) if sharded else None
    values, missing = write_v3(
        os.path.join(FOLDER, name), TYPES[number % len(TYPES)], RANDOM.choice("<>"), some_shape(), chunk, inner, order,
        chains[number % len(chains)], RANDOM.choice("./"), index)
    return [Channel(name, 0, 0, values, missing)]


def image(number):
    """Several levels and channels, the axes in any order."""
    name = f"ome_{number}"
    axes = list("zyx") + (["c"] if RANDOM.random() < 0.8 else []) + (["t"] if RANDOM.random() < 0.5 else [])
    RANDOM.shuffle(axes)
    channels = 3 if "c" in axes else 1
    extents = dict(zip("zyx", some_shape()))
    found, datasets = [], []
    for level in range(3):
        shape = tuple({"c": channels, "t": 1}.get(axis) or max(1, extents[axis] >> level) for axis in axes)
        chunk = tuple(RANDOM.randrange(1, 3) if axis in "ct" else RANDOM.randrange(3, 12) for axis in axes)
        path = os.path.join(FOLDER, name, f"s{level}")
        if number % 2 == 0:
            values, missing = write_v2(path, "u2", "<", shape, chunk, RANDOM.choice("CF"), "/", RANDOM.choice(COMPRESSORS))
        else:
            inner = tuple(RANDOM.choice([part for part in range(1, size + 1) if size % part == 0]) for size in chunk)
            values, missing = write_v3(
                path, "u2", "<", shape, chunk, inner, tuple(RANDOM.sample(range(len(axes)), len(axes))), [numcodecs.Zstd(1)],
                "/", ("end", "little", True), axes)
        found += [Channel(name, level, c, spatial(values, axes, c), spatial(missing, axes, c)) for c in range(channels)]
        datasets.append({"path": f"s{level}", "coordinateTransformations": [{"type": "scale", "scale": [1.0 * 2 ** level if axis in "zyx" else 1.0 for axis in axes]}]})
    described = {"axes": [{"name": axis, "type": {"c": "channel", "t": "time"}.get(axis, "space")} for axis in axes], "datasets": datasets}
    if number % 2 == 0:
        write(os.path.join(FOLDER, name, ".zgroup"), b'{"zarr_format": 2}')
        write(os.path.join(FOLDER, name, ".zattrs"), json.dumps({"multiscales": [{"version": "0.4", **described}]}).encode())
    else:
        group = {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"version": "0.5", "multiscales": [described]}}}
        write(os.path.join(FOLDER, name, "zarr.json"), json.dumps(group).encode())
    return found


def some_box(extent):
    """First voxel and size: inside, over an edge, or beside the volume."""
    size = RANDOM.randrange(1, 17)
    return RANDOM.choice([RANDOM.randrange(-size - 1, extent + 2), RANDOM.randrange(0, extent), -RANDOM.randrange(0, size), extent - 1]), size


def box_of(channel, voxels):
    extents = channel.values.shape
    starts, sizes = zip(*[some_box(extent) for extent in extents])
    firsts = [min(max(-start, 0), size) for start, size in zip(starts, sizes)]
    ends = [max(min(extent - start, size), 0) for start, size, extent in zip(starts, sizes, extents)]
    kind = channel.values.dtype
    wire = "u1" if kind.kind == "b" else kind.str[1:] if kind.str[1:] in ("u1", "u2") else "f4"
    box, missing, inside = np.zeros(sizes, "<" + wire), 0, [0] * 6
    if all(first < end for first, end in zip(firsts, ends)):
        target = tuple(slice(first, end) for first, end in zip(firsts, ends))
        source = tuple(slice(first + start, end + start) for first, end, start in zip(firsts, ends, starts))
        box[target] = channel.values[source].astype("<" + wire)
        missing = int(channel.missing[source].sum())
        inside = [bound for pair in zip(firsts, ends) for bound in pair]
    voxels.write(box.tobytes())
    return {"store": channel.store, "level": channel.level, "channel": channel.channel, "start": starts, "size": sizes,
            "inside": inside, "missing": missing}


def main():
    count = min(60, max(12, BOXES // 8))
    channels = [channel for number in range(count) for maker in (single_v2, single_v3) for channel in maker(number)]
    channels += [channel for number in range(max(4, count // 6)) for channel in image(number)]
    RANDOM.shuffle(channels)
    with open(os.path.join(FOLDER, "voxels.bin"), "wb") as voxels:
        boxes = [box_of(channels[number % len(channels)], voxels) for number in range(BOXES)]
    write(os.path.join(FOLDER, "boxes.json"), json.dumps(boxes).encode())


main()
