import { expect, test } from "vitest";
import { curved, mapped, normalized, rgbOf } from "./contrast.ts";

test.each([
  [99, 0],
  [100, 0],
  [150, 0.25],
  [200, 0.5],
  [300, 1],
  [301, 1],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
])("Normalized_%dBetween100And300_Is%d", (value, expected) => {
  expect(normalized(value, [100, 300])).toBe(expected);
});

test("Normalized_LimitsThatSpanNothing_IsBlack", () => {
  expect(normalized(100, [100, 100])).toBe(0);
  expect(normalized(200, [100, 100])).toBe(0);
});

test.each([
  ["#ff0000", [1, 0, 0]],
  ["#00ff00", [0, 1, 0]],
  ["#0000ff", [0, 0, 1]],
  ["#000000", [0, 0, 0]],
  ["#336699", [0.2, 0.4, 0.6]],
])("Rgb_Of%s_IsRedGreenBlue", (color, expected) => {
  expect(rgbOf(color)).toEqual(expected);
});

test("Gamma_BelowOne_Brightens", () => {
  expect(curved(0.25, 0.5)).toBe(0.5);
  expect(curved(0.5, 2)).toBe(0.25);
  expect(mapped(150, [100, 300], 0.5)).toBe(0.5);
});
