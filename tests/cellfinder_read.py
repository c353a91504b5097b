"""Reads a training set as cellfinder does: the entries of a YAML file, the cubes in their folders, the position in each name, and the XML of points.
Shares no code with the program. Prints JSON."""
import json
import os
import re
import struct
import sys
from xml.etree import ElementTree


def read_yaml(path):
    """The flat lists of mappings that cellfinder writes itself."""
    entries = []
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert lines[0] in ("data:", "data: []"), lines[0]
    for line in lines[1:]:
        assert line[:2] in ("- ", "  "), line
        if line.startswith("- "):
            entries.append({})
        key, value = line[2:].split(": ", 1)
        if value.startswith("'"):
            value = value[1:-1].replace("''", "'")
        elif re.fullmatch(r"-?\d+", value):
            value = int(value)
        entries[-1][key] = value
    return entries


def position(name):
    found = [re.findall(axis + r"\d+", name.lower()) for axis in "zyx"]
    return [int(axis[-1][1:]) for axis in found]


def read_tiff(path):
    """Classic little-endian TIFF, uncompressed, one strip a page: shape, bits, format and voxels."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:4] == b"II*\0"
    at = struct.unpack_from("<I", data, 4)[0]
    pages = []
    while at:
        count = struct.unpack_from("<H", data, at)[0]
        tags = {}
        for i in range(count):
            tag, kind, number, _ = struct.unpack_from("<HHII", data, at + 2 + 12 * i)
            assert number == 1
            tags[tag] = struct.unpack_from({3: "<H", 4: "<I"}[kind], data, at + 2 + 12 * i + 8)[0]
        assert tags[259] == 1 and tags[277] == 1 and tags[278] == tags[257]
        pages.append((tags[257], tags[256], tags[258], tags[339], data[tags[273]:tags[273] + tags[279]]))
        at = struct.unpack_from("<I", data, at + 2 + 12 * count)[0]
    height, width, bits, kind, _ = pages[0]
    assert all(page[:4] == pages[0][:4] and len(page[4]) == height * width * bits // 8 for page in pages)
    voxels = struct.unpack("<%d%s" % (len(pages) * height * width, {(8, 1): "B", (16, 1): "H", (32, 3): "f"}[bits, kind]), b"".join(page[4] for page in pages))
    return {"shape": [len(pages), height, width], "bits": bits, "first": voxels[0], "last": voxels[-1], "sum": sum(voxels)}


def cubes_of(entry):
    first = "ch%d.tif" % entry["signal_channel"]
    channels = [entry["signal_channel"]] + ([entry["bg_channel"]] if entry["bg_channel"] >= 0 else [])
    for name in sorted(os.listdir(entry["cube_dir"])):
        if name.lower().endswith(first):
            path = os.path.join(entry["cube_dir"], name)
            yield {"name": name, "type": entry["type"], "at": position(name), "channels": [read_tiff(path[:-5] + "%d.tif" % channel) for channel in channels]}


def points_of(path):
    points = []
    for kind in ElementTree.parse(path).getroot().find("Marker_Data").findall("Marker_Type"):
        for marker in kind.findall("Marker"):
            points.append([int(kind.find("Type").text)] + [int(marker.find("Marker" + axis).text) for axis in "ZYX"])
    return sorted(points)


folder = sys.argv[1]
answer = {}
for part, yaml in (("train", "training"), ("validation", "validation"), ("test", "test")):
    if os.path.exists(os.path.join(folder, yaml + ".yaml")):
        entries = read_yaml(os.path.join(folder, yaml + ".yaml"))
        assert all(entry["cell_def"] == "" for entry in entries)
        answer[part] = {"cubes": [cube for entry in entries for cube in cubes_of(entry)], "points": points_of(os.path.join(folder, part, "points.xml"))}
json.dump(answer, sys.stdout)
