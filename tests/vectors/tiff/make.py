#!/usr/bin/python3
"""Writes the golden TIFF files beside this script, and manifest.json with what a reader must find in them.

Needs python3-tifffile and libtiff-tools (tiffcp). Run with the system's Python:  /usr/bin/python3 make.py
Voxels in the manifest: SHA-256 of the little-endian bytes in the order channel, Z, Y, X, as uint8, uint16 or float32.
"""

import hashlib
import json
import pathlib
import subprocess
import tempfile
import warnings

import numpy
import tifffile

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
MANIFEST = {}
UM = "\u00b5m"


def pattern(dtype, shape=(5, 37, 41), seed=1):
    """Smooth structure with noise; wide enough to use every byte of the type."""
    rng = numpy.random.default_rng(seed)
    z, y, x = numpy.indices(shape[-3:])
    smooth = (z * 7 + y * 3 + x) % 64 + rng.integers(0, 4, shape)
    dtype = numpy.dtype(dtype)
    if dtype.kind == "f":
        return (smooth * 1.25 - 17.5).astype(dtype)
    limits = numpy.iinfo(dtype)
    scale = (int(limits.max) - int(limits.min)) // 80
    return (smooth.astype("i8") * scale + int(limits.min)).astype(dtype)


def wire(data):
    """What travels: uint8 and uint16 as stored, everything else as float32."""
    return data if data.dtype in (numpy.uint8, numpy.uint16) else data.astype("<f4")


def note(name, data, codec="none", stored=None, **extra):
    """data: (Z, Y, X) or (C, Z, Y, X), in native numbers."""
    channels = data if data.ndim == 4 else data[None]
    sent = numpy.ascontiguousarray(wire(channels))
    if sent.dtype.byteorder == ">":
        sent = sent.astype(sent.dtype.newbyteorder("<"))
    MANIFEST[name] = {
        "channels": channels.shape[0],
        "shape": list(channels.shape[1:]),
        "type": sent.dtype.name,
        "stored": stored or data.dtype.name,
        "codec": codec,
        "sha256": hashlib.sha256(sent.tobytes()).hexdigest(),
        **extra,
    }


def refuse(name, kind, says):
    MANIFEST[name] = {"refused": kind, "says": says}


def write(name, data, codec="none", extra=None, expect=None, **options):
    writer = {k: options.pop(k) for k in ("bigtiff", "byteorder", "imagej", "ome") if k in options}
    options.setdefault("photometric", "minisblack")
    with tifffile.TiffWriter(HERE / name, **writer) as tiff:
        tiff.write(data, **options)
    note(name, data if expect is None else expect, codec, **(extra or {}))


