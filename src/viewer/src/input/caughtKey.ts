import { isBindable } from "./keyMap.ts";
import { digitOf, type KeyPress, printedLetterOf } from "./keys.ts";

/** What a person pressed to give a command a key. */
export type Caught =
  /** Empty: the command shall have none. */
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** Shift, AltGr and their like: another key may follow. The reason is for when none does. */
  | { readonly kind: "waiting"; readonly reason: string }
  | { readonly kind: "cancelled" };

const MODIFIERS = new Set([
  "Alt",
  "AltGraph",
  "CapsLock",
  "Control",
  "Fn",
  "Hyper",
  "Meta",
  "NumLock",
  "OS",
  "Shift",
  "Super",
]);

/** Keys that type nothing by themselves, as a browser names them. */
const SILENT = new Set(["", "Dead", "Process", "Unidentified", "Compose"]);

const SHOWN: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "Page Up",
  PageDown: "Page Down",
};

export function caughtKey(press: KeyPress): Caught {
  const { key } = press;
  if (press.isComposing || SILENT.has(key)) {
    return refused("This key types no character by itself");
  }
  if (MODIFIERS.has(key)) {
    return { kind: "waiting", reason: `${key} alone is no key for a command` };
  }
  const isTyped = press.getModifierState("AltGraph") || (press.ctrlKey && press.altKey);
  if ((press.ctrlKey || press.altKey || press.metaKey) && !(isTyped && isBindable(key))) {
    return refused("Keys with Ctrl, Cmd or Alt cannot be chosen: the browser has some of them");
  }
  switch (key) {
    case "Escape":
      return { kind: "cancelled" };
    case "Backspace":
    case "Delete":
      return { kind: "key", key: "" };
    case "?":
      return refused("? always shows the keys");
  }
  // A character that is typed with AltGr stands on a digit's position on many layouts.
  const digit = isTyped ? null : digitOf(press);
  if (digit !== null) {
    return refused(`${digit} always gives a label`);
  }
  const letter = printedLetterOf(press);
  return isBindable(letter)
    ? { kind: "key", key: letter }
    : refused(`${SHOWN[key] ?? key} cannot be chosen: take a letter, or another character`);
}

function refused(reason: string): Caught {
  return { kind: "refused", reason };
}
