"""Writes export_wide.csv with Python's csv module: python3 export_wide.py > export_wide.csv"""
import csv
import io
import sys

TIME = "2024-01-02T10:30:00.123456+00:00"
HEADER = ["block_id", "consensus_label", "final_label", "has_disagreement",
          "user_alice_label", "user_bob_label", "user_zoe_label", "exported_at"]
ROWS = [
    ["block_0001", 1, None, False, 1, 1, None, TIME],
    ["block_0002", 1, 3, True, 1, 2, None, TIME],
    ["tile \"a\", left/block_0001", 12, None, False, None, 12, None, TIME],
    ["tile_=1+1/block_0002", None, None, False, None, None, None, TIME],
    ["tile_\u00e9/block_0003", None, 2, False, None, None, None, TIME],
]
out = io.StringIO(newline="")
writer = csv.writer(out)
writer.writerow(HEADER)
writer.writerows(ROWS)
sys.stdout.buffer.write(out.getvalue().encode("utf-8"))
