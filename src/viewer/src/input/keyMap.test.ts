import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keyPress } from "../testing/keyPress.ts";
import { bindingsOf, COMMANDS, isBindable, keyTableOf } from "./keyMap.ts";
import { actionOf, type KeyAction } from "./keys.ts";

/** The presets, and characters that may be given to a command or not; KeyMapTests.cs holds the program's side to it. */
const vectors: {
  readonly presets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bindable: string;
  readonly unbindable: readonly string[];
} = JSON.parse(
  new TextDecoder().decode(
    readFileSync(new URL("../../../../tests/vectors/keys.json", import.meta.url)),
  ),
);
const { standard = {}, leftHand = {} } = vectors.presets;

const PRINTED = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
const CLASSES = 9;

/** What is in force without a choice. */
const FORMER: Readonly<Record<string, KeyAction>> = {
  r: { kind: "resetView" },
  a: { kind: "autoContrast" },
  v: { kind: "viewMode" },
  s: { kind: "solo" },
  c: { kind: "campaign" },
  d: { kind: "nextDataSet" },
  ".": { kind: "nextUnlabelled" },
  ">": { kind: "nextUnsure" },
  "/": { kind: "search" },
  f: { kind: "fold" },
  m: { kind: "measure" },
  o: { kind: "context" },
  u: { kind: "unsure" },
  n: { kind: "note" },
  x: { kind: "unusable" },
  g: { kind: "gallery" },
  "+": { kind: "playSpeed", step: 1 },
  "-": { kind: "playSpeed", step: -1 },
  "[": { kind: "slab", step: -1 },
  "]": { kind: "slab", step: 1 },
};

function meaningOf(key: string, keys: Readonly<Record<string, unknown>> | null): KeyAction | null {
  return actionOf(keyPress(key, ""), CLASSES, keyTableOf(bindingsOf(keys)));
}

describe("standard keys", () => {
  it("AreWhatTheProgramHas", () => {
    expect(Object.fromEntries(bindingsOf(null))).toEqual(standard);
  });

  it("AreThoseBeforeKeysCouldBeChanged", () => {
    for (const key of PRINTED) {
      const former = FORMER[key.toLowerCase()];
      const isDigit = /[0-9]/.test(key);
      const others = key === "?" ? { kind: "help" } : { kind: "noMeaning", character: key };
      const digit = { kind: key === "0" ? "noClass" : "label", label: Number(key) };
      expect(meaningOf(key, null), key).toEqual(former ?? (isDigit ? digit : others));
    }
  });
});

describe.each(Object.entries(vectors.presets))("preset %s", (_, preset) => {
  it("NamesOnlyCommandsThatThereAre_AndKeysThatMayBe", () => {
    expect(Object.keys(preset).filter((name) => !COMMANDS.has(name))).toEqual([]);
    expect(Object.values(preset).filter((key) => !isBindable(key))).toEqual([]);
    expect(Object.fromEntries(bindingsOf(preset))).toEqual(preset);
  });

  it("GivesEachCommandOneMeaning_AndEachKeyOneCommand", () => {
    expect(new Set(Object.values(preset)).size).toBe(Object.keys(preset).length);
    for (const [name, key] of Object.entries(preset)) {
      expect(meaningOf(key, preset), name).toEqual(COMMANDS.get(name)?.action);
    }
  });

  it("LeavesEveryCommandWithAStandardKeySomeKey", () => {
    expect(Object.keys(standard).filter((name) => !(name in preset))).toEqual([]);
  });

  it("LeavesDigitsNamedKeysAndHelpAsTheyAre", () => {
    const table = keyTableOf(bindingsOf(preset));
    for (let digit = 1; digit <= 9; digit++) {
      const label = { kind: "label", label: digit };
      for (const code of [`Digit${digit}`, `Numpad${digit}`, ""]) {
        expect(actionOf(keyPress(String(digit), code), CLASSES, table)).toEqual(label);
      }
    }
    for (const key of ["ArrowUp", "ArrowDown", "Home", " ", "Backspace", "Escape", "F6", "?"]) {
      expect(actionOf(keyPress(key, ""), CLASSES, table)).toEqual(
        actionOf(keyPress(key, ""), CLASSES),
      );
    }
    const undo = keyPress("z", "KeyZ", { ctrlKey: true });
    expect(actionOf(undo, CLASSES, table)).toEqual({ kind: "undo", redo: false });
  });

  it("MeansTheSameWithCapsLock_AndNothingDecidesWhileHeld", () => {
    const table = keyTableOf(bindingsOf(preset));
    const moves = ["block", "slice", "slab", "pageUp", "pageDown"];
    for (const [name, key] of Object.entries(preset)) {
      const action = COMMANDS.get(name)?.action;
      expect(meaningOf(key.toUpperCase(), preset), name).toEqual(action);
      const held = actionOf(keyPress(key, "", { repeat: true }), CLASSES, table);
      expect(held, name).toEqual(moves.includes(action?.kind ?? "") ? action : null);
    }
  });
});