def by_libtiff(name, data, arguments, codec, plain=None):
    """Writes pages with tifffile, then has libtiff's tiffcp write them anew."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.tif"
        tifffile.imwrite(source, data, photometric="minisblack", metadata=None, **(plain or {}))
        subprocess.run(["tiffcp", *arguments, source, HERE / name], check=True, stderr=subprocess.DEVNULL)
    note(name, data, codec)


def containers():
    for order, letter in (("<", "le"), (">", "be")):
        for big in (False, True):
            for dtype in ("uint8", "uint16", "float32"):
                kind = "bigtiff" if big else "classic"
                write(f"{kind}-{letter}-{dtype}.tif", pattern(dtype), byteorder=order, bigtiff=big, metadata=None)
    data = pattern("uint16")
    write("shaped.tif", data)
    write("shaped-truncate.tif", data, truncate=True)
    write("shaped-truncate-be.tif", data, truncate=True, byteorder=">")
    write("shaped-singleton-axes.tif", data[None, None], expect=data)
    write("shaped-czyx.tif", numpy.stack([data, data + 1]), metadata={"axes": "CZYX"})
    write("shaped-zcyx.tif", numpy.stack([data, data + 1], axis=1), metadata={"axes": "ZCYX"},
          expect=numpy.stack([data, data + 1]))
    write("shaped-unnamed-4d.tif", numpy.stack([data, data + 1, data + 2, data + 3, data + 4]),
          extra={"notice": True})
    write("one-page.tif", data[0], expect=data[:1])
    memory = tifffile.memmap(HERE / "memmap.tif", shape=data.shape, dtype=data.dtype, photometric="minisblack")
    memory[:] = data
    memory.flush()
    note("memmap.tif", data)
    write("volume-strips.tif", data, volumetric=True)
    write("volume-strips-deflate.tif", data, "Deflate", volumetric=True, compression="zlib", rowsperstrip=10)
    write("volume-tiles.tif", data, volumetric=True, tile=(2, 16, 16))
    write("volume-tiles-deflate-be.tif", data, "Deflate", volumetric=True, tile=(4, 32, 16), compression="zlib",
          byteorder=">")
    write("volume-channels.tif", numpy.stack([data, data + 1]), volumetric=True, tile=(2, 16, 16),
          metadata={"axes": "CZYX"})
    with tifffile.TiffWriter(HERE / "page-by-page.tif") as tiff:
        for plane in data:
            tiff.write(plane, photometric="minisblack", contiguous=False)
    note("page-by-page.tif", data)
    with tifffile.TiffWriter(HERE / "thumbnail-and-subifds.tif") as tiff:
        tiff.write(data[0, ::4, ::4], subfiletype=1, photometric="minisblack", metadata=None)
        for plane in data:
            tiff.write(plane, subifds=1, photometric="minisblack", metadata=None)
            tiff.write(plane[::2, ::2], subfiletype=1, photometric="minisblack", metadata=None)
    note("thumbnail-and-subifds.tif", data)


def microscopes():
    data = pattern("uint16")
    two = numpy.stack([data, data[:, ::-1]])
    write("imagej.tif", data, imagej=True, resolution=(4, 5), metadata={"spacing": 0.5, "unit": "um", "axes": "ZYX"},
          extra={"voxel_um": [0.5, 0.2, 0.25]})
    write("imagej-micron-nm.tif", data, imagej=True, resolution=(0.01, 0.02),
          metadata={"spacing": 300, "unit": "nm", "axes": "ZYX"}, extra={"voxel_um": [0.3, 0.05, 0.1]})
    write("imagej-hyperstack.tif", two.swapaxes(0, 1), imagej=True, metadata={"axes": "ZCYX"}, expect=two)
    write("imagej-hyperstack-truncate.tif", two.swapaxes(0, 1), imagej=True, truncate=True,
          metadata={"axes": "ZCYX"}, expect=two)
    write("imagej-truncate.tif", data, imagej=True, truncate=True, metadata={"axes": "ZYX"})
    write("imagej-labels.tif", two.swapaxes(0, 1), imagej=True,
          metadata={"axes": "ZCYX", "Labels": ["GFP", "DAPI"] * 5}, expect=two, extra={"names": ["GFP", "DAPI"]})
    write("imagej-3d-without-axes.tif", pattern("uint16", (20, 9, 8)), imagej=True, extra={"notice": True})
    only_time = {"axes": "TYX"}
    write("imagej-time.tif", data, imagej=True, metadata=only_time, extra={"notice": True})
    write("shaped-time.tif", data, metadata=only_time, extra={"notice": True})
    sizes = {"PhysicalSizeX": 0.25, "PhysicalSizeXUnit": UM, "PhysicalSizeY": 200, "PhysicalSizeYUnit": "nm",
             "PhysicalSizeZ": 0.001, "PhysicalSizeZUnit": "mm"}
    write("ome.ome.tif", data, ome=True, metadata={"axes": "ZYX", **sizes}, extra={"voxel_um": [1, 0.2, 0.25]})
    write("ome-czyx.ome.tif", two, ome=True, metadata={"axes": "CZYX", "Channel": {"Name": ["488", "561"]}},
          extra={"names": ["488", "561"]})
    write("ome-zcyx-deflate.ome.tif", two.swapaxes(0, 1), "Deflate", ome=True, compression="zlib", tile=(16, 32),
          metadata={"axes": "ZCYX"}, expect=two)
    write("ome-bigtiff-be.ome.tif", data, ome=True, bigtiff=True, byteorder=">", metadata={"axes": "ZYX"})
    write("ome-pyramid.ome.tif", data, ome=True, subifds=1, metadata={"axes": "ZYX"})
    write("ome-time.ome.tif", data, ome=True, metadata=only_time, extra={"notice": True})
    write("resolution-cm.tif", data, resolution=(40000, 50000, "CENTIMETER"), metadata=None,
          extra={"voxel_um": [None, 0.2, 0.25]})
    write("resolution-72dpi.tif", data, resolution=(72, 72, "INCH"), metadata=None, extra={"voxel_um": None})


def types():
    for dtype in ("int8", "int16", "uint32", "int32", "float16", "float64"):
        for order, letter in (("<", "le"), (">", "be")):
            write(f"type-{dtype}-{letter}.tif", pattern(dtype), byteorder=order, metadata=None)
        write(f"type-{dtype}-tiles-deflate.tif", pattern(dtype), "Deflate", tile=(16, 16), compression="zlib",
              metadata=None)
    special = pattern("float32")
    special[0, 0, :3] = numpy.nan, numpy.inf, -numpy.inf
    write("float32-nan.tif", special, metadata=None)
    data = pattern("uint16") >> 4
    packed = numpy.zeros((5, 37, 62), "uint8")  # 41 numbers of 12 bits in 61.5 bytes a row
    for z, y in numpy.ndindex(5, 37):
        bits = "".join(f"{v:012b}" for v in data[z, y]).ljust(62 * 8, "0")
        packed[z, y] = [int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)]
    raw_pages("uint12.tif", packed, 41, 37, 12)
    note("uint12.tif", data, stored="uint12")
    mask = pattern("uint8") > 128
    raw_pages("bits.tif", numpy.packbits(mask, axis=-1), 41, 37, 1)
    note("bits.tif", mask.astype("uint8"), stored="uint1")
    write("min-is-white.tif", pattern("uint16"), photometric="miniswhite", metadata=None)
    refuse_samples = numpy.zeros((16, 16, 3), "uint8")
    write("rgb-contiguous.tif", refuse_samples, photometric="rgb", expect=pattern("uint8"))
    refuse("rgb-contiguous.tif", "Unsupported", "contiguous RGB")
    write("rgb-planar.tif", numpy.zeros((3, 16, 16), "uint8"), photometric="rgb", planarconfig="separate",
          expect=pattern("uint8"))
    refuse("rgb-planar.tif", "Unsupported", "planar RGB")
    write("complex.tif", numpy.zeros((2, 8, 8), "complex64"), expect=pattern("uint8"))
    refuse("complex.tif", "Unsupported", "complex")


def raw_pages(name, planes, width, height, bits):
    """Pages of one strip with numbers that tifffile cannot pack itself."""
    import struct
    body, nexts = bytearray(b"II*\0\0\0\0\0"), 4
    for plane in planes:
        offset = len(body)
        body += plane.tobytes()
        body += b"\0" * (len(body) % 2)
        struct.pack_into("<I", body, nexts, len(body))
        tags = [(256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, 1), (262, 3, 1), (273, 4, offset),
                (277, 3, 1), (278, 4, height), (279, 4, plane.nbytes)]
        body += struct.pack("<H", len(tags))
        for tag, kind, value in tags:
            body += struct.pack("<HHII", tag, kind, 1, value)
        nexts = len(body)
        body += b"\0\0\0\0"
    (HERE / name).write_bytes(body)


def layouts():
    data = pattern("uint16")
    for rows in (1, 10, 36, 37):
        write(f"rows-{rows}.tif", data, rowsperstrip=rows, metadata=None)
        write(f"rows-{rows}-deflate.tif", data, "Deflate", rowsperstrip=rows, compression="zlib", metadata=None)
    write("tiles-16.tif", data, tile=(16, 16), metadata=None)
    write("tiles-larger-than-image.tif", data, tile=(64, 128), metadata=None)
    write("tiles-be.tif", data, tile=(32, 16), byteorder=">", metadata=None)
    by_libtiff("fill-order-2.tif", data, ["-c", "none", "-f", "lsb2msb"], "none")
    by_libtiff("fill-order-2-lzw.tif", data, ["-c", "lzw", "-f", "lsb2msb"], "LZW")


def codecs():
    names = {"none": "none", "packbits": "PackBits", "lzw": "LZW", "zip": "Deflate", "zstd": "zstd", "lzma": "LZMA"}
    for codec, name in names.items():
        for dtype in ("uint8", "uint16", "float32"):
            by_libtiff(f"{codec}-{dtype}-strips.tif", pattern(dtype), ["-c", codec, "-r", "10"], name)
        by_libtiff(f"{codec}-uint16-tiles-be.tif", pattern("uint16"),
                   ["-c", codec, "-t", "-w", "32", "-l", "16", "-B"], name)
    for codec in ("lzw", "zip", "zstd", "lzma"):
        for dtype in ("uint8", "uint16", "uint32", "int16"):
            for flag, letter in (("-L", "le"), ("-B", "be")):
                by_libtiff(f"{codec}-{dtype}-predictor2-{letter}.tif", pattern(dtype), ["-c", f"{codec}:2", flag],
                           names[codec])
        for dtype in ("float32", "float64", "float16"):  # big-endian ones libtiff writes in a form it cannot read back
            by_libtiff(f"{codec}-{dtype}-predictor3.tif", pattern(dtype), ["-c", f"{codec}:3"], names[codec])
        by_libtiff(f"{codec}-float32-predictor3-tiles.tif", pattern("float32"),
                   ["-c", f"{codec}:3", "-t", "-w", "16", "-l", "32"], names[codec])
    by_libtiff("lzw-large-strip.tif", pattern("uint16", (2, 150, 160)), ["-c", "lzw", "-r", "150"], "LZW")
    by_libtiff("lzma-large-strip.tif", pattern("uint16", (2, 150, 160)), ["-c", "lzma:p9", "-r", "150"], "LZMA")
    write("xz-crc64.tif", pattern("uint16"), "LZMA", compression="lzma", metadata=None)
    write("deflate-old-code.tif", pattern("uint16"), "Deflate", compression="zlib", metadata=None)
    recode("deflate-old-code.tif", 8, 32946)
    jpeg("jpeg-strips.tif", [])
    jpeg("jpeg-tiles.tif", ["-t", "-w", "16", "-l", "16"])
    by_libtiff("g4.tif", numpy.zeros((1, 16, 16), bool), ["-c", "g4"], "CCITT Group 4")
    refuse("g4.tif", "Unsupported", "CCITT Group 4")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.tif"
        tifffile.imwrite(source, pattern("uint8")[:1], photometric="minisblack", metadata=None)
        if subprocess.run(["tiffcp", "-c", "lerc", source, HERE / "lerc.tif"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0:
            refuse("lerc.tif", "Unsupported", "LERC")
        else:
            (HERE / "lerc.tif").unlink(missing_ok=True)


def recode(name, old, new):
    """Changes the value of the Compression tag in every page."""
    import struct
    body = bytearray((HERE / name).read_bytes())
    with tifffile.TiffFile(HERE / name) as tiff:
        offsets = [page.offset for page in tiff.pages]
    for offset in offsets:
        count, = struct.unpack_from("<H", body, offset)
        for entry in range(offset + 2, offset + 2 + 12 * count, 12):
            if struct.unpack_from("<HHIH", body, entry) == (259, 3, 1, old):
                struct.pack_into("<H", body, entry + 8, new)
    (HERE / name).write_bytes(body)


def jpeg(name, arguments):
    """Lossy: what libtiff itself decodes is the truth, to within one grey level (another inverse DCT)."""
    with tempfile.TemporaryDirectory() as folder:
        source, back = pathlib.Path(folder) / "source.tif", pathlib.Path(folder) / "back.tif"
        tifffile.imwrite(source, pattern("uint8", (3, 40, 48)), photometric="minisblack", metadata=None)
        subprocess.run(["tiffcp", "-c", "jpeg:90", *arguments, source, HERE / name], check=True)
        subprocess.run(["tiffcp", "-c", "none", "-s", "-r", "40", HERE / name, back], check=True)
        decoded = tifffile.imread(back)
    note(name, decoded, "JPEG")
    tifffile.imwrite(HERE / f"{name[:-4]}-decoded.tif", decoded, photometric="minisblack", metadata=None)
    note(f"{name[:-4]}-decoded.tif", decoded)
    MANIFEST[name]["within_one_of"] = f"{name[:-4]}-decoded.tif"


def broken():
    data = pattern("uint16")
    mixed = HERE / "mixed-shapes.tif"
    with tifffile.TiffWriter(mixed) as tiff:
        tiff.write(data[0], photometric="minisblack", metadata=None)
        tiff.write(data[1, :20], photometric="minisblack", metadata=None)
    refuse("mixed-shapes.tif", "Unsupported", "Page 2 has 1,20,41")
    with tifffile.TiffWriter(HERE / "mixed-types.tif") as tiff:
        tiff.write(data[0], photometric="minisblack", metadata=None)
        tiff.write(data[1].astype("uint8"), photometric="minisblack", metadata=None)
    refuse("mixed-types.tif", "Unsupported", "Page 2 has")
    whole = (HERE / "rows-10-deflate.tif").read_bytes()
    (HERE / "truncated-deflate.tif").write_bytes(whole[: len(whole) // 2])
    refuse("truncated-deflate.tif", "Corrupt", "the file has")
    for missing in ("imagej-truncate.tif", "shaped-truncate.tif"):
        whole = (HERE / missing).read_bytes()
        (HERE / f"short-{missing}").write_bytes(whole[:-2])
        refuse(f"short-{missing}", "Corrupt", "expected")
    tifffile.imwrite(HERE / "bomb.tif", numpy.zeros((4, 4), "uint8"), metadata=None)
    body = bytearray((HERE / "bomb.tif").read_bytes())
    with tifffile.TiffFile(HERE / "bomb.tif") as tiff:
        for tag in ("ImageWidth", "ImageLength", "RowsPerStrip"):
            offset = tiff.pages[0].tags[tag].valueoffset
            kind = tiff.pages[0].tags[tag].dtype
            body[offset:offset + kind // 3 * 2 if kind == 3 else offset + 4] = (60000).to_bytes(
                2 if kind == 3 else 4, "little")
    (HERE / "bomb.tif").write_bytes(body[:200] if len(body) > 200 else body)
    refuse("bomb.tif", "TooLarge", "60000,60000")


def main():
    for old in HERE.glob("*.tif"):
        old.unlink()
    for part in (containers, microscopes, types, layouts, codecs, broken):
        part()
    text = json.dumps(MANIFEST, indent=1, sort_keys=True)
    (HERE / "manifest.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(MANIFEST)} files, {sum(f.stat().st_size for f in HERE.glob('*.tif')) >> 10} KiB")


if __name__ == "__main__":
    main()
