import { describe, expect, it } from "vitest";
import { IntensityCounts } from "../display/histogram.ts";
import { VolumeStatistics } from "../display/volumeStatistics.ts";
import { contrastWarning, flatNote, nonFiniteNote } from "./voxelNotes.ts";

function of(...values: number[]): VolumeStatistics {
  const data = Float32Array.from(values);
  return new VolumeStatistics(IntensityCounts.of({ type: "float32", data }));
}

const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: negative } = Number;

describe("channel without contrast", () => {
  it.each([
    ["Flat: every voxel is 7, there is no contrast to set", [7, 7]],
    ["Flat: every other voxel is 7, there is no contrast to set", [7, nan, 7]],
    ["No numbers: every voxel is NaN, drawn black", [nan, nan]],
    ["No numbers: every voxel is infinite or too large for float32, drawn black", [inf, negative]],
    ["No numbers: every voxel is NaN, infinite or too large for float32, drawn black", [nan, inf]],
    ["", [1, 2, nan]],
  ])("FlatNote_SaysWhatTheVoxelsAre: %s", (text, values) => {
    expect(flatNote(of(...values))).toBe(text);
  });
});

describe("channel with voxels that are no numbers", () => {
  it.each([
    [null, [1, 2]],
    [null, [nan, nan]],
    ["1 voxel is NaN: drawn black, left out of the ranges", [1, nan, 2]],
    [
      "2 voxels are infinite or too large for float32: drawn black, left out of the ranges",
      [1, inf, negative],
    ],
    [
      "2 voxels are NaN, infinite or too large for float32: drawn black, left out of the ranges",
      [nan, 1, inf],
    ],
  ])("NonFiniteNote_CountsThem: %s", (text, values) => {
    expect(nonFiniteNote(of(...values))).toBe(text);
  });

  it("NonFiniteNote_OfThousands_IsReadable", () => {
    expect(nonFiniteNote(of(1, ...new Array<number>(1234).fill(nan)))).toMatch(/^1,234 voxels/);
  });
});

const hundred = Array.from({ length: 100 }, (_, n) => n + 1);

describe("limits that do not fit the block", () => {
  it.each([
    ["shows it all", hundred, [1, 100], null],
    ["a fifth above", hundred, [1, 80], null],
    ["more than a fifth above", hundred, [1, 79], "21 % saturated"],
    ["all above", hundred, [-10, 0.5], "100 % saturated"],
    ["all at the upper end", [0, 255, 255, 255], [0, 255], null],
    ["all below", hundred, [100, 900], "all black"],
    ["a tenth of the range", hundred, [1, 991], null],
    ["less than a tenth of the range", hundred, [1, 1000], "uses 9 % of range"],
    ["the same from above", hundred, [-890, 100], null],
    ["flat inside", [7, 7], [0, 900], null],
    ["flat above", [7, 7], [0, 5], "100 % saturated"],
    ["no numbers", [nan, inf], [0, 5], null],
    ["numbers beside others", [1, 2, nan, inf, negative], [1, 2], null],
  ] as const)("Badge_WithVoxelsThatAre_%s", (_, values, limits, badge) => {
    expect(contrastWarning(of(...values), limits)?.badge ?? null).toBe(badge);
  });

  it("Text_NamesTheVoxelsAndTheRemedy", () => {
    expect(contrastWarning(of(...hundred), [100, 900])?.text).toBe(
      "The voxels here (1 to 100) lie below the limits. Auto fits this block",
    );
  });

  it.each([
    ["uint8", Uint8Array.from({ length: 4096 }, (_, i) => (i * i) % 251)],
    ["uint16", Uint16Array.from({ length: 4096 }, (_, i) => (i * i * 7) % 60_000)],
    ["float32", Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i) * 10 ** (i % 7))],
  ] as const)("Auto_Of_%s_NeverNeedsABadge", (type, data) => {
    const statistics = new VolumeStatistics(IntensityCounts.of({ type, data }));
    expect(contrastWarning(statistics, statistics.auto())).toBeNull();
  });

  it("HotPixel_DoesNotHideThatTheRestIsBlack", () => {
    const voxels = Uint16Array.from({ length: 200_000 }, (_, i) => i % 20);
    voxels[0] = 65535;
    const statistics = new VolumeStatistics(IntensityCounts.of({ type: "uint16", data: voxels }));
    expect(statistics.data).toEqual([0, 65535]);
    expect(contrastWarning(statistics, [115, 950])?.badge).toBe("all black");
  });
});
