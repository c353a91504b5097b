import { expect, test } from "vitest";
import { aspectOf, clampVoxel, enclosing, slabRange } from "./slices.ts";

test("SlabRange_None_IsTheSliceAlone", () => {
  expect(slabRange("none", 7, 9, [0, 20])).toEqual({ first: 7, count: 1 });
  expect(slabRange("max", 7, 1, [0, 20])).toEqual({ first: 7, count: 1 });
});

test("SlabRange_InTheMiddle_LiesAroundTheSlice", () => {
  expect(slabRange("max", 10, 5, [0, 20])).toEqual({ first: 8, count: 5 });
  expect(slabRange("mean", 10, 4, [0, 20])).toEqual({ first: 9, count: 4 });
});

test("SlabRange_AtTheEnds_IsCutOff", () => {
  expect(slabRange("max", 0, 5, [0, 20])).toEqual({ first: 0, count: 3 });
  expect(slabRange("max", 19, 5, [0, 20])).toEqual({ first: 17, count: 3 });
  expect(slabRange("max", 0, 99, [0, 1])).toEqual({ first: 0, count: 1 });
});

test("SlabRange_OverTheEdgeOfTheVolume_TakesOnlyWhatLiesInIt", () => {
  expect(slabRange("mean", 5, 5, [4, 20])).toEqual({ first: 4, count: 4 });
  expect(slabRange("none", 3, 1, [4, 20])).toMatchObject({ count: 0 });
  expect(slabRange("max", 1, 3, [4, 20])).toMatchObject({ count: 0 });
});

test("ClampVoxel_Outside_IsTheNearestVoxel", () => {
  expect(clampVoxel([-3, 99, 4.7], [10, 20, 30])).toEqual([0, 19, 4]);
});

test("Enclosing_DifferentShapes_IsTheLargestPerAxis", () => {
  expect(
    enclosing([
      [1, 20, 30],
      [5, 10, 40],
    ]),
  ).toEqual([5, 20, 40]);
  expect(enclosing([])).toEqual([1, 1, 1]);
});

test("AspectOf_CoarseZ_StretchesZ", () => {
  expect(aspectOf([0.5, 0.1, 0.1])).toEqual([5, 1, 1]);
  expect(aspectOf(null)).toEqual([1, 1, 1]);
  expect(aspectOf([0, 1, 1])).toEqual([1, 1, 1]);
});
