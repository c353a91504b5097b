import { describe, expect, it } from "vitest";
import { keyPress } from "../testing/keyPress.ts";
import { actionOf, isBrowsersToo, isHeldKeyOfOurs } from "./keys.ts";

const CLASSES = 3;

describe("digits", () => {
  it.each([
    ["a US layout", keyPress("2", "Digit2")],
    ["a French layout, where the top row prints letters", keyPress("é", "Digit2")],
    ["a French layout with Shift", keyPress("2", "Digit2", { shiftKey: true })],
    ["the numpad with NumLock", keyPress("2", "Numpad2")],
  ])("TopRowAndNumpad_On_%s_Label", (_, given) => {
    expect(actionOf(given, CLASSES)).toEqual({ kind: "label", label: 2 });
  });

  it("Numpad_WithoutNumLock_Navigates", () => {
    const given = keyPress("ArrowDown", "Numpad2");
    expect(actionOf(given, CLASSES)).toEqual({ kind: "block", step: 1 });
  });

  it("Numpad5_WithoutNumLock_LabelsNothing", () => {
    expect(actionOf(keyPress("Clear", "Numpad5"), 9)).toBeNull();
    expect(actionOf(keyPress("5", "Numpad5"), 9)).toEqual({ kind: "label", label: 5 });
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, altKey: true }])(
    "Digit_With_%o_LabelsNothingAndIsAnswered",
    (modifiers) => {
      const answer = { kind: "noLabel", label: 1 } as const;
      expect(actionOf(keyPress("1", "Digit1", modifiers), CLASSES)).toEqual(answer);
      expect(actionOf(keyPress("1", "Numpad1", modifiers), CLASSES)).toEqual(answer);
      expect(isBrowsersToo(answer)).toBe(true);
      expect(actionOf(keyPress("0", "Digit0", modifiers), CLASSES)).toBeNull();
    },
  );

  it.each(["", "Unidentified"])(
    "Digit_OfAKeyboardOnTheScreen_WithoutAPosition%s_Labels",
    (code) => {
      expect(actionOf(keyPress("2", code), CLASSES)).toEqual({ kind: "label", label: 2 });
      expect(actionOf(keyPress("7", code), CLASSES)).toEqual({ kind: "noClass", label: 7 });
      const channel = { kind: "channel", position: 1 };
      expect(actionOf(keyPress("2", code, { altKey: true }), CLASSES)).toEqual(channel);
      const answer = { kind: "noLabel", label: 2 };
      expect(actionOf(keyPress("2", code, { ctrlKey: true }), CLASSES)).toEqual(answer);
      expect(actionOf(keyPress("2", code, { repeat: true }), CLASSES)).toBeNull();
      expect(actionOf(keyPress("u", code), CLASSES)).toEqual({ kind: "unsure" });
      expect(actionOf(keyPress("Unidentified", code), CLASSES)).toBeNull();
    },
  );

  it("Digit_WithAlt_TogglesTheChannelByPosition", () => {
    const given = keyPress("¡", "Digit1", { altKey: true });
    expect(actionOf(given, CLASSES)).toEqual({ kind: "channel", position: 0 });
  });

  it("Digit_BeyondTheClasses_IsAnsweredAndLabelsNothing", () => {
    const refused = { kind: "noClass", label: 4 };
    expect(actionOf(keyPress("4", "Digit4"), CLASSES)).toEqual(refused);
    expect(actionOf(keyPress("4", "Numpad4"), CLASSES)).toEqual(refused);
    expect(actionOf(keyPress("0", "Digit0"), 9)).toEqual({ kind: "noClass", label: 0 });
    expect(actionOf(keyPress("0", "Numpad0"), 9)).toEqual({ kind: "noClass", label: 0 });
    expect(actionOf(keyPress("Delete", "Delete"), 9)).toEqual({ kind: "noClear" });
    const ofNoChannel = { kind: "channel", position: -1 };
    expect(actionOf(keyPress("0", "Digit0", { altKey: true }), 9)).toEqual(ofNoChannel);
  });

  it("Digit_HeldDown_LabelsNothingAndIsSwallowed", () => {
    const held = keyPress("1", "Digit1", { repeat: true });
    expect(actionOf(held, CLASSES)).toBeNull();
    expect(isHeldKeyOfOurs(held, CLASSES)).toBe(true);
  });
});

