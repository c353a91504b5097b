import { type KeyTable, STANDARD_KEYS } from "./keyMap.ts";
import { isShiftedStop } from "./shiftedStop.ts";

/**
 * What a key press means, by design: digits by position, numpad digits by what they produce, letters and other characters by
 * print, as this page's person has given them to commands (`keyMap.ts`).
 */
export type KeyAction =
  | { readonly kind: "label"; readonly label: number }
  /** 0, or a digit above the last class: it labels nothing, and says so. */
  | { readonly kind: "noClass"; readonly label: number }
  /** A digit with Ctrl or Cmd looks like a label and is none; the browser gets it as well. */
  | { readonly kind: "noLabel"; readonly label: number }
  /** A character that means nothing here; the browser gets it as well. */
  | { readonly kind: "noMeaning"; readonly character: string }
  | { readonly kind: "block"; readonly step: -1 | 1 }
  /** Along the list of blocks, which only C# knows beyond the neighbours. */
  | {
      readonly kind:
        | "firstBlock"
        | "lastBlock"
        | "pageUp"
        | "pageDown"
        | "nextDataSet"
        | "nextUnlabelled"
        | "nextUnsure"
        | "fold";
    }
  /** To the search field; to the next of list, picture and panel. */
  | { readonly kind: "search" | "nextArea" }
  | { readonly kind: "palette" }
  | { readonly kind: "gallery" }
  | { readonly kind: "slice"; readonly step: -1 | 1 }
  | { readonly kind: "slab"; readonly step: -1 | 1 }
  /** From 0; the block may have no such channel. */
  | { readonly kind: "channel"; readonly position: number }
  | { readonly kind: "undo"; readonly redo: boolean }
  | { readonly kind: "unsure" }
  | { readonly kind: "note" }
  | { readonly kind: "unusable" }
  | { readonly kind: "clear" }
  /** Delete, which clears nothing, and says which key does. */
  | { readonly kind: "noClear" }
  | { readonly kind: "autoplay" }
  | { readonly kind: "playSpeed"; readonly step: -1 | 1 }
  | { readonly kind: "resetView" }
  | { readonly kind: "measure" }
  | { readonly kind: "context" }
  | { readonly kind: "autoContrast" }
  | { readonly kind: "viewMode" }
  | { readonly kind: "solo" }
  | { readonly kind: "campaign" }
  | { readonly kind: "help" }
  | { readonly kind: "escape" };

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  getModifierState(modifier: string): boolean;
}

const NAMED: Readonly<Record<string, KeyAction>> = {
  ArrowUp: { kind: "block", step: -1 },
  ArrowDown: { kind: "block", step: 1 },
  Home: { kind: "firstBlock" },
  End: { kind: "lastBlock" },
  PageUp: { kind: "pageUp" },
  PageDown: { kind: "pageDown" },
  ArrowLeft: { kind: "slice", step: -1 },
  ArrowRight: { kind: "slice", step: 1 },
  " ": { kind: "autoplay" },
  Backspace: { kind: "clear" },
  Delete: { kind: "noClear" },
  Escape: { kind: "escape" },
  F6: { kind: "nextArea" },
};

/** Null: the key is not the viewer's, and the browser keeps it. A held key only moves; it never decides. */
export function actionOf(
  press: KeyPress,
  classCount: number,
  keys: KeyTable = STANDARD_KEYS,
): KeyAction | null {
  if (press.isComposing) {
    return null;
  }
  const action = anyActionOf(press, classCount, keys);
  return action !== null && press.repeat && !mayRepeat(action) ? null : action;
}

/** The browser gets the key as well. */
export function isBrowsersToo({ kind }: KeyAction): boolean {
  return kind === "noLabel" || kind === "noMeaning";
}

/** True for a viewer key that is ignored because it is held; the browser must not get it either. */
export function isHeldKeyOfOurs(
  press: KeyPress,
  classCount: number,
  keys: KeyTable = STANDARD_KEYS,
): boolean {
  const action = press.repeat && !press.isComposing ? anyActionOf(press, classCount, keys) : null;
  return action !== null && !isBrowsersToo(action);
}

