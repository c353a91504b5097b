"""Makes agreement_small.json: 90 blocks, 6 annotators with gaps and ties, and what must be computed from them.

Written from the formulas alone (Cohen 1960; Fleiss, Cohen and Everitt 1969; Fleiss 1971); python3, no libraries.
"""
import collections
import itertools
import json
import math
import pathlib
import random

random.seed(20240102)
USERS = ["ann", "ben", "cat", "dan", "eve", "fay"]
CLASSES = [1, 2, 3, 4]
labels = []
for block in range(90):
    truth = random.choice(CLASSES)
    wanted = random.choice([0, 1, 2, 3, 3, 3, 4, 4, 4])
    raters = random.sample(range(len(USERS)), wanted)
    labels.append([
        (truth if random.random() < 0.9 - 0.08 * u else random.choice(CLASSES)) if u in raters else None
        for u in range(len(USERS))])


def agrees(user):
    same = n = tied = 0
    for row in labels:
        others = collections.Counter(v for u, v in enumerate(row) if u != user and v is not None)
        if row[user] is None or not others:
            continue
        top = max(others.values())
        winners = [k for k, c in others.items() if c == top]
        if len(winners) > 1:
            tied += 1
            continue
        n += 1
        same += winners[0] == row[user]
    return {"n": n, "tied": tied, "value": same / n if n else None}


def kappa(a, b):
    pairs = [(row[a], row[b]) for row in labels if row[a] is not None and row[b] is not None]
    n = len(pairs)
    used = sorted({v for pair in pairs for v in pair})
    p = {(i, j): sum(1 for pair in pairs if pair == (i, j)) / n for i in used for j in used}
    row = {i: sum(p[i, j] for j in used) for i in used}
    column = {j: sum(p[i, j] for i in used) for j in used}
    po = sum(p[i, i] for i in used)
    pe = sum(row[i] * column[i] for i in used)
    value = (po - pe) / (1 - pe)
    first = sum(p[i, i] * ((1 - pe) - (row[i] + column[i]) * (1 - po)) ** 2 for i in used)
    second = (1 - po) ** 2 * sum(p[i, j] * (column[i] + row[j]) ** 2 for i in used for j in used if i != j)
    last = (po * pe - 2 * pe + po) ** 2
    error = math.sqrt((first + second - last) / (n * (1 - pe) ** 4))
    return {"a": USERS[a], "b": USERS[b], "n": n, "value": value,
            "low": max(-1, value - 1.959963984540054 * error), "high": min(1, value + 1.959963984540054 * error)}


counts = [[v for v in row if v is not None] for row in labels]
sizes = collections.Counter(len(row) for row in counts if len(row) > 1)
votes = max(sizes, key=lambda size: (sizes[size], size))
items = [row for row in counts if len(row) == votes]
share = {k: sum(row.count(k) for row in items) / (len(items) * votes) for k in CLASSES}
observed = sum(sum(row.count(k) * (row.count(k) - 1) for k in CLASSES) / (votes * (votes - 1)) for row in items) / len(items)
chance = sum(s * s for s in share.values())
two = [row for row in counts if len(row) > 1]
one = [row for row in counts if row]
result = {
    "users": USERS,
    "labels": labels,
    "agrees": [agrees(u) for u in range(len(USERS))],
    "kappa": [kappa(a, b) for a, b in itertools.combinations(range(len(USERS)), 2)],
    "fleiss": {"votes_per_block": votes, "n": len(items), "value": (observed - chance) / (1 - chance)},
    "consensus_rate": sum(len(set(row)) == 1 for row in one) / len(one),
    "classes": [{
        "label": k,
        "votes": sum(row.count(k) for row in counts),
        "specific_agreement": sum(row.count(k) * (row.count(k) - 1) for row in two) / sum(row.count(k) * (len(row) - 1) for row in two),
    } for k in CLASSES],
    "confusion": [
        [a, b, sum((row.count(a) > 1) if a == b else (a in row and b in row) for row in counts)] for a in CLASSES for b in CLASSES],
    "two_or_more_votes": {"blocks": len(two), "consensus_rate": sum(len(set(row)) == 1 for row in two) / len(two)},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
print(sizes, result["fleiss"], result["agrees"][:2], result["kappa"][0])
