import { describe, expect, it } from "vitest";
import { keyPress } from "../testing/keyPress.ts";
import { caughtKey } from "./caughtKey.ts";

function caught(...press: Parameters<typeof keyPress>) {
  return caughtKey(keyPress(...press));
}

describe("caughtKey", () => {
  it.each([
    ["q", "KeyQ", "q"],
    ["Q", "KeyQ", "q"],
    ["a", "KeyQ", "a"],
    ["й", "KeyQ", "q"],
    ["ö", "Semicolon", "ö"],
    [",", "", ","],
    ["+", "NumpadAdd", "+"],
  ])("Character_%s_On_%s_Is_%s", (key, code, expected) => {
    expect(caught(key, code)).toEqual({ kind: "key", key: expected });
  });

  it("Character_TypedWithAltGr_IsTaken", () => {
    const windows = { ctrlKey: true, altKey: true, altGraph: true };
    expect(caught("@", "KeyQ", windows)).toEqual({ kind: "key", key: "@" });
    expect(caught("[", "Digit8", windows)).toEqual({ kind: "key", key: "[" });
  });

  it("BackspaceAndDelete_TakeTheKeyAway_AndEscapeCancels", () => {
    expect(caught("Backspace")).toEqual({ kind: "key", key: "" });
    expect(caught("Delete")).toEqual({ kind: "key", key: "" });
    expect(caught("Escape")).toEqual({ kind: "cancelled" });
  });

  it.each([
    ["5", "Digit5", {}, "5 always gives a label"],
    ["é", "Digit2", {}, "2 always gives a label"],
    ["5", "Numpad5", {}, "5 always gives a label"],
    ["5", "", {}, "5 always gives a label"],
    ["?", "Slash", { shiftKey: true }, "? always shows the keys"],
    ["k", "KeyK", { ctrlKey: true }, "Keys with Ctrl, Cmd or Alt cannot be chosen"],
    ["k", "KeyK", { metaKey: true }, "Keys with Ctrl, Cmd or Alt cannot be chosen"],
    ["å", "KeyA", { altKey: true }, "Keys with Ctrl, Cmd or Alt cannot be chosen"],
    ["Tab", "Tab", {}, "Tab cannot be chosen"],
    ["Enter", "Enter", {}, "Enter cannot be chosen"],
    ["F5", "F5", {}, "F5 cannot be chosen"],
    [" ", "Space", {}, "Space cannot be chosen"],
    ["ArrowUp", "ArrowUp", {}, "↑ cannot be chosen"],
    ["Dead", "BracketLeft", {}, "This key types no character by itself"],
    ["Unidentified", "", {}, "This key types no character by itself"],
  ])("Key_%s_On_%s_IsRefusedInWords", (key, code, given, words) => {
    const answer = caught(key, code, given);
    expect(answer).toMatchObject({ kind: "refused", reason: expect.stringContaining(words) });
  });

  it.each(["Shift", "Control", "Alt", "AltGraph", "Meta"])("%s_WaitsForTheKeyBehindIt", (key) => {
    const answer = caught(key, "", { ctrlKey: key === "Control" });
    expect(answer).toEqual({ kind: "waiting", reason: `${key} alone is no key for a command` });
  });
});
