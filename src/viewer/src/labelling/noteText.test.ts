import { describe, expect, it } from "vitest";
import { NOTE_LENGTH, noteFault } from "./noteText.ts";

describe("noteFault", () => {
  it.each([
    ["Empty", ""],
    ["Longest", "x".repeat(NOTE_LENGTH)],
    ["LongestOfPairs", "\u{1f600}".repeat(NOTE_LENGTH)],
    ["Formula", "=1+1"],
  ])("Note_%s_IsOne", (_, text) => {
    expect(noteFault(text)).toBeNull();
  });

  it.each([
    ["TooLong", "x".repeat(NOTE_LENGTH + 1), /1001 characters, at most 1000/],
    ["WithATab", "a\tb", /control character/],
    ["WithNul", "a\u0000", /control character/],
    ["OfHalfACharacter", "a\ud83d", /half a character/],
  ])("Note_%s_IsRefusedInWords", (_, text, words) => {
    expect(noteFault(text)).toMatch(words);
  });
});
