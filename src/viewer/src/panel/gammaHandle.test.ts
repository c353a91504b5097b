import { expect, it } from "vitest";
import { gammaOf, middleOf } from "./gammaHandle.ts";

it.each([
  [0.5, 1],
  [0.25, 2],
  [Math.SQRT1_2, 0.5],
  [0.99, 0.2],
  [0, 2],
  [-1, 2],
  [2, 0.2],
])("Gamma_OfTheMiddleAt%f_Is%f", (middle, gamma) => {
  expect(gammaOf(middle)).toBeCloseTo(gamma, 2);
});

it("Middle_OfAGamma_LeadsBackToIt", () => {
  for (const gamma of [0.2, 0.45, 1, 1.6, 2]) {
    expect(gammaOf(middleOf(gamma))).toBe(gamma);
  }
});
