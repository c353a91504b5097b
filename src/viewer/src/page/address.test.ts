import { expect, it } from "vitest";
import { addressOf, queryOf } from "./address.ts";

it.each([
  ["", null, "/"],
  ["", { root: "configured", id: "block_0001" }, "/?block=block_0001"],
  [
    "filter=unsure",
    { root: "configured", id: "tile_3/block_0001" },
    "/?filter=unsure&block=tile_3/block_0001",
  ],
  [
    "q=a",
    { root: "configured", id: "ä & b/block_0001" },
    "/?q=a&block=%C3%A4%20%26%20b/block_0001",
  ],
])("Address_Of_%s_And_%o_Is_%s", (query, place, address) => {
  expect(addressOf(query, place)).toBe(address);
});

it("Address_OfABlockInAnotherFolder_NamesNoBlock", () => {
  expect(addressOf("filter=1", { root: "5f3a", id: "block_0001" })).toBe("/?filter=1");
});

it.each([
  ["", ""],
  ["?block=block_0001", ""],
  ["?filter=unsure&block=tile_3/block_0001&q=a%20b", "filter=unsure&q=a%20b"],
])("Query_Of_%s_IsAllButTheBlock", (search, query) => {
  expect(queryOf(search)).toBe(query);
});
