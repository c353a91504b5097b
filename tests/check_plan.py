#!/usr/bin/env python3
"""Checks plans of the program from their files alone; shares no code with it.

usage: check_plan.py FOLDER...

Each FOLDER is an annotations root whose current version of the plan was made from the labels that users/ holds now (flat files
only). A file shown.json in it is compared as the output of "plan --show --json". Prints every fault as "FOLDER: words" and
ends with 1 if there is one.
"""
import csv
import json
import math
import os
import sys

REPEAT_DISTANCE = 50


def load(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def names_in(*path):
    folder = os.path.join(*path)
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def versions_of(root):
    versions = []
    for name in names_in(root, "campaign", "plans"):
        if os.path.exists(os.path.join(root, "campaign", "plans", name, "plan.json")):
            plan = load(root, "campaign", "plans", name, "plan.json")
            versions.append(((plan["clock"], plan["at"], name), name, plan))
    return [(name, plan) for _, name, plan in sorted(versions)]


def labelled_in(root):
    """What each person has labelled blind, from users/*.json: other votes have no seat."""
    labelled = {}
    for name in names_in(root, "users"):
        if name.endswith(".json"):
            user = load(root, "users", name)
            labelled[user["username"]] = {block for block, entry in user["annotations"].items() if entry["label"] is not None and entry.get("not_blind") is not True}
    return labelled


def done_in(root):
    """What each person needs not do any more, blind or not."""
    done = {}
    for name in names_in(root, "users"):
        if name.endswith(".json"):
            user = load(root, "users", name)
            done[user["username"]] = {block for block, entry in user["annotations"].items() if entry.get("label") is not None or entry.get("unusable")}
    return done


def known_in(root):
    """Blocks with a known answer, from admin/decisions."""
    steps = []
    for name in names_in(root, "admin", "decisions"):
        step = load(root, "admin", "decisions", name)
        steps.append(((step["clock"], step["at"], name), step["set"]))
    known = {}
    for _, changes in sorted(steps, key=lambda step: step[0]):
        known.update({key[len("gold/"):]: value for key, value in changes.items() if key.startswith("gold/")})
    return {block for block, value in known.items() if value is not None}


def fair_shares(total, weights, most):
    """Shares by weight as real numbers, nobody above the own bound; what is too much goes to the others by weight."""
    shares, free = {}, set(weights)
    while free:
        left = total - sum(shares.values())
        weight = sum(weights[name] for name in free)
        over = {name for name in free if left * weights[name] / weight > most[name]}
        if not over:
            shares.update({name: left * weights[name] / weight for name in free})
            break
        shares.update({name: most[name] for name in over})
        free -= over
    return shares


class Plan:
    def __init__(self, root):
        self.root = root
        self.faults = []
        versions = versions_of(root)
        self.id, self.version = versions[-1]
        self.design = load(root, "admin", "plans", self.id + ".json")
        previous = self.version["previous"]
        self.before = load(root, "admin", "plans", previous + ".json") if previous else None
        self.queues = {
            name: load(root, "campaign", "plans", self.id, "queues", name + ".json")["blocks"] for name in self.version["queues"]
        }
        self.request = self.design["request"]
        self.weights = self.request["annotators"]
        self.ordinary = self.design["ordinary"]
        self.gold, self.decoys = set(self.design["gold"]), set(self.design["decoys"])
        self.common = self.gold | self.decoys
        self.blocks = [block for block in self.design["blocks"] if block not in self.common]
        self.sure = set(self.design["sure"])
        self.labelled = labelled_in(root)
        self.done = done_in(root)
        self.people = {block: [] for block in self.blocks}
        for name, blocks in self.ordinary.items():
            for block in blocks:
                self.people.setdefault(block, []).append(name)

    def expect(self, is_so, words):
        if not is_so:
            self.faults.append(words)

    def has_labelled(self, name, block):
        return block in self.labelled.get(name, ())

    def check(self):
        self.check_files()
        self.check_votes()
        self.check_shares()
        self.check_pairs()
        self.check_common()
        self.check_repeats()
        self.check_random_share()
        self.check_order()
        self.check_ranks()
        self.check_begun()
        return self.faults

    def check_files(self):
        on_disk = [name[:-5] for name in names_in(self.root, "campaign", "plans", self.id, "queues") if name.endswith(".json")]
        self.expect(on_disk == sorted(self.version["queues"]), f"files of queues are {on_disk}")
        for name, queue in self.queues.items():
            self.expect(len(queue) == self.version["queues"][name], f"plan.json gives {name} {self.version['queues'][name]} blocks, the file {len(queue)}")
        if os.path.exists(os.path.join(self.root, "shown.json")):
            shown = load(self.root, "shown.json")
            self.expect(shown == {"version": self.version["version"], "queues": self.ordinary}, "plan --show --json says something else than the files")

    def check_votes(self):
        votes = self.request["votes"]
        self.expect(set(self.people) == set(self.blocks), "ordinary blocks are not the blocks without common ones")
        for block, people in self.people.items():
            self.expect(len(set(people)) == len(people), f"{block} is twice with one person")
            if block in self.sure:
                done = sum(self.has_labelled(name, block) for name in people)
                self.expect(done <= len(people) <= votes, f"{block} is sure and has {len(people)} people, {done} labels")
            else:
                self.expect(len(people) == votes, f"{block} has {len(people)} people instead of {votes}")

    def check_shares(self):
        """What is still to be done is shared by weight."""
        to_do = {name: sum(not self.has_labelled(name, block) for block in self.ordinary.get(name, ())) for name in self.weights}
        open_blocks = [block for block, people in self.people.items() if any(not self.has_labelled(name, block) for name in people)]
        most = {name: sum(not self.has_labelled(name, block) for block in open_blocks) for name in self.weights}
        shares = fair_shares(sum(to_do.values()), self.weights, most)
        off = {name: to_do[name] - share for name, share in shares.items()}
        for name in off:
            # What people have labelled may leave no other way: then nothing that can be moved comes from one with too much.
            if off[name] <= -1:
                givers = [other for other in self.who_could_give(name, open_blocks) if off[other] > 0]
                self.expect(not givers, f"{name} has {to_do[name]} blocks to do, the share is {shares[name]:.2f}, and {givers} have more than theirs")
            elif off[name] >= 1:
                takers = [other for other in off if off[other] < 0 and name in self.who_could_give(other, open_blocks)]
                self.expect(not takers, f"{name} has {to_do[name]} blocks to do, the share is {shares[name]:.2f}, and {takers} have less than theirs")
        for name in set(self.ordinary) - set(self.weights):
            self.expect(all(self.has_labelled(name, block) for block in self.ordinary[name]), f"{name} has left and has blocks to do")

    def who_could_give(self, name, open_blocks):
        """People from whom a block to do could come to this one, directly or passed on by others."""
        found, waiting = {name}, [name]
        while waiting:
            taker = waiting.pop()
            for block in open_blocks:
                if taker in self.people[block] or self.has_labelled(taker, block):
                    continue
                for giver in self.people[block]:
                    if giver not in found and giver in self.weights and not self.has_labelled(giver, block):
                        found.add(giver)
                        waiting.append(giver)
        return found - {name}

    def check_pairs(self):
        least = self.request["overlap_pairs"]
        sets = {name: set(self.ordinary.get(name, ())) for name in self.weights}
        for name in sets if least else ():
            for other in sets:
                both = len(sets[name] & sets[other])
                self.expect(name >= other or both >= least, f"{name} and {other} have {both} blocks in common instead of {least}")

    def check_common(self):
        self.expect(not self.gold & self.decoys, "a block is gold and decoy")
        if self.version["previous"] is None:
            self.expect(len(self.gold) <= len(self.decoys), f"{len(self.gold)} gold beside {len(self.decoys)} decoys")
        known = known_in(self.root)
        self.expect(self.gold <= known, "gold without a known answer")
        asked = self.request["gold"]
        # Otherwise the pool was too small, which the program says.
        left = set(self.blocks)
        has_enough = asked > 0 and self.version["previous"] is None and not any(self.labelled.values()) and left & known and left - known
        for name, queue in self.queues.items():
            mine = [block for block in queue if block in self.common]
            self.expect(len(set(mine)) == len(mine), f"{name} has a common block twice")
            gold, decoys = (sum(block in kind for block in mine) for kind in (self.gold, self.decoys))
            if name not in self.weights:
                continue
            if self.version["previous"] is None:
                self.expect(gold == decoys, f"{name} has {gold} gold and {decoys} decoys")
            done = sum(self.has_labelled(name, block) for block in mine if block in self.gold)
            self.expect(gold <= max(decoys, done), f"{name} has {gold} gold, {done} of them done, and {decoys} decoys")
            if has_enough:
                off = abs(gold - asked * len(set(queue)))
                self.expect(off <= 1, f"{name} has {gold} gold in {len(set(queue))} blocks, asked for {asked}")

    def check_repeats(self):
        for name, queue in self.queues.items():
            first, repeated = {}, 0
            for at, block in enumerate(queue):
                if block in first:
                    repeated += 1
                    self.expect(first[block] is not None and at - first[block] > REPEAT_DISTANCE, f"{name} has {block} at {first[block]} and {at}")
                    self.expect(block not in self.common, f"{name} is asked again for {block}, which is common")
                    first[block] = None
                else:
                    first[block] = at
            once = list(first)
            self.expect([block for block in once if block not in self.common] == self.ordinary.get(name, []), f"the queue of {name} is not its ordinary blocks")
            asked = self.request["repeats"] if name in self.weights else 0
            self.check_drawn(name, {block for block, at in first.items() if at is None}, [block for block in once[: max(0, len(once) - REPEAT_DISTANCE)] if block not in self.common], asked)

    def check_drawn(self, name, repeated, possible, share):
        """Those of the version before stay; others are drawn from what is still to be done, and never come at once."""
        done = self.done.get(name, set())
        kept = {block for block in possible if share > 0 and block in self.repeated_before(name)}
        drawable = [block for block in possible if block not in done and block not in kept]
        wanted = math.floor(sum(block not in done for block in self.ordinary.get(name, [])) * share + 0.5)
        number = len(kept) + min(len(drawable), max(0, wanted - len(kept - done)))
        self.expect(kept <= repeated, f"{name} has lost the repeats {sorted(kept - repeated)}")
        self.expect(len(repeated) == number, f"{name} has {len(repeated)} repeats instead of {number}")
        self.expect(not (repeated - kept) & done, f"{name} has new repeats of what is done: {sorted((repeated - kept) & done)}")

    def repeated_before(self, name):
        path = [self.root, "campaign", "plans", self.version["previous"] or "-", "queues", name + ".json"]
        queue = load(*path)["blocks"] if os.path.exists(os.path.join(*path)) else []
        return {block for block in queue if queue.count(block) > 1}

    def check_random_share(self):
        """A block that was planned before is in the share if it was then."""
        if self.before and self.before.get("random") and self.request["random_share"] > 0:
            planned = {block for blocks in self.before["ordinary"].values() for block in blocks} & set(self.blocks)
            was, now = set(self.before["random"]) & set(self.blocks), set(self.design["random"])
            self.expect(now & planned == was & planned, f"the random share of the version before has changed: {sorted((now & planned) ^ (was & planned))}")

    def scores_of_model(self):
        """From the rows of the model that the request names: the smaller, the earlier a block comes."""
        for name in names_in(self.root, "admin", "predictions"):
            said = load(self.root, "admin", "predictions", name, "predictions.json")
            if said["model"] + "@" + said["version"] == self.request["model"]:
                break
        else:
            return self.expect(False, f"there is no model {self.request['model']}") or {}
        scores, of = {}, self.request.get("score_of")
        with open(os.path.join(self.root, "admin", "predictions", name, "predictions.csv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                said = {int(column[2:]): float(cell) for column, cell in row.items() if column.startswith("p_") and cell}
                if of in said:
                    scores[row["block"]] = 1 - said[of]
                elif of is None and said:
                    scores[row["block"]] = max(said.values())
        return scores

    def is_free(self, name, block):
        """Its place is told by the labels or scores of that time."""
        fixed = block in self.design["random"] or block in self.design["begun"].get(name, ())
        return not fixed and block in self.design.get("ranks", {})

    def check_ranks(self):
        ranks = self.design.get("ranks")
        self.expect((ranks is None) == (self.request["order"] in ("neighbourhoods", "names")), "ranks are there with orders that go by something, and only then")
        if ranks is None:
            return
        if self.request["order"] == "scored":
            scores = self.scores_of_model()
            self.expect(set(ranks) == set(scores) & set(self.design["blocks"]), "the blocks with a rank are not those with a score")
            wrong = [block for block in ranks if abs(ranks[block] - scores.get(block, 9)) > 1e-4]
            self.expect(not wrong, f"{wrong[:3]} have another rank than their score")
        for name, blocks in self.ordinary.items():
            free = [ranks[block] for block in blocks if self.is_free(name, block)]
            self.expect(free == sorted(free), f"the queue of {name} is not by rank")

    def check_order(self):
        """There is one walk of which every queue is a part, but for what a rank gives a place."""
        behind, ahead = {}, {block: 0 for block in self.people}
        for name, blocks in self.ordinary.items():
            blocks = [block for block in blocks if not self.is_free(name, block)]
            for block, following in zip(blocks, blocks[1:]):
                if following not in behind.setdefault(block, set()):
                    behind[block].add(following)
                    ahead[following] += 1
        ready, walked = [block for block, count in ahead.items() if count == 0], 0
        while ready:
            walked += 1
            for following in behind.get(ready.pop(), ()):
                ahead[following] -= 1
                if ahead[following] == 0:
                    ready.append(following)
        self.expect(walked == len(ahead), "two people walk in different orders")
        if self.request["order"] == "names":
            for name, blocks in self.ordinary.items():
                self.expect(blocks == sorted(blocks), f"the queue of {name} is not by name")

    def check_begun(self):
        """Who has labelled a block of the version before keeps it."""
        if self.before is None:
            return
        all_blocks = set(self.design["blocks"])
        common = set(self.before["gold"]) | set(self.before["decoys"])
        for name, labelled in self.labelled.items():
            had = set(self.before["ordinary"].get(name, ())) | (common if name in self.before["ordinary"] else set())
            lost = (labelled & had & all_blocks) - set(self.queues.get(name, ()))
            self.expect(not lost, f"{name} has begun {sorted(lost)[:3]}, which are not in the queue any more")
            turned = labelled & set(self.before["ordinary"].get(name, ())) & self.common
            self.expect(not turned, f"{sorted(turned)[:3]} of {name} are gold or decoys now")
            turned = labelled & common & all_blocks & set(self.ordinary.get(name, ()))
            self.expect(not turned, f"{sorted(turned)[:3]} of {name} are ordinary now")


def main():
    found = False
    for root in sys.argv[1:]:
        for fault in Plan(root).check():
            print(f"{root}: {fault}")
            found = True
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
