"""Makes a simulated campaign as files, and the figures that must come out of it: python3 simulated_campaign.py FOLDER BLOCKS

Plain Python, written from the formulas alone; it shares no code with the program. In FOLDER it makes blocks/ (empty channel files),
annotations/users/*.json, annotations/admin/final_labels.json, scores.csv and expected.json. One person changes after the 200th own label;
the model's probability of class 1 is the probability that a block is of class 1, so its curves are known before any label.
"""

import collections
import datetime
import itertools
import json
import pathlib
import random
import sys

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
random.seed(20261130)
PEOPLE = {"ann": 0.93, "ben": 0.9, "cat": 0.88, "dan": 0.92, "eva": 0.95, "fay": 0.94}
CHANGED, AFTER, SINCE = "fay", 200, 0.6
CLASSES = [1, 2, 3]
START = datetime.datetime(2024, 1, 1, 8, tzinfo=datetime.timezone.utc)

blocks = ["tile_%d/block_%04d" % (i // 1000, i % 1000) for i in range(count)]
score = {b: round(random.random(), 4) for b in blocks}
truth = {b: 1 if random.random() < score[b] else random.choice([2, 3]) for b in blocks}
finals = {b: truth[b] for b in blocks if random.random() < 0.4}
labels = {}
for name, right in PEOPLE.items():
    order = [b for b in blocks if random.random() < 0.5]
    random.shuffle(order)
    entries = {}
    for i, b in enumerate(order):
        good = SINCE if name == CHANGED and i >= AFTER else right
        label = truth[b] if random.random() < good else random.choice([c for c in CLASSES if c != truth[b]])
        at = (START + datetime.timedelta(seconds=20 * i)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        entries[b] = {"label": label, "annotated_at": at}
    labels[name] = {b: e["label"] for b, e in entries.items()}
    path = folder / "annotations" / "users" / (name + ".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"username": name, "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-01T00:00:00+00:00", "annotations": entries}))
(folder / "annotations" / ".annotator-root").write_text("00112233445566778899aabbccddeeff\n")
admin = folder / "annotations" / "admin"
admin.mkdir(mode=0o700)
(admin / "final_labels.json").write_text(json.dumps({"updated_at": "2024-06-01T00:00:00+00:00", "labels": {
    b: {"final_label": label, "set_by": "lead", "set_at": "2024-06-01T00:00:00+00:00"} for b, label in finals.items()}}))
for b in blocks:
    path = folder / "blocks" / b
    path.mkdir(parents=True)
    (path / "a.tif").touch()
rows = ["block,Cell Likelihood"] + ["%s,%s" % (b, score[b]) for b in blocks]
(folder / "scores.csv").write_text("\n".join(rows) + "\n")

votes = {b: [labels[name][b] for name in PEOPLE if b in labels[name]] for b in blocks}
units = [v for v in votes.values() if len(v) > 1]


def alpha(units):
    pairs = collections.Counter()
    for v in units:
        for i, j in itertools.permutations(range(len(v)), 2):
            pairs[v[i], v[j]] += 1 / (len(v) - 1)
    n = sum(pairs.values())
    margin = collections.Counter()
    for (a, _), weight in pairs.items():
        margin[a] += weight
    observed = sum(w for (a, b), w in pairs.items() if a != b) / n
    expected = sum(margin[a] * margin[b] for a in margin for b in margin if a != b) / (n * (n - 1))
    return 1 - observed / expected


def ac1():
    agree = sum(sum(v.count(c) * (v.count(c) - 1) for c in CLASSES) / (len(v) * (len(v) - 1)) for v in units) / len(units)
    rated = [v for v in votes.values() if v]
    share = {c: sum(v.count(c) / len(v) for v in rated) / len(rated) for c in CLASSES}
    chance = sum(p * (1 - p) for p in share.values()) / (len(CLASSES) - 1)
    return (agree - chance) / (1 - chance)


def kappa(pairs):
    n = len(pairs)
    agree = sum(a == b for a, b in pairs) / n
    chance = sum((sum(a == c for a, _ in pairs) / n) * (sum(b == c for _, b in pairs) / n) for c in CLASSES)
    return (agree - chance) / (1 - chance)


def specific(c):
    same = sum(v.count(c) * (v.count(c) - 1) for v in units)
    return same / sum(v.count(c) * (len(v) - 1) for v in units)


judged = [(score[b], finals[b] == 1) for b in finals]
curve = []
for step in range(101):
    said = [yes for s, yes in judged if s >= step / 100]
    hit, all_yes = sum(said), sum(yes for _, yes in judged)
    curve.append([hit / len(said) if said else None, hit / all_yes])
expected = {
    "labels": sum(len(own) for own in labels.values()),
    "alpha": alpha(units),
    "ac1": ac1(),
    "kappas": {"%s,%s" % (a, b): kappa([(labels[a][x], labels[b][x]) for x in blocks if x in labels[a] and x in labels[b]])
               for a, b in itertools.combinations(sorted(PEOPLE), 2)},
    "classes": {str(c): [specific(c), alpha([[x == c for x in v] for v in units])] for c in CLASSES},
    "model": {"n": len(judged), "brier": sum((s - yes) ** 2 for s, yes in judged) / len(judged), "curve": curve},
    "changed": CHANGED,
    "after": AFTER,
}
(folder / "expected.json").write_text(json.dumps(expected))
