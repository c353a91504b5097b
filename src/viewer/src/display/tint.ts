import { rgbOf } from "./contrast.ts";

/** A scale of colours in which equal steps look equal. */
export type Lut = "inferno" | "viridis";

/** 0 to 1 each. */
export type Rgb = readonly [r: number, g: number, b: number];

/** Seventeen of the 256 colours of each, at equal distances; both are matplotlib's, in the public domain (CC0). */
export const LUTS: Readonly<Record<Lut, readonly string[]>> = {
  inferno: [
    "#000004",
    "#0b0724",
    "#210c4a",
    "#3d0965",
    "#57106e",
    "#71196e",
    "#8a226a",
    "#a32c61",
    "#bc3754",
    "#d04545",
    "#e35933",
    "#f1711f",
    "#f98c0a",
    "#fcaa0f",
    "#f9c932",
    "#f2e865",
    "#fcffa4",
  ],
  viridis: [
    "#440154",
    "#48186a",
    "#472d7b",
    "#424086",
    "#3b528b",
    "#33638d",
    "#2c728e",
    "#26828e",
    "#21918c",
    "#1f9f88",
    "#27ad81",
    "#3dbc74",
    "#5cc863",
    "#81d34d",
    "#aadc32",
    "#d5e21a",
    "#fde725",
  ],
};

/** Numbers of the scales in the shaders; 0 is none. */
export const LUT_NUMBERS: Readonly<Record<Lut, number>> = { inferno: 1, viridis: 2 };

/** What a channel's dot and histogram are drawn in when a scale stands in for its colour. */
export const LUT_COLORS: Readonly<Record<Lut, string>> = { inferno: "#f1711f", viridis: "#21918c" };

const STEPS = 16;

/** How a channel turns its share of the limits into a colour. */
export interface Tint {
  /** "#rrggbb"; says nothing beside a scale. */
  readonly color: string;
  /** The lower limit is bright. */
  readonly inverted?: boolean;
  readonly lut?: Lut | null;
  /** 0 to 1; absent: 1. */
  readonly opacity?: number;
}

export function isLut(name: unknown): name is Lut {
  return typeof name === "string" && Object.hasOwn(LUTS, name);
}

/** Of the scale at t, 0 to 1; straight between two of its colours. */
export function lutColor(lut: Lut, t: number): Rgb {
  const at = Math.min(1, Math.max(0, t)) * STEPS;
  const i = Math.min(STEPS - 1, Math.floor(at));
  const [low, high] = [rgbOf(LUTS[lut][i] ?? ""), rgbOf(LUTS[lut][i + 1] ?? "")];
  const mixed = (part: 0 | 1 | 2) => low[part] + (high[part] - low[part]) * (at - i);
  return [mixed(0), mixed(1), mixed(2)];
}

/** What a channel adds to a pixel; t goes from 0 at its lower limit to 1. Twin of the GLSL in shaders/groups.ts. */
export function tinted(t: number, { color, inverted, lut, opacity = 1 }: Tint): Rgb {
  const share = inverted === true ? 1 - t : t;
  if (isLut(lut)) {
    const [r, g, b] = lutColor(lut, share);
    return [r * opacity, g * opacity, b * opacity];
  }
  const [r, g, b] = rgbOf(color);
  return [r * share * opacity, g * share * opacity, b * share * opacity];
}

/** `lutColor(number, t)` for the numbers of LUT_NUMBERS. */
export function lutGlsl(): string {
  const arrays = Object.entries(LUTS).map(([name, colors]) => {
    const stops = colors.map((color) => `vec3(${rgbOf(color).map((part) => part.toFixed(6))})`);
    return `const vec3 ${name}[${STEPS + 1}] = vec3[${STEPS + 1}](${stops.join(", ")});`;
  });
  return `${arrays.join("\n")}
vec3 lutColor(int number, float t) {
  float at = clamp(t, 0.0, 1.0) * ${STEPS}.0;
  int i = min(${STEPS - 1}, int(at));
  return number == ${LUT_NUMBERS.inferno}
    ? mix(inferno[i], inferno[i + 1], at - float(i))
    : mix(viridis[i], viridis[i + 1], at - float(i));
}`;
}