describe("every key", () => {
  const printed = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
  const codeOf = (key: string) => {
    if (/[0-9]/.test(key)) {
      return `Digit${key}`;
    }
    return /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : "";
  };
  const silent = ["Enter", "Tab", "Insert", "F5", "F7", "Shift", "Control", "Alt", "CapsLock"];

  it.each(["", "shiftKey"])("Character_With%s_IsAnsweredOnce", (modifier) => {
    for (const key of printed) {
      const given = keyPress(key, codeOf(key), { [modifier]: true });
      expect(actionOf(given, CLASSES), key).not.toBeNull();
      expect(actionOf({ ...given, repeat: true }, CLASSES)?.kind ?? "slab", key).toBe("slab");
    }
  });

  it("KeyThatPrintsNothing_AndIsNoCommand_IsTheBrowsersAndNotSpokenOf", () => {
    for (const key of silent) {
      expect(actionOf(keyPress(key, key), CLASSES), key).toBeNull();
    }
  });

  it.each(["ctrlKey", "metaKey"])("Letter_With%s_IsTheBrowsers_ButForThree", (modifier) => {
    const ours = printed.filter(
      (key) => /[a-z]/.test(key) && actionOf(keyPress(key, codeOf(key), { [modifier]: true }), 9),
    );
    expect(ours).toEqual(["k", "y", "z"]);
  });

  it("WhatIsOnlyAnswered_IsNotTakenFromTheBrowser", () => {
    for (const key of printed) {
      const action = actionOf(keyPress(key, codeOf(key)), CLASSES);
      const isCommand = /[0-9ravscdmungxof?[\]./>+-]/i.test(key);
      expect(action !== null && !isBrowsersToo(action), key).toBe(isCommand);
      expect(isHeldKeyOfOurs(keyPress(key, codeOf(key), { repeat: true }), CLASSES)).toBe(
        isCommand,
      );
    }
  });
});

describe("list keys", () => {
  it.each([
    ["Home", "firstBlock"],
    ["End", "lastBlock"],
    ["PageUp", "pageUp"],
    ["PageDown", "pageDown"],
  ])("%s_GoesAlongTheList", (key, kind) => {
    expect(actionOf(keyPress(key, key), CLASSES)).toEqual({ kind });
    expect(actionOf(keyPress(key, key, { ctrlKey: true }), CLASSES)).toBeNull();
  });

  it("PageDown_HeldDown_GoesOn", () => {
    expect(actionOf(keyPress("PageDown", "PageDown", { repeat: true }), CLASSES)).not.toBeNull();
    expect(actionOf(keyPress("End", "End", { repeat: true }), CLASSES)).toBeNull();
  });
});

