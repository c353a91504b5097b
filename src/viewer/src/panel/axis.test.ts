import { describe, expect, it } from "vitest";
import { axisOf, formatValue, movedLimits, positionOf, typedLimits, valueAt } from "./axis.ts";

describe("axisOf", () => {
  it("Axis_WithAHotPixel_EndsNearAuto", () => {
    const axis = axisOf({
      type: "uint16",
      data: [90, 65535],
      auto: [100, 1100],
      limits: [100, 1100],
      isWide: false,
    });
    expect(axis).toEqual({ low: 90, high: 1600 });
  });

  it("Axis_WithLimitsBeyond_ReachesThem", () => {
    const axis = axisOf({
      type: "uint16",
      data: [90, 65535],
      auto: [100, 1100],
      limits: [0, 65535],
      isWide: false,
    });
    expect(axis).toEqual({ low: 0, high: 65535 });
  });

  it("Axis_OfAFlatChannel_StillSpansSomething", () => {
    for (const type of ["uint8", "float32"] as const) {
      const { low, high } = axisOf({
        type,
        data: [7, 7],
        auto: [7, 7],
        limits: [7, 7],
        isWide: true,
      });
      expect(high).toBeGreaterThan(low);
    }
  });
});

describe("values and positions", () => {
  const axis = { low: 100, high: 300 };

  it("Position_OfAValue_ComesBackAsTheValue", () => {
    expect(valueAt(positionOf(150, axis), axis, "uint16")).toBe(150);
  });

  it("Position_Outside_IsAtTheEnd", () => {
    expect(positionOf(1000, axis)).toBe(1);
    expect(valueAt(-3, axis, "uint16")).toBe(100);
  });

  it("Limits_PushedThroughEachOther_StayApart", () => {
    expect(movedLimits([10, 20], "low", [500, 500], "uint16")).toEqual([19, 20]);
    expect(movedLimits([10, 20], "high", [0, 0], "uint16")).toEqual([10, 11]);
  });
});

describe("typedLimits", () => {
  it("Number_InAnyNotation_IsTaken", () => {
    expect(typedLimits(" 1.5e1 ", "low", [0, 100])).toEqual([15, 100]);
    expect(typedLimits("-3", "low", [0, 100])).toEqual([-3, 100]);
  });

  it.each(["abc", "", "1,5", "12px", "Infinity", "NaN"])("Garbage_%s_IsRefused", (text) => {
    expect(typeof typedLimits(text, "low", [0, 100])).toBe("string");
  });

  it("Limits_TheWrongWayRound_AreRefusedInWords", () => {
    expect(typedLimits("100", "low", [0, 100])).toBe("Must be below 100");
    expect(typedLimits("0", "high", [0, 100])).toBe("Must be above 0");
  });
});

it("Value_WithManyDigits_IsShownShort", () => {
  expect(formatValue(2650.849000000162)).toBe("2650.8");
  expect(formatValue(65535)).toBe("65535");
});
