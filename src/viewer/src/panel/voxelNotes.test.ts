import { describe, expect, it } from "vitest";
import { IntensityCounts } from "../histogram.ts";
import { VolumeStatistics } from "../volumeStatistics.ts";
import { flatNote, outsideNote, strangeNote } from "./voxelNotes.ts";

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
    ["No numbers: every voxel is infinite, drawn black", [inf, negative]],
    ["No numbers: every voxel is NaN or infinite, drawn black", [nan, inf]],
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
    ["2 voxels are infinite: drawn black, left out of the ranges", [1, inf, negative]],
    ["2 voxels are NaN or infinite: drawn black, left out of the ranges", [nan, 1, inf]],
  ])("StrangeNote_CountsThem: %s", (text, values) => {
    expect(strangeNote(of(...values))).toBe(text);
  });

  it("StrangeNote_OfThousands_IsReadable", () => {
    expect(strangeNote(of(1, ...new Array<number>(1234).fill(nan)))).toMatch(/^1,234 voxels/);
  });
});

describe("limits of another block", () => {
  it.each([
    [null, [100, 900], [200, 300]],
    [null, [100, 900], [800, 2000]],
    [null, [100, 900], [0, 101]],
    [
      "Black: the voxels here (100 to 900) lie below the limits. Auto sets them anew",
      [100, 900],
      [900, 2000],
    ],
    [
      "Saturated: the voxels here (100 to 900) lie above the limits. Auto sets them anew",
      [100, 900],
      [10, 100],
    ],
    [null, [7, 7], [100, 900]],
  ] as const)("OutsideNote_SaysWhatTheyShow: %s", (text, values, limits) => {
    expect(outsideNote(of(...values), limits)).toBe(text);
  });

  it("OutsideNote_OneHotPixel_DoesNotHideIt", () => {
    const voxels = Uint16Array.from({ length: 200_000 }, (_, i) => i % 20);
    voxels[0] = 65535;
    const statistics = new VolumeStatistics(IntensityCounts.of({ type: "uint16", data: voxels }));
    expect(statistics.data).toEqual([0, 65535]);
    expect(outsideNote(statistics, [115, 950])).toMatch(/^Black: .*\(0 to 19\)/);
  });
});
