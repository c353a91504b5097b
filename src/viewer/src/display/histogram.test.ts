import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { LoadedChannel } from "../voxels/voxelType.ts";
import { autoAround, autoRange, dataRange, fullRange, IntensityCounts } from "./histogram.ts";

function vector(): Uint16Array<ArrayBuffer> {
  const bytes = readFileSync(
    new URL("../../../../tests/vectors/autocontrast_32.u16le", import.meta.url),
  );
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** numpy.percentile by its definition, on a sorted copy. */
function sortedPercentile(values: readonly number[], q: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const place = (q / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

test("Percentiles_OfTheSharedVector_AreNumpys", () => {
  const counts = IntensityCounts.of({ type: "uint16", data: vector() });
  const [one, most, ninetyNine] = counts.percentiles([1, 99.9, 99]);
  expect(one).toBe(100);
  expect(most).toBeCloseTo(1628, 9);
  expect(ninetyNine).toBeCloseTo(1464.33, 6);
  expect(autoRange(counts)).toEqual({ limits: [100, most], flat: false });
  expect(dataRange(counts).limits).toEqual([0, 65535]);
});

test("Percentiles_OfFloatsWithNaN_AreThoseOfTheFiniteVoxels", () => {
  const data = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * 12.9898) * 43.7 - 5);
  data.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0], 17);
  const counts = IntensityCounts.of({ type: "float32", data });
  const wanted = [0, 1, 37.3, 50, 99.9, 100];
  counts.percentiles(wanted).forEach((value, i) => {
    expect(value).toBeCloseTo(sortedPercentile([...data], wanted[i] ?? 0), 5);
  });
  expect(counts.finite).toBe(4997);
  expect(counts.nonFinite).toEqual({ nan: 1, infinite: 2 });
});

test("Counts_AdvancedInPieces_EqualCountingAtOnce", () => {
  const data = vector();
  const pieces = new IntensityCounts({ type: "uint16", data });
  while (!pieces.done) pieces.advance(1000);
  expect(pieces.bins([0, 2000], 64)).toEqual(
    IntensityCounts.of({ type: "uint16", data }).bins([0, 2000], 64),
  );
});

test("Counts_OfOddLengthsAndOffsets_MissNoVoxel", () => {
  const all = vector();
  for (const [begin, end] of [
    [0, 7],
    [1, 8],
    [1, 9],
    [3, 4],
  ] as const) {
    const data = all.subarray(begin, end);
    const counts = new IntensityCounts({ type: "uint16", data });
    while (!counts.done) counts.advance(3);
    expect(counts.finite).toBe(data.length);
    expect(counts.percentiles([0, 100])).toEqual([Math.min(...data), Math.max(...data)]);
  }
});

test("Bins_CoverTheRange_CountEveryVoxelInIt", () => {
  const counts = IntensityCounts.of({
    type: "uint8",
    data: Uint8Array.from([0, 1, 1, 128, 255, 255]),
  });
  expect([...counts.bins([0, 255], 2)]).toEqual([3, 3]);
  const floats = IntensityCounts.of({ type: "float32", data: Float32Array.from([0, 0.5, 1, 2]) });
  expect([...floats.bins([0, 1], 2)]).toEqual([1, 2]);
});

test("Auto_OfAFlatChannel_SaysSo", () => {
  const flat = IntensityCounts.of({ type: "uint16", data: new Uint16Array(64).fill(7) });
  expect(autoRange(flat)).toEqual({ limits: [7, 8], flat: true });
  const none = IntensityCounts.of({ type: "float32", data: new Float32Array(8).fill(Number.NaN) });
  expect(autoRange(none)).toEqual({ limits: [0, 1], flat: true });
});

test("Auto_WithNearlyAllVoxelsEqual_ReachesToTheLargest", () => {
  const data = new Uint16Array(10000).fill(5);
  data[3] = 900;
  expect(autoRange(IntensityCounts.of({ type: "uint16", data }))).toEqual({
    limits: [5, 900],
    flat: false,
  });
});

test("AutoAround_TakesTheBallOfSixteenVoxels", () => {
  const data = new Uint16Array(40 ** 3).fill(50000);
  let inBall = 0;
  for (let z = 0; z < 40; z++) {
    for (let y = 0; y < 40; y++) {
      for (let x = 0; x < 40; x++) {
        if ((z - 20) ** 2 + (y - 20) ** 2 + (x - 20) ** 2 > 256) continue;
        data[(z * 40 + y) * 40 + x] = inBall++ % 1000;
      }
    }
  }
  const channel: LoadedChannel = {
    key: "a",
    type: "uint16",
    shape: [40, 40, 40],
    data,
    voxelSizeUm: null,
  };
  const { limits } = autoAround(channel, [20, 20, 20]);
  expect(Math.abs(limits[0] - 10)).toBeLessThan(2);
  expect(Math.abs(limits[1] - 998)).toBeLessThan(2);
});

test("FullRange_IsThatOfTheType", () => {
  const counts = IntensityCounts.of({ type: "float32", data: Float32Array.from([-1, 3]) });
  expect(fullRange("uint8", counts).limits).toEqual([0, 255]);
  expect(fullRange("uint16", counts).limits).toEqual([0, 65535]);
  expect(fullRange("float32", counts).limits).toEqual([-1, 3]);
});
