import type { KeyPress } from "./keys.ts";

/**
 * Shift with the key of the full stop, by what it prints: ">" wherever that stands (US, UK, Dvorak), ":" on the key right of the
 * comma or the one after that (German, Nordic, Spanish, Italian; Turkish), "," on the latter (Russian). Where the full stop itself
 * takes Shift, as on a French layout, ">" is what is left.
 */
export function isShiftedStop({ key, code, shiftKey }: KeyPress): boolean {
  switch (key) {
    case ">":
      return true;
    case ":":
      return shiftKey && (code === "Period" || code === "Slash");
    case ",":
      return shiftKey && code === "Slash";
    default:
      return false;
  }
}
