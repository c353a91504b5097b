import { expect, test } from "vitest";
import { layoutOf, splitFor } from "./panes.ts";
import { lengthText, scaleLength } from "./scaleBar.ts";

const request = {
  width: 1000,
  height: 700,
  split: [0.5, 0.5],
  maximized: null,
  strip: [],
} as const;

test("Layout_Quad_SharesColumnsAndRows", () => {
  const [xy, zy, xz, volume] = layoutOf({ ...request, mode: "quad" }).map((p) => p.rect);
  expect(xy?.x).toBe(xz?.x);
  expect(xy?.width).toBe(xz?.width);
  expect(xy?.height).toBe(zy?.height);
  expect(volume?.x).toBe(zy?.x);
  expect((volume?.x ?? 0) + (volume?.width ?? 0)).toBe(1000);
});

test("Layout_Maximized_FillsTheStage", () => {
  const panes = layoutOf({ ...request, mode: "quad", maximized: "xz" });
  expect(panes.map((p) => [p.id, p.rect.width, p.rect.height])).toEqual([["xz", 1000, 700]]);
});

test("Layout_PaneThatIsNotThere_IsIgnored", () => {
  expect(layoutOf({ ...request, mode: "slice", maximized: "3d" })).toHaveLength(1);
});

for (const count of [1, 3, 8, 16]) {
  for (const [width, height] of [
    [1000, 700],
    [300, 200],
  ] as const) {
    test(`Layout_StripOf${count}In${width}x${height}_StaysInside`, () => {
      const strip = Array.from({ length: count }, (_, i) => `c${i}`);
      const panes = layoutOf({ ...request, width, height, mode: "slice", strip });
      expect(panes).toHaveLength(count + 1);
      for (const { rect } of panes) {
        expect(rect.width).toBeGreaterThan(0);
        expect(rect.x + rect.width).toBeLessThanOrEqual(width + 0.01);
        expect(rect.y + rect.height).toBeLessThanOrEqual(height + 0.01);
      }
    });
  }
}

test("SplitFor_ThinVolume_GivesTheSliceMoreRoom", () => {
  expect(splitFor([1, 100, 100])).toEqual([0.64, 0.64]);
  expect(splitFor([64, 64, 64])).toEqual([0.5, 0.5]);
});

test("ScaleBar_IsTheLongestRoundLengthThatFits", () => {
  expect(scaleLength(10, 250)).toBe(20);
  expect(scaleLength(1000, 250)).toBeCloseTo(0.2);
  expect(scaleLength(0.01, 60)).toBe(5000);
  expect([20, 0.2, 5000].map(lengthText)).toEqual(["20 µm", "200 nm", "5 mm"]);
  expect(scaleLength(0, 60)).toBeNull();
});
