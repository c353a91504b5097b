import { expect, test } from "vitest";
import { visibleName } from "./visibleName.ts";

test.each([
  ["tile_3/block 0001", "tile_3/block 0001"],
  ["Pr\u00E4parat \u65E5\u672C", "Pr\u00E4parat \u65E5\u672C"],
  ["a\u200Bb", "a\\u{200B}b"],
  ["a\u00ADb", "a\\u{00AD}b"],
  ["a\u202Eb", "a\\u{202E}b"],
  ["a\u00A0b", "a\\u{00A0}b"],
  ["a\uFE0Fb\u3164", "a\\u{FE0F}b\\u{3164}"],
  ["a\u{E0001}b", "a\\u{E0001}b"],
])("%j is shown as %j", (name, shown) => {
  expect(visibleName(name)).toBe(shown);
});
