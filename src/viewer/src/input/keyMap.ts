import type { KeyAction } from "./keys.ts";

/** What a printed character means. */
export type KeyTable = ReadonlyMap<string, KeyAction>;

interface Command {
  readonly action: KeyAction;
  /** null: none but those that stay (digits, arrows, Backspace, ...): `keys.ts`. */
  readonly standard: string | null;
}

function command(action: KeyAction, standard: string | null = null): Command {
  return { action, standard };
}

const LABELS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
  (label) => [`label${label}`, command({ kind: "label", label })] as const,
);

/** All that a person may give a key to, by name. Twin of App/Annotating/Keys/KeySheet.cs; tests/vectors/keys.json. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...LABELS,
  ["clear", command({ kind: "clear" })],
  ["unsure", command({ kind: "unsure" }, "u")],
  ["note", command({ kind: "note" }, "n")],
  ["unusable", command({ kind: "unusable" }, "x")],
  ["undo", command({ kind: "undo", redo: false })],
  ["redo", command({ kind: "undo", redo: true })],
  ["previousBlock", command({ kind: "block", step: -1 })],
  ["nextBlock", command({ kind: "block", step: 1 })],
  ["pageUp", command({ kind: "pageUp" })],
  ["pageDown", command({ kind: "pageDown" })],
  ["firstBlock", command({ kind: "firstBlock" })],
  ["lastBlock", command({ kind: "lastBlock" })],
  ["nextUnlabelled", command({ kind: "nextUnlabelled" }, ".")],
  ["nextUnsure", command({ kind: "nextUnsure" }, ">")],
  ["nextDataSet", command({ kind: "nextDataSet" }, "d")],
  ["search", command({ kind: "search" }, "/")],
  ["fold", command({ kind: "fold" }, "f")],
  ["palette", command({ kind: "palette" })],
  ["gallery", command({ kind: "gallery" }, "g")],
  ["nextArea", command({ kind: "nextArea" })],
  ["previousSlice", command({ kind: "slice", step: -1 })],
  ["nextSlice", command({ kind: "slice", step: 1 })],
  ["autoplay", command({ kind: "autoplay" })],
  ["faster", command({ kind: "playSpeed", step: 1 }, "+")],
  ["slower", command({ kind: "playSpeed", step: -1 }, "-")],
  ["thinnerSlab", command({ kind: "slab", step: -1 }, "[")],
  ["thickerSlab", command({ kind: "slab", step: 1 }, "]")],
  ["viewMode", command({ kind: "viewMode" }, "v")],
  ["resetView", command({ kind: "resetView" }, "r")],
  ["context", command({ kind: "context" }, "o")],
  ["measure", command({ kind: "measure" }, "m")],
  ["autoContrast", command({ kind: "autoContrast" }, "a")],
  ["solo", command({ kind: "solo" }, "s")],
  ["campaign", command({ kind: "campaign" }, "c")],
]);

/** One printed character in its small form; no digit, which labels, and no "?", which shows the keys. */
const BINDABLE = /^[^\p{C}\p{Z}\p{M}\p{Nd}\p{Lu}\p{Lt}?]$/u;

export function isBindable(key: unknown): key is string {
  return typeof key === "string" && key.length === 1 && BINDABLE.test(key);
}

/**
 * Command and key of all that have one. What another version wrote is passed over: a command that is not known, a key that
 * cannot be one. A key that two commands have is the first one's. null: the standard keys.
 */
export function bindingsOf(
  keys: Readonly<Record<string, unknown>> | null,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const [name, { standard }] of COMMANDS) {
    const key = keys === null ? standard : Object.hasOwn(keys, name) ? keys[name] : null;
    if (isBindable(key) && !taken.has(key)) {
      taken.add(key);
      found.set(name, key);
    }
  }
  return found;
}

export function keyTableOf(bindings: ReadonlyMap<string, string>): KeyTable {
  const table = new Map<string, KeyAction>();
  for (const [name, key] of bindings) {
    const known = COMMANDS.get(name);
    if (known !== undefined) {
      table.set(key, known.action);
    }
  }
  return table;
}

export const STANDARD_KEYS: KeyTable = keyTableOf(bindingsOf(null));
