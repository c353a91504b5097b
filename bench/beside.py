"""Prints what bench/beside.sh measured: of each figure the median of the runs' medians, with the least and the largest."""
import pathlib
import re
import statistics
import sys


def figures(path):
    """Yields (figure, value) of one run's tables; the columns are named by each table's head."""
    title, head, run = "", [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            title = line[3:]
        elif line.startswith("|---"):
            continue
        elif line.startswith("| "):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if "median" in cells or cells[0] == "run":
                head = cells
            elif "median" in head:
                yield f"{title}: {cells[0]}", float(cells[head.index("median")].replace(",", ""))
            elif head:
                for name, cell in list(zip(head, cells))[1:]:
                    yield f"{title}, MiB: {name}", float(cell)


folder = pathlib.Path(sys.argv[1])
found = {}
for path in sorted(folder.glob("*.md")):
    subject, run, side = re.fullmatch(r"(.+)\.(\d+)\.(before|now)\.md", path.name).groups()
    of_this_run = {}
    for name, value in figures(path):
        of_this_run.setdefault(f"{subject} | {name}", []).append(value)
    for name, values in of_this_run.items():
        found.setdefault(name, {}).setdefault(side, []).append(statistics.median(values))

print("| subject | figure | before: median (min to max) | now: median (min to max) | runs | change |")
print("|---|---|---:|---:|---:|---:|")
for name, sides in found.items():
    if {"before", "now"} - sides.keys():
        continue
    cells = [f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})" for values in (sides["before"], sides["now"])]
    change = statistics.median(sides["now"]) / max(statistics.median(sides["before"]), 0.001) - 1
    print(f"| {name} | {cells[0]} | {cells[1]} | {len(sides['now'])} | {change:+.0%} |")