function anyActionOf(press: KeyPress, classCount: number, keys: KeyTable): KeyAction | null {
  const plain = !press.ctrlKey && !press.altKey && !press.metaKey;
  // AltGr is how many layouts type brackets and their like; it comes with Ctrl and Alt set on Windows.
  if (press.getModifierState("AltGraph") || (press.ctrlKey && press.altKey)) {
    const typed = LETTER.test(press.key) ? undefined : keys.get(press.key);
    if (typed !== undefined) {
      return boundOf(typed, classCount);
    }
  }
  if (plain) {
    return press.key === "?" ? { kind: "help" } : plainActionOf(press, classCount, keys);
  }
  const digit = digitOf(press);
  if (press.altKey && !press.ctrlKey && !press.metaKey) {
    return digit === null ? null : { kind: "channel", position: digit - 1 };
  }
  if (digit !== null) {
    // Ctrl+0 sets the browser's zoom.
    return digit === 0 ? null : { kind: "noLabel", label: digit };
  }
  return press.altKey ? null : commandOf(press);
}

function plainActionOf(press: KeyPress, classCount: number, keys: KeyTable): KeyAction | null {
  const named = NAMED[press.key];
  if (named !== undefined) {
    return press.shiftKey ? null : named;
  }
  const digit = digitOf(press);
  if (digit !== null) {
    return labelOf(digit, classCount);
  }
  // Shift with the full stop is ">" where it prints that, and everywhere else.
  const bound =
    keys.get(printedLetterOf(press)) ?? (isShiftedStop(press) ? keys.get(">") : undefined);
  return bound === undefined ? meaninglessOf(press.key) : boundOf(bound, classCount);
}

function boundOf(action: KeyAction, classCount: number): KeyAction {
  return action.kind === "label" ? labelOf(action.label, classCount) : action;
}

function labelOf(label: number, classCount: number): KeyAction {
  return { kind: label >= 1 && label <= classCount ? "label" : "noClass", label };
}

/** Keys that print nothing, such as Enter and F5, are not spoken of. */
function meaninglessOf(key: string): KeyAction | null {
  return [...key].length === 1 && key.trim() !== "" ? { kind: "noMeaning", character: key } : null;
}

function commandOf(press: KeyPress): KeyAction | null {
  switch (printedLetterOf(press)) {
    case "k":
      return press.shiftKey ? null : { kind: "palette" };
    case "z":
      return { kind: "undo", redo: press.shiftKey };
    case "y":
      return press.shiftKey ? null : { kind: "undo", redo: true };
    default:
      return null;
  }
}

/** The keyboard on a screen names no position: its digits are what they print. */
export function digitOf(press: KeyPress): number | null {
  const { code, key } = press;
  const isNowhere = code === "" || code === "Unidentified";
  const isPrinted = (isNowhere || code.startsWith("Numpad")) && /^[0-9]$/.test(key);
  return isPrinted ? Number(key) : topRowDigitOf(code);
}

function topRowDigitOf(code: string): number | null {
  const digit = code.match(/^Digit([0-9])$/)?.[1];
  return digit === undefined ? null : Number(digit);
}

/** On a layout without Latin letters the position of the key stands in for the letter. */
export function printedLetterOf(press: KeyPress): string {
  const letter = press.key.toLowerCase();
  const isForeign = letter.length === 1 && letter > "\u007f" && /\p{L}/u.test(letter);
  const position = press.code.match(/^Key([A-Z])$/)?.[1];
  return isForeign && position !== undefined ? position.toLowerCase() : letter;
}

const LETTER = /^\p{L}$/u;

const REPEATED = new Set<KeyAction["kind"]>(["block", "pageUp", "pageDown", "slice", "slab"]);

function mayRepeat(action: KeyAction): boolean {
  return REPEATED.has(action.kind);
}
