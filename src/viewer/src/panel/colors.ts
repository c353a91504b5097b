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

/** Colours in channel order, repeated where there are more channels. */
export const PRESETS: readonly { readonly name: string; readonly colors: readonly string[] }[] = [
  { name: "Cyan / Magenta / Yellow", colors: ["#00ffff", "#ff00ff", "#ffff00"] },
  { name: "Green / Magenta / Cyan", colors: ["#00ff00", "#ff00ff", "#00ffff"] },
  { name: "Magenta / Green", colors: ["#ff00ff", "#00ff00"] },
  { name: "Blue / Orange", colors: ["#56b4e9", "#e69f00"] },
  { name: "Red / Green / Blue", colors: ["#ff0000", "#00ff00", "#0066ff"] },
  { name: "All grey", colors: ["#ffffff"] },
];