describe("letters", () => {
  it("Letter_OnAnotherPosition_CountsByPrint", () => {
    expect(actionOf(keyPress("a", "KeyQ"), CLASSES)).toEqual({ kind: "autoContrast" });
    const answer = { kind: "noMeaning", character: "q" };
    expect(actionOf(keyPress("q", "KeyA"), CLASSES)).toEqual(answer);
  });

  it("M_Measures", () => {
    expect(actionOf(keyPress("m", "KeyM"), CLASSES)).toEqual({ kind: "measure" });
  });

  it("FullStop_GoesToTheNextUnlabelledBlock_OnEveryLayout", () => {
    expect(actionOf(keyPress(".", "Period"), CLASSES)).toEqual({ kind: "nextUnlabelled" });
    expect(actionOf(keyPress(".", "Comma"), CLASSES)).toEqual({ kind: "nextUnlabelled" });
  });

  it.each([
    ["US", ">", "Period", true],
    ["Dvorak", ">", "KeyE", true],
    ["German", ":", "Period", true],
    ["German, by its >", ">", "IntlBackslash", true],
    ["French, by its >", ">", "IntlBackslash", true],
    ["Turkish", ":", "Slash", true],
    ["Russian", ",", "Slash", true],
  ])("ShiftedStop_On_%s_GoesToTheNextUnsureBlock", (_, key, code, shiftKey) => {
    expect(actionOf(keyPress(key, code, { shiftKey }), CLASSES)).toEqual({ kind: "nextUnsure" });
    expect(actionOf(keyPress(key, code, { shiftKey, repeat: true }), CLASSES)).toBeNull();
    expect(actionOf(keyPress(key, code, { shiftKey, ctrlKey: true }), CLASSES)).toBeNull();
  });

  it.each([
    ["a French full stop", ".", "Comma", true, "nextUnlabelled"],
    ["a French colon", ":", "Period", false, "noMeaning"],
    ["a US colon", ":", "Semicolon", true, "noMeaning"],
    ["a US comma", ",", "Comma", false, "noMeaning"],
    ["a US question mark", "?", "Slash", true, "help"],
  ])("ShiftedStop_IsNot_%s", (_, key, code, shiftKey, kind) => {
    expect(actionOf(keyPress(key, code, { shiftKey }), CLASSES)).toMatchObject({ kind });
  });

  it.each([
    ["u", "KeyU", "unsure"],
    ["n", "KeyN", "note"],
    ["x", "KeyX", "unusable"],
  ] as const)("%s_Marks_OnceAPress", (key, code, kind) => {
    expect(actionOf(keyPress(key, code), CLASSES)).toEqual({ kind });
    expect(actionOf(keyPress(key, code, { repeat: true }), CLASSES)).toBeNull();
    expect(actionOf(keyPress(key, code, { ctrlKey: true }), CLASSES)).toBeNull();
  });

  it("D_GoesToTheNextDataSet", () => {
    expect(actionOf(keyPress("d", "KeyD"), CLASSES)).toEqual({ kind: "nextDataSet" });
    expect(actionOf(keyPress("d", "KeyD", { repeat: true }), CLASSES)).toBeNull();
    expect(actionOf(keyPress("d", "KeyD", { ctrlKey: true }), CLASSES)).toBeNull();
  });

  it("Stop_Slash_F6_AndCtrlK_MoveAround", () => {
    expect(actionOf(keyPress(".", "Period"), CLASSES)).toEqual({ kind: "nextUnlabelled" });
    expect(actionOf(keyPress("/", "Slash"), CLASSES)).toEqual({ kind: "search" });
    expect(actionOf(keyPress("F6", "F6"), CLASSES)).toEqual({ kind: "nextArea" });
    expect(actionOf(keyPress("k", "KeyK", { ctrlKey: true }), CLASSES)).toEqual({
      kind: "palette",
    });
    expect(actionOf(keyPress("k", "KeyK", { metaKey: true }), CLASSES)).toEqual({
      kind: "palette",
    });
  });

  it("Slash_OnADigitsPosition_IsTheDigit", () => {
    const slash = keyPress("/", "Digit7", { shiftKey: true });
    expect(actionOf(slash, CLASSES)).toMatchObject({ label: 7 });
  });

  it("Letter_WithCapsLock_Counts", () => {
    expect(actionOf(keyPress("R", "KeyR"), CLASSES)).toEqual({ kind: "resetView" });
  });

  it("Letter_OfACyrillicLayout_CountsByPosition", () => {
    expect(actionOf(keyPress("к", "KeyR"), CLASSES)).toEqual({ kind: "resetView" });
    expect(actionOf(keyPress("я", "KeyZ", { ctrlKey: true }), CLASSES)).toEqual({
      kind: "undo",
      redo: false,
    });
  });

  it.each([
    ["c", { ctrlKey: true }],
    ["r", { ctrlKey: true }],
    ["v", { metaKey: true }],
  ])("Letter_%s_WithAModifier_StaysTheBrowsers", (key, modifiers) => {
    expect(actionOf(keyPress(key, `Key${key.toUpperCase()}`, modifiers), CLASSES)).toBeNull();
  });

  it("QuestionMark_WhereverPrinted_IsHelp", () => {
    expect(actionOf(keyPress("?", "Slash", { shiftKey: true }), CLASSES)).toEqual({ kind: "help" });
    expect(actionOf(keyPress("?", "Digit7", { shiftKey: true }), 9)).toEqual({ kind: "help" });
  });

  it("Brackets_ThroughAltGr_StepTheSlab", () => {
    const german = keyPress("[", "Digit8", { ctrlKey: true, altKey: true, altGraph: true });
    expect(actionOf(german, 9)).toEqual({ kind: "slab", step: -1 });
    expect(actionOf(keyPress("]", "BracketRight"), CLASSES)).toEqual({ kind: "slab", step: 1 });
  });
});

describe("undo", () => {
  it.each([
    ["z", { ctrlKey: true }, false],
    ["z", { metaKey: true }, false],
    ["Z", { ctrlKey: true, shiftKey: true }, true],
    ["y", { ctrlKey: true }, true],
  ])("Undo_%s_With_%o_RedoIs_%s", (key, modifiers, redo) => {
    const given = keyPress(key, `Key${key.toUpperCase()}`, modifiers);
    expect(actionOf(given, CLASSES)).toEqual({ kind: "undo", redo });
  });

  it("Undo_HeldDown_IsOneUndo", () => {
    const held = keyPress("z", "KeyZ", { ctrlKey: true, repeat: true });
    expect(actionOf(held, CLASSES)).toBeNull();
  });
});

describe("movement", () => {
  it("Arrows_HeldDown_GoOn", () => {
    const held = keyPress("ArrowRight", "ArrowRight", { repeat: true });
    expect(actionOf(held, CLASSES)).toEqual({ kind: "slice", step: 1 });
  });

  it("Space_HeldDown_StartsOnce", () => {
    expect(actionOf(keyPress(" ", "Space"), CLASSES)).toEqual({ kind: "autoplay" });
    expect(actionOf(keyPress(" ", "Space", { repeat: true }), CLASSES)).toBeNull();
  });

  it("AnyKey_WhileComposing_IsTheInputMethods", () => {
    expect(actionOf(keyPress("1", "Digit1", { isComposing: true }), CLASSES)).toBeNull();
  });
});
