import { describe, expect, it } from "vitest";
import { TypeAhead } from "./typeAhead.ts";

describe("TypeAhead", () => {
  it("Keys_TypedAheadAtTheLastBlock_AreRefusedUntilASecondIsQuiet", () => {
    let now = 0;
    const keys = new TypeAhead(() => now);
    keys.accepted("last", true);
    for (const at of [10, 900, 1800]) {
      now = at;
      expect(keys.refusalAt("last")).toMatch(/last block/);
    }
    expect(keys.refusalAt("other")).toBeNull();
    now = 2900;
    expect(keys.refusalAt("last")).toBeNull();
  });

  it("Key_AfterALabelThatHadSomewhereToGoOrNoWishTo_Counts", () => {
    const keys = new TypeAhead(() => 0);
    keys.accepted("block", false);
    expect(keys.refusalAt("block")).toBeNull();
  });
});
