import { expect, it } from "vitest";
import { presetOf, withoutPreset, withPreset } from "./ownPresets.ts";

const red = { color: "#ff0000", visible: true, limits: [1, 2] as const, gamma: 1 };

it("A preset keeps how channels look, without where it was set", () => {
  const presets = withPreset(undefined, "nuclei", [
    ["488", { ...red, since: "block_0007", hasDefaultColor: true, lut: "inferno" }],
    ["561", { ...red, limits: null }],
  ]);
  expect(presets).toEqual({
    nuclei: { "488": { ...red, lut: "inferno" }, "561": { ...red, limits: null } },
  });
  expect(presetOf(presets, "nuclei", ["561", "640"])).toEqual([["561", { ...red, limits: null }]]);
});

it("Another preset of the same name takes its place, and the others stay", () => {
  const one = withPreset(undefined, "a", [["488", red]]);
  const two = withPreset(one, "b", [["488", { ...red, gamma: 2 }]]);
  const three = withPreset(two, "a", [["561", red]]);
  expect(three).toEqual({ a: { "561": red }, b: { "488": { ...red, gamma: 2 } } });
  expect(withoutPreset(three, "a")).toEqual({ b: { "488": { ...red, gamma: 2 } } });
  expect(withoutPreset(undefined, "a")).toEqual({});
});

it("Names that every object has are no presets", () => {
  expect(presetOf({}, "constructor", ["488"])).toEqual([]);
  expect(presetOf({ a: {} }, "a", ["toString"])).toEqual([]);
});