describe("left hand", () => {
  it("Labels_LieOnQWE_ASD_ZXC", () => {
    const labels = "qweasdzxc".split("").map((key) => meaningOf(key, leftHand));
    expect(labels).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((label) => ({ kind: "label", label })));
  });

  it("Letter_OfAClassThatIsNotThere_IsAnswered", () => {
    const table = keyTableOf(bindingsOf(leftHand));
    expect(actionOf(keyPress("a", "KeyA"), 3, table)).toEqual({ kind: "noClass", label: 4 });
  });

  it("Letters_CountByPrint_ButWhereTheLayoutHasNoLatinOnes", () => {
    const table = keyTableOf(bindingsOf(leftHand));
    expect(actionOf(keyPress("q", "KeyA"), 3, table)).toEqual({ kind: "label", label: 1 });
    expect(actionOf(keyPress("a", "KeyQ"), 9, table)).toEqual({ kind: "label", label: 4 });
    expect(actionOf(keyPress("й", "KeyQ"), 3, table)).toEqual({ kind: "label", label: 1 });
  });
});

describe("every command", () => {
  it.each([...COMMANDS.keys()])("%s_IsReachedByAnyKeyThatItIsGiven", (name) => {
    for (const key of PRINTED.filter(isBindable)) {
      expect(meaningOf(key, { [name]: key }), key).toEqual(COMMANDS.get(name)?.action);
    }
  });

  it("Characters_ThatMayBeGivenToOne_AreThoseThatTheProgramTakes", () => {
    expect([...vectors.bindable].filter((key) => !isBindable(key))).toEqual([]);
    expect(vectors.unbindable.filter(isBindable)).toEqual([]);
    expect(PRINTED.filter(isBindable).filter((key) => !vectors.bindable.includes(key))).toEqual([]);
  });
});

describe("keys of another version", () => {
  it("AreIgnored", () => {
    const strange = {
      teleport: "t",
      constructor: "y",
      unsure: 7,
      note: "F5",
      solo: "U",
      measure: null,
    };
    expect([...bindingsOf({ ...strange, viewMode: "i" })]).toEqual([["viewMode", "i"]]);
    expect(meaningOf("t", strange)).toEqual({ kind: "noMeaning", character: "t" });
  });

  it("OneKeyForTwo_IsTheFirstOnes", () => {
    expect([...bindingsOf({ note: "x", unsure: "x" })]).toEqual([["unsure", "x"]]);
  });

  it("Character_TypedWithAltGr_Counts_AndLettersDoNot", () => {
    const table = keyTableOf(bindingsOf({ unsure: "@", note: "e" }));
    const windows = { ctrlKey: true, altKey: true, getModifierState: () => true };
    expect(actionOf(keyPress("@", "KeyQ", windows), CLASSES, table)).toEqual({ kind: "unsure" });
    expect(actionOf(keyPress("e", "KeyE", windows), CLASSES, table)).toBeNull();
  });
});
