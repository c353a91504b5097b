import { expect, test } from "vitest";
import { blockName, isBlind } from "./blockName.ts";

test("a block of the self-check has no name on screen", () => {
  const id = ".self-check/block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
  expect([isBlind(id), blockName(id)]).toEqual([true, "block"]);
});

test("every other block has its own", () => {
  expect([isBlind("self-check/block_0001"), blockName("self-check/block_0001")]).toEqual([
    false,
    "self-check/block_0001",
  ]);
  expect(blockName("a\u200bb/block_0001")).toBe("a\\u{200B}b/block_0001");
});
