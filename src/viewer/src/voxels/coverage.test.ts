import { expect, test } from "vitest";
import {
  coverageOf,
  isWhole,
  planeCoverage,
  realMask,
  realVoxels,
  withoutMissing,
} from "./coverage.ts";
import type { Zyx } from "./voxelType.ts";

const SHAPE: Zyx = [2, 3, 4];
const numbers = (): Uint16Array<ArrayBuffer> => Uint16Array.from({ length: 24 }, (_, i) => i);

test("CoverageOf_BothHeaders_GivesInsideAndMissingParts", () => {
  const coverage = coverageOf("0,2,1,3,1,4", "0.25 0,1,1,2,1,4 +3");

  expect(coverage).toEqual({
    inside: { from: [0, 1, 1], to: [2, 3, 4] },
    missing: [{ from: [0, 1, 1], to: [1, 2, 4] }],
    missingShare: 0.25,
    unlisted: 3,
  });
});

test("CoverageOf_NoHeader_IsUndefined", () => {
  expect(coverageOf(null, null)).toBeUndefined();
  expect(coverageOf(undefined, undefined)).toBeUndefined();
});

test.each([
  ["0,2,1,3,1", null, /X-Volume-Inside: expected z0,z1,y0,y1,x0,x1/],
  ["0,2,3,1,1,4", null, /X-Volume-Inside/],
  ["0,2,1,3,1,4", "much 0,1,1,2,1,4", /X-Volume-Missing: expected a share/],
  ["0,2,1,3,1,4", "0.5 0,1,1,2,1,q", /X-Volume-Missing: expected z0/],
  ["0,2,1,3,1,4", "1.5 0,1,1,2,1,4", /X-Volume-Missing/],
])("CoverageOf_Malformed_NamesTheHeader", (inside, missing, words) => {
  expect(() => coverageOf(inside, missing)).toThrow(words);
});

test("RealVoxels_OfABoxOverTheEdge_AreThoseInside", () => {
  const coverage = coverageOf("0,2,1,3,2,4", null);

  // Rows y = 1, 2 of both planes, columns 2 and 3.
  expect([...realVoxels({ data: numbers(), shape: SHAPE, coverage })]).toEqual([
    6, 7, 10, 11, 18, 19, 22, 23,
  ]);
});

test("RealVoxels_WithMissingParts_LeavesThemOut", () => {
  const coverage = coverageOf("0,2,0,3,0,4", "0.3 0,1,0,2,1,3 1,2,2,3,0,4");

  expect([...realVoxels({ data: numbers(), shape: SHAPE, coverage })]).toEqual([
    0, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
  ]);
});

test("RealVoxels_AllReal_IsTheDataItself", () => {
  const data = numbers();

  expect(realVoxels({ data, shape: SHAPE, coverage: coverageOf("0,2,0,3,0,4", null) })).toBe(data);
  expect(realVoxels({ data, shape: SHAPE })).toBe(data);
});

test("RealVoxels_NoneInside_IsEmpty", () => {
  const coverage = coverageOf("0,0,0,0,0,0", null);

  expect(realVoxels({ data: numbers(), shape: SHAPE, coverage }).length).toBe(0);
});

test("RealMask_HasAOneForEachRealVoxel", () => {
  const coverage = coverageOf("0,1,0,2,0,3", "0.5 0,1,0,1,0,3");

  expect([...realMask([1, 2, 4], coverage ?? raise())]).toEqual([0, 0, 0, 0, 1, 1, 1, 0]);
});

test("PlaneCoverage_CutsAndCounts", () => {
  const coverage = coverageOf("1,2,0,3,0,4", "0.5 1,2,0,3,0,2") ?? raise();

  expect(planeCoverage(coverage, 1)).toEqual(coverageOf("0,1,0,3,0,4", "0.5 0,1,0,3,0,2"));
  expect(isWhole(planeCoverage(coverage, 0), [1, 3, 4])).toBe(false);
  expect(planeCoverage(coverage, 0)).toEqual(coverageOf("0,0,0,0,0,0", null));
});

test("WithoutMissing_BrightFillValue_IsDark", () => {
  const data = Uint16Array.of(5, 9, 65535, 65535);
  const coverage = coverageOf("0,1,0,1,0,4", "0.5 0,1,0,1,2,4");

  const dark = withoutMissing({ data, shape: [1, 1, 4], coverage, type: "uint16" });

  expect([...dark]).toEqual([5, 9, 0, 0]);
  expect([...data]).toEqual([5, 9, 65535, 65535]);
});

test("WithoutMissing_FloatFillValue_IsNoNumber", () => {
  const data = Float32Array.of(-5, 7);
  const coverage = coverageOf("0,1,0,1,0,2", "0.5 0,1,0,1,1,2");

  expect([...withoutMissing({ data, shape: [1, 1, 2], coverage, type: "float32" })]).toEqual([
    -5,
    Number.NaN,
  ]);
});

test("WithoutMissing_FillValueZero_IsTheDataItself", () => {
  const data = Uint16Array.of(5, 0);
  const coverage = coverageOf("0,1,0,1,0,2", "0.5 0,1,0,1,1,2");

  expect(withoutMissing({ data, shape: [1, 1, 2], coverage, type: "uint16" })).toBe(data);
});

function raise(): never {
  throw new Error("no coverage");
}
