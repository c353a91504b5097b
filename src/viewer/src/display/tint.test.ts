import { describe, expect, it } from "vitest";
import { rgbOf } from "./contrast.ts";
import { isLut, LUTS, lutColor, tinted } from "./tint.ts";

/** CIE L* of an sRGB colour, 0 to 100. */
function lightness([r, g, b]: readonly [number, number, number]): number {
  const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const y = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

describe("lutColor", () => {
  it.each(["inferno", "viridis"] as const)(
    "%s goes through its colours and never gets darker",
    (lut) => {
      const colors = LUTS[lut];
      for (const [i, color] of colors.entries()) {
        const found = lutColor(lut, i / 16);
        for (const [part, value] of rgbOf(color).entries()) {
          expect(found[part]).toBeCloseTo(value, 6);
        }
      }
      const light = Array.from({ length: 101 }, (_, i) =>
        lightness(lutColor(lut, i / 100) as [number, number, number]),
      );
      for (let i = 1; i < light.length; i++) {
        expect((light[i] ?? 0) - (light[i - 1] ?? 0)).toBeGreaterThan(0);
        expect((light[i] ?? 0) - (light[i - 1] ?? 0)).toBeLessThan(2.5);
      }
    },
  );

  it("stays at its ends outside of 0 to 1", () => {
    expect(lutColor("inferno", -1)).toEqual(lutColor("inferno", 0));
    expect(lutColor("viridis", 2)).toEqual(lutColor("viridis", 1));
  });
});

describe("tinted", () => {
  it.each([
    [0.5, { color: "#ff8000" }, [0.5, 0.5 * (128 / 255), 0]],
    [0.25, { color: "#ffffff", inverted: true }, [0.75, 0.75, 0.75]],
    [1, { color: "#ff0000", opacity: 0.4 }, [0.4, 0, 0]],
    [1, { color: "#ff0000", lut: null }, [1, 0, 0]],
    [1, { color: "#123456", lut: "inferno", inverted: true }, lutColor("inferno", 0)],
  ] as const)("of %f by %j", (t, look, rgb) => {
    for (const [part, value] of tinted(t, look).entries()) {
      expect(value).toBeCloseTo(rgb[part] ?? 0, 6);
    }
  });

  it("takes only scales that there are", () => {
    expect([isLut("inferno"), isLut("jet"), isLut("toString"), isLut(null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(tinted(1, { color: "#00ff00", lut: "jet" as never })).toEqual([0, 1, 0]);
  });
});
