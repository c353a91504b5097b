"""Makes model_small.json: a small campaign, a model's predictions, and the figures of both, computed here in plain Python.

It shares no code with the program. Run in this folder: python3 model_small.py
"""

import json
import math
import random

random.seed(20240601)
CLASSES = [1, 2, 3]
BLOCKS = ["block_%04d" % i for i in range(1, 81)]
RATES = {  # annotator -> true class -> chances of 1, 2, 3
    "ann": {1: [0.9, 0.08, 0.02], 2: [0.1, 0.85, 0.05], 3: [0.05, 0.05, 0.9]},
    "ben": {1: [0.8, 0.1, 0.1], 2: [0.2, 0.75, 0.05], 3: [0.1, 0.1, 0.8]},
    "eva": {1: [0.95, 0.03, 0.02], 2: [0.03, 0.95, 0.02], 3: [0.02, 0.03, 0.95]},
}

votes, finals, rows = {}, {}, {}
for i, block in enumerate(BLOCKS):
    truth = random.choices(CLASSES, [0.5, 0.3, 0.2])[0]
    votes[block] = {name: random.choices(CLASSES, rates[truth])[0] for name, rates in RATES.items() if random.random() < 0.85}
    if i % 7 == 0:
        finals[block] = truth
    if i % 11 == 5:
        continue  # the model has no row
    weights = [random.random() + (1.6 if c == truth else 0) for c in CLASSES]
    p = [round(w / sum(weights), 3) for w in weights]
    p[2] = round(1 - p[0] - p[1], 3)
    rows[block] = None if i % 13 == 4 else p


def consensus(block):
    given = list(votes[block].values())
    if not given:
        return None
    return min(set(given), key=lambda label: (-given.count(label), label))


def likeliest(p):
    return None if p is None else max(CLASSES, key=lambda c: (p[c - 1], -c))


def figures(people):
    compared = [(people[b], rows[b]) for b in BLOCKS if people.get(b) is not None and b in rows]
    pairs = [(said, likeliest(p)) for said, p in compared if p is not None]
    n = len(pairs)
    agree = sum(a == b for a, b in pairs) / n
    chance = sum((sum(a == c for a, _ in pairs) / n) * (sum(b == c for _, b in pairs) / n) for c in CLASSES)
    out = {
        "covered": len(rows),
        "unscored": sum(p is None for p in rows.values()),
        "compared": len(compared),
        "kappa": (agree - chance) / (1 - chance),
        "confusion": [[sum(a == r and b == c for a, b in pairs) for c in CLASSES] for r in CLASSES],
        "classes": [],
        "brier": sum(sum((p[c - 1] - (said == c)) ** 2 for c in CLASSES) for said, p in compared if p is not None) / n,
        "curves": [],
    }
    for c in CLASSES:
        both = sum(a == c and b == c for a, b in pairs)
        model = sum(b == c for _, b in pairs)
        real = sum(a == c for a, _ in pairs)
        precision, recall = both / model, both / real
        out["classes"].append({"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)})
        scored = [(p[c - 1], said == c) for said, p in compared if p is not None]
        points, best = [], None
        for step in range(101):
            t = step / 100
            hit = [yes for s, yes in scored if s >= t]
            pr = sum(hit) / len(hit) if hit else None
            re = sum(hit) / real
            f1 = 0 if not hit or not sum(hit) else 2 * pr * re / (pr + re)
            points.append([pr, re, f1])
            if best is None or f1 > best[1] + 1e-12:
                best = (t, f1)
        bins, ece = [], 0
        for k in range(10):
            inside = [(s, yes) for s, yes in scored if k / 10 <= s < (k + 1) / 10 or (k == 9 and s == 1)]
            if inside:
                mean, share = sum(s for s, _ in inside) / len(inside), sum(yes for _, yes in inside) / len(inside)
                bins.append([k / 10, len(inside), mean, share])
                ece += len(inside) / len(scored) * abs(mean - share)
        out["curves"].append({"brier": sum((s - yes) ** 2 for s, yes in scored) / len(scored), "ece": ece, "chosen": best[0], "points": points, "bins": bins})
    return out


def dawid_skene():
    names = sorted(RATES)
    post = {b: [list(v.values()).count(c) / len(v) for c in CLASSES] for b, v in votes.items() if v}
    for _ in range(20000):
        share = [sum(p[k] for p in post.values()) / len(post) for k in range(3)]
        rate = {}
        for name in names:
            for k in range(3):
                counts = [sum(post[b][k] for b, v in votes.items() if v.get(name) == c) for c in CLASSES]
                total = sum(counts)
                rate[name, k] = [x / total if total else 0 for x in counts]
        new = {}
        for b in post:
            w = [share[k] * math.prod(rate[name, k][label - 1] for name, label in votes[b].items()) for k in range(3)]
            new[b] = [x / sum(w) for x in w]
        moved = max(abs(x - y) for b in post for x, y in zip(post[b], new[b]))
        post = new
        if moved < 1e-13:
            break
    return share, rate


def surprises(with_model):
    share, rate = dawid_skene()
    found = []
    for b, v in votes.items():
        best = None
        for name in sorted(v):
            s = 0
            if len(v) > 1:
                w = [share[k] * math.prod(rate[other, k][label - 1] for other, label in v.items() if other != name) for k in range(3)]
                s -= math.log(max(1e-6, sum(w[k] * rate[name, k][v[name] - 1] for k in range(3)) / sum(w)))
            if with_model and rows.get(b):
                s -= math.log(max(1e-6, rows[b][v[name] - 1]))
            if best is None or s > best[0] + 1e-9:
                best = (s, name)
        if best and best[0] > math.log(2):
            found.append([b, best[1], best[0]])
    return sorted(found, key=lambda x: (-round(x[2], 9), x[0]))


resolved = {b: finals.get(b, consensus(b)) for b in BLOCKS}
with open("model_small.json", "w", newline="\n") as file:
    json.dump({
        "votes": votes, "finals": finals, "rows": rows,
        "resolved": figures(resolved), "final": figures(finals),
        "surprises": surprises(False), "surprises_with_model": surprises(True),
    }, file, indent=1)
    file.write("\n")
