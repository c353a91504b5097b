import { describe, expect, it } from "vitest";
import { isSameColor, MANY_COLORS, PRESETS, presetsFor } from "./colors.ts";
import { defaultColors } from "./displaySettings.ts";

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/**
 * On linear RGB, severity 1.0, from G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for
 * Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), doi:10.1109/TVCG.2009.113, table of the authors' page.
 */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** sRGB (IEC 61966-2-1) to XYZ, white D65. */
const XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

function times(matrix: Matrix, [a, b, c]: Triple): Triple {
  const [x, y, z] = matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
  return [x ?? 0, y ?? 0, z ?? 0];
}

function mapped([a, b, c]: Triple, by: (value: number, at: number) => number): Triple {
  return [by(a, 0), by(b, 1), by(c, 2)];
}

function linear(color: string): Triple {
  const channels: Triple = [color.slice(1, 3), color.slice(3, 5), color.slice(5, 7)].map(
    (hex) => Number.parseInt(hex, 16) / 255,
  ) as unknown as Triple;
  return mapped(channels, (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
}

/** CIE 1976 L*a*b* of what these eyes see. */
function seen(color: string, eyes: Matrix): Triple {
  const light = mapped(times(eyes, linear(color)), (c) => Math.min(1, Math.max(0, c)));
  const [x, y, z] = mapped(times(XYZ, light), (value, at) => {
    const t = value / (WHITE[at] ?? 1);
    return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Least difference (Delta E 1976) of any two, whoever looks. About 2.3 is just noticeable side by side. */
function leastDifference(colors: readonly string[]): number {
  const differences = Object.values(EYES).flatMap((eyes) => {
    const all = colors.map((color) => seen(color, eyes));
    return all.flatMap((one, at) =>
      all.slice(at + 1).map((other) => Math.hypot(...mapped(one, (v, i) => v - (other[i] ?? 0)))),
    );
  });
  return Math.min(...differences);
}

describe("colours for every kind of eyes", () => {
  it("Simulation_OfRedAndGreen_KnowsWhoConfusesThem", () => {
    const pair = ["#ff0000", "#00a000"] as const;
    const difference = (eyes: string) => {
      const [one, other] = pair.map((color) => seen(color, EYES[eyes] as Matrix));
      return Math.hypot(...mapped(one as Triple, (v, i) => v - (other?.[i] ?? 0)));
    };
    expect(difference("deuteranopia")).toBeLessThan(difference("usual") / 3);
    expect(difference("tritanopia")).toBeGreaterThan(difference("usual") / 2);
  });

  it.each(PRESETS.filter(({ colors }) => colors.length > 1))(
    "Preset_$name_StaysApart",
    ({ colors }) => {
      expect(leastDifference(colors)).toBeGreaterThan(18);
    },
  );

  it.each(Array.from({ length: 15 }, (_, n) => n + 2))(
    "DefaultColours_Of%iChannels_StayApart",
    (count) => {
      const colors = defaultColors(new Array<null>(count).fill(null));
      expect(new Set(colors).size).toBe(count);
      expect(leastDifference(colors)).toBeGreaterThan(18);
    },
  );

  it("DefaultColours_OfAPair_AreMagentaAndGreen", () => {
    expect(defaultColors([null, null]).sort()).toEqual(["#00ff00", "#ff00ff"]);
    expect([...(PRESETS[0]?.colors ?? [])].sort()).toEqual(["#00ff00", "#ff00ff"]);
  });
});

describe("colours of one block", () => {
  it.each([1, 2, 3, 4, 8, 16])("Presets_For%iChannels_HaveAColourForEach", (count) => {
    const presets = presetsFor(count);
    expect(presets.length).toBeGreaterThan(0);
    for (const { colors } of presets) {
      expect(new Set(colors.slice(0, count)).size).toBe(count);
    }
  });

  it("Presets_ForMoreChannelsThanColours_AreNone", () => {
    expect(presetsFor(MANY_COLORS.length + 1)).toEqual([]);
  });

  it.each([
    ["#ffffff", 1],
    ["#00FFFF", 3],
    ["#ff00ff", 2],
    ["#007755", 16],
  ])("DefaultColours_BesideAChosenOne_LeaveItToItsChannel: %s of %i", (chosen, count) => {
    for (let at = 0; at < count; at++) {
      const given = Array.from({ length: count }, (_, i) => (i === at ? chosen : null));
      const colors = defaultColors(given).map((color) => color.toLowerCase());
      expect(colors[at]).toBe(chosen.toLowerCase());
      expect(new Set(colors).size).toBe(count);
    }
  });

  it("SameColour_IsTheOneNobodyTellsApart", () => {
    expect(isSameColor("#ff0000", "#FF0000")).toBe(true);
    expect(isSameColor("#ff0000", "#fa0402")).toBe(true);
    expect(isSameColor("#ff0000", "#ff3300")).toBe(false);
  });
});
