import { describe, expect, it } from "vitest";
import { actionOf, isHeldKeyOfOurs, type KeyPress } from "./keys.ts";

type Given = Partial<Omit<KeyPress, "getModifierState">> & { altGraph?: boolean };

function press(key: string, code: string, given: Given = {}): KeyPress {
  const { altGraph = false, ...rest } = given;
  return {
    key,
    code,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    ...rest,
    getModifierState: (modifier) => modifier === "AltGraph" && altGraph,
  };
}

const CLASSES = 3;

describe("digits", () => {
  it.each([
    ["a US layout", press("2", "Digit2")],
    ["a French layout, where the top row prints letters", press("é", "Digit2")],
    ["a French layout with Shift", press("2", "Digit2", { shiftKey: true })],
    ["the numpad with NumLock", press("2", "Numpad2")],
  ])("TopRowAndNumpad_On_%s_Label", (_, given) => {
    expect(actionOf(given, CLASSES)).toEqual({ kind: "label", label: 2 });
  });

  it("Numpad_WithoutNumLock_Navigates", () => {
    const given = press("ArrowDown", "Numpad2");
    expect(actionOf(given, CLASSES)).toEqual({ kind: "block", step: 1 });
  });

  it("Numpad5_WithoutNumLock_LabelsNothing", () => {
    expect(actionOf(press("Clear", "Numpad5"), 9)).toBeNull();
    expect(actionOf(press("5", "Numpad5"), 9)).toEqual({ kind: "label", label: 5 });
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, altKey: true }])(
    "Digit_With_%o_LabelsNothing",
    (modifiers) => {
      expect(actionOf(press("1", "Digit1", modifiers), CLASSES)).toBeNull();
    },
  );

  it("Digit_WithAlt_TogglesTheChannelByPosition", () => {
    const given = press("¡", "Digit1", { altKey: true });
    expect(actionOf(given, CLASSES)).toEqual({ kind: "channel", position: 0 });
  });

  it("Digit_BeyondTheClasses_IsAnsweredAndLabelsNothing", () => {
    const refused = { kind: "noClass", label: 4 };
    expect(actionOf(press("4", "Digit4"), CLASSES)).toEqual(refused);
    expect(actionOf(press("4", "Numpad4"), CLASSES)).toEqual(refused);
    expect(actionOf(press("0", "Digit0"), 9)).toEqual({ kind: "noClass", label: 0 });
    expect(actionOf(press("0", "Numpad0"), 9)).toEqual({ kind: "noClass", label: 0 });
    expect(actionOf(press("Delete", "Delete"), 9)).toEqual({ kind: "noClear" });
    expect(actionOf(press("0", "Digit0", { altKey: true }), 9)).toBeNull();
  });

  it("Digit_HeldDown_LabelsNothingAndIsSwallowed", () => {
    const held = press("1", "Digit1", { repeat: true });
    expect(actionOf(held, CLASSES)).toBeNull();
    expect(isHeldKeyOfOurs(held, CLASSES)).toBe(true);
  });
});

describe("list keys", () => {
  it.each([
    ["Home", "firstBlock"],
    ["End", "lastBlock"],
    ["PageUp", "pageUp"],
    ["PageDown", "pageDown"],
  ])("%s_GoesAlongTheList", (key, kind) => {
    expect(actionOf(press(key, key), CLASSES)).toEqual({ kind });
    expect(actionOf(press(key, key, { ctrlKey: true }), CLASSES)).toBeNull();
  });

  it("PageDown_HeldDown_GoesOn", () => {
    expect(actionOf(press("PageDown", "PageDown", { repeat: true }), CLASSES)).not.toBeNull();
    expect(actionOf(press("End", "End", { repeat: true }), CLASSES)).toBeNull();
  });
});

describe("letters", () => {
  it("Letter_OnAnotherPosition_CountsByPrint", () => {
    expect(actionOf(press("a", "KeyQ"), CLASSES)).toEqual({ kind: "autoContrast" });
    expect(actionOf(press("q", "KeyA"), CLASSES)).toBeNull();
  });

  it("Letter_WithCapsLock_Counts", () => {
    expect(actionOf(press("R", "KeyR"), CLASSES)).toEqual({ kind: "resetView" });
  });

  it("Letter_OfACyrillicLayout_CountsByPosition", () => {
    expect(actionOf(press("к", "KeyR"), CLASSES)).toEqual({ kind: "resetView" });
    expect(actionOf(press("я", "KeyZ", { ctrlKey: true }), CLASSES)).toEqual({
      kind: "undo",
      redo: false,
    });
  });

  it.each([
    ["c", { ctrlKey: true }],
    ["r", { ctrlKey: true }],
    ["v", { metaKey: true }],
  ])("Letter_%s_WithAModifier_StaysTheBrowsers", (key, modifiers) => {
    expect(actionOf(press(key, `Key${key.toUpperCase()}`, modifiers), CLASSES)).toBeNull();
  });

  it("QuestionMark_WhereverPrinted_IsHelp", () => {
    expect(actionOf(press("?", "Slash", { shiftKey: true }), CLASSES)).toEqual({ kind: "help" });
    expect(actionOf(press("?", "Digit7", { shiftKey: true }), 9)).toEqual({ kind: "help" });
  });

  it("Brackets_ThroughAltGr_StepTheSlab", () => {
    const german = press("[", "Digit8", { ctrlKey: true, altKey: true, altGraph: true });
    expect(actionOf(german, 9)).toEqual({ kind: "slab", step: -1 });
    expect(actionOf(press("]", "BracketRight"), CLASSES)).toEqual({ kind: "slab", step: 1 });
  });
});

describe("undo", () => {
  it.each([
    ["z", { ctrlKey: true }, false],
    ["z", { metaKey: true }, false],
    ["Z", { ctrlKey: true, shiftKey: true }, true],
    ["y", { ctrlKey: true }, true],
  ])("Undo_%s_With_%o_RedoIs_%s", (key, modifiers, redo) => {
    const given = press(key, `Key${key.toUpperCase()}`, modifiers);
    expect(actionOf(given, CLASSES)).toEqual({ kind: "undo", redo });
  });

  it("Undo_HeldDown_IsOneUndo", () => {
    const held = press("z", "KeyZ", { ctrlKey: true, repeat: true });
    expect(actionOf(held, CLASSES)).toBeNull();
  });
});

describe("movement", () => {
  it("Arrows_HeldDown_GoOn", () => {
    const held = press("ArrowRight", "ArrowRight", { repeat: true });
    expect(actionOf(held, CLASSES)).toEqual({ kind: "slice", step: 1 });
  });

  it("Space_HeldDown_StartsOnce", () => {
    expect(actionOf(press(" ", "Space"), CLASSES)).toEqual({ kind: "autoplay" });
    expect(actionOf(press(" ", "Space", { repeat: true }), CLASSES)).toBeNull();
  });

  it("AnyKey_WhileComposing_IsTheInputMethods", () => {
    expect(actionOf(press("1", "Digit1", { isComposing: true }), CLASSES)).toBeNull();
  });
});
