import { describe, expect, it } from "vitest";
import { dragged, scaledAbout } from "./windowing.ts";

describe("dragged", () => {
  it.each([
    [[1000, 2000], 400, 0, [2000, 3000]],
    [[1000, 2000], -400, 0, [0, 1000]],
    [[1000, 2000], 0, 150, [500, 2500]],
    [[1000, 2000], 0, -150, [1250, 1750]],
    [[1000, 2000], 0, 0, [1000, 2000]],
  ] as const)("%o by %i, %i is %o", (from, dx, dy, expected) => {
    expect(dragged(from, dx, dy, "uint16")).toEqual(expected);
  });

  it("StaysWithinTheType_AndLimitsNeverMeet", () => {
    for (const dx of [-1e6, -399, 0, 399, 1e6]) {
      for (const dy of [-1e5, -200, 0, 200, 1e5]) {
        const [low, high] = dragged([10, 20], dx, dy, "uint8");
        expect([Number.isInteger(low), Number.isInteger(high)]).toEqual([true, true]);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(255);
        expect(high).toBeGreaterThan(low);
        const [fLow, fHigh] = dragged([-0.5, 0.5], dx, Math.max(dy, -5e3), "float32");
        expect(fHigh).toBeGreaterThan(fLow);
      }
    }
  });
});

describe("scaledAbout", () => {
  it("KeepsTheValueInItsPlace", () => {
    expect(scaledAbout([0, 1000], 250, 0.5, "uint16")).toEqual([125, 625]);
    expect(scaledAbout([125, 625], 250, 2, "uint16")).toEqual([0, 1000]);
    expect(scaledAbout([-1, 1], 0, 0.5, "float32")).toEqual([-0.5, 0.5]);
  });

  it("StopsWhereTheTypeEnds", () => {
    expect(scaledAbout([0, 250], 0, 4, "uint8")).toEqual([0, 255]);
    expect(scaledAbout([7, 8], 7, 0.01, "uint8")).toEqual([7, 8]);
  });
});
