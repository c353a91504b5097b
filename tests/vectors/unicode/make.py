"""Makes the table behind UnicodeForm.cs and the vectors that hold it, from Python's unicodedata.

    python3 make.py

The table (canonical.bin): uint32 little-endian throughout. The number of decompositions; each as code point, first,
second (0: none; bit 31: not composed again). The number of combining classes other than 0; each as code point, class.
"""

import json
import pathlib
import random
import struct
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
TABLE = HERE.parents[2] / "src" / "ProteomicsAnnotator.Core" / "Blocks" / "canonical.bin"
EXCLUDED = 1 << 31


def code_points():
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF:
            yield code


def table():
    decompositions, classes = [], []
    for code in code_points():
        text = unicodedata.decomposition(chr(code))
        if text and not text.startswith("<"):
            parts = [int(part, 16) for part in text.split()]
            first, second = parts[0], parts[1] if len(parts) > 1 else 0
            composes = len(parts) == 2 and unicodedata.normalize("NFC", chr(code)) == chr(code)
            decompositions.append((code, first, second | (0 if composes else EXCLUDED)))
        if unicodedata.combining(chr(code)):
            classes.append((code, unicodedata.combining(chr(code))))
    words = [len(decompositions), *(n for entry in decompositions for n in entry)]
    words += [len(classes), *(n for entry in classes for n in entry)]
    return struct.pack(f"<{len(words)}I", *words)


def vectors():
    source = random.Random(20261123)
    special = [c for c in code_points() if unicodedata.decomposition(chr(c)) or unicodedata.combining(chr(c))]
    special += list(range(0x1100, 0x1200)) + list(range(0xAC00, 0xAC00 + 11172, 97))
    texts = [chr(code) for code in special]
    for _ in range(1500):
        picked = [source.choice(special) if source.random() < 0.7 else source.randrange(0x20, 0x250) for _ in range(6)]
        texts.append("".join(chr(code) for code in picked))
    pairs = {}
    for text in texts:
        for form in ("NFC", "NFD"):
            variant = unicodedata.normalize(form, text)
            pairs[variant] = unicodedata.normalize("NFC", variant)
        pairs[text] = unicodedata.normalize("NFC", text)
    changed = sorted(pair for pair in pairs.items() if pair[0] != pair[1])
    kept = sorted(pair for pair in pairs.items() if pair[0] == pair[1])
    return {"unicode": unicodedata.unidata_version, "nfc": changed + kept[::9]}


TABLE.write_bytes(table())
(HERE / "nfc.json").write_text(json.dumps(vectors(), ensure_ascii=True, separators=(",", ":")) + "\n", encoding="ascii")
