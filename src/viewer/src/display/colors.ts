import { rgbOf } from "./contrast.ts";

export const SWATCHES: readonly (readonly [color: string, name: string])[] = [
  ["#ffffff", "White"],
  ["#00ffff", "Cyan"],
  ["#ff00ff", "Magenta"],
  ["#ffff00", "Yellow"],
  ["#00ff00", "Green"],
  ["#ff0000", "Red"],
  ["#0066ff", "Blue"],
  ["#ff9900", "Orange"],
];

/**
 * What follows stays apart for people with protanopia, deuteranopia or tritanopia too: colors.test.ts looks through
 * their eyes.
 */
export const DEFAULT_PAIR = ["#00ff00", "#ff00ff"] as const;
export const DEFAULT_TRIPLE = ["#00ffff", "#ff00ff", "#ffff00"] as const;

/** The dark ones come last: they are hardest to see on black. */
export const MANY_COLORS = [
  ...DEFAULT_TRIPLE,
  "#9900ff",
  "#ffbb99",
  "#55dd00",
  "#bbbbbb",
  "#dd3399",
  "#bb7700",
  "#bbff77",
  "#ff0077",
  "#dd77dd",
  "#77bb55",
  "#9933bb",
  "#557733",
  "#007755",
] as const;

export interface Preset {
  readonly name: string;
  /** In channel order. */
  readonly colors: readonly string[];
}

export const PRESETS: readonly Preset[] = [
  { name: "Magenta / Green", colors: ["#ff00ff", "#00ff00"] },
  { name: "Blue / Orange", colors: ["#56b4e9", "#e69f00"] },
  { name: "Cyan / Magenta / Yellow", colors: DEFAULT_TRIPLE },
  { name: "Green / Magenta / White", colors: ["#00ff00", "#ff00ff", "#ffffff"] },
  { name: "Red / Green / Blue", colors: ["#ff0000", "#00ff00", "#0066ff"] },
  { name: "Grey", colors: ["#ffffff"] },
  { name: `${MANY_COLORS.length} colours`, colors: MANY_COLORS },
];

/** The presets that give each channel its own colour. */
export function presetsFor(channelCount: number): readonly Preset[] {
  return PRESETS.filter(({ colors }) => colors.length >= channelCount);
}

/** True: nobody tells the two apart on a screen. */
export function isSameColor(one: string, other: string): boolean {
  const [r, g, b] = rgbOf(one);
  const [red, green, blue] = rgbOf(other);
  return Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue)) <= 8 / 255;
}
