import { describe, expect, it } from "vitest";
import { groupsOf, rowsOf } from "./galleryRows.ts";

const rows = rowsOf({
  root: "r",
  ids: ["a/1", "a/2", "b/1", "b/2", "b/3"],
  labels: [2, 0, 1, 2, 0],
  times: [50, 0, 70, 60, 0],
  marks: [0, 1, 2, 3, 0],
  version: 1,
  refusal: null,
  emptyText: "",
});
const classes = [
  { name: "Cell", style: "" },
  { name: "Fibre", style: "" },
];
const idsOf = (groups: ReturnType<typeof groupsOf>) =>
  groups.map(({ title, rows: members }) => [title, ...members.map(({ id }) => id)]);

describe("rowsOf", () => {
  it("reads labels, flags and notes", () => {
    expect(rows[0]).toEqual({
      id: "a/1",
      label: 2,
      time: 50,
      isUnsure: false,
      hasNote: false,
    });
    expect(rows.map(({ label }) => label)).toEqual([2, null, 1, 2, null]);
    expect(rows.map(({ isUnsure, hasNote }) => [isUnsure, hasNote])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
      [false, false],
    ]);
  });
});

describe("groupsOf", () => {
  it("puts classes in their order and blocks without a label last", () => {
    expect(idsOf(groupsOf(rows, { grouping: "label", sorting: "list" }, classes))).toEqual([
      ["Cell", "b/1"],
      ["Fibre", "a/1", "b/2"],
      ["Unlabelled", "a/2", "b/3"],
    ]);
  });

  it("has a group for each folder", () => {
    expect(idsOf(groupsOf(rows, { grouping: "folder", sorting: "list" }, classes))).toEqual([
      ["a", "a/1", "a/2"],
      ["b", "b/1", "b/2", "b/3"],
    ]);
  });

  it.each([
    ["list", ["a/1", "a/2", "b/1", "b/2", "b/3"]],
    ["label", ["b/1", "a/1", "b/2", "a/2", "b/3"]],
    ["time", ["b/1", "b/2", "a/1", "a/2", "b/3"]],
    ["unsure", ["a/2", "b/2", "a/1", "b/1", "b/3"]],
  ] as const)("sorts by %s and keeps the list's order where it says nothing", (sorting, ids) => {
    const [only] = groupsOf(rows, { grouping: "none", sorting }, classes);
    expect(only?.title).toBe("");
    expect(only?.rows.map(({ id }) => id)).toEqual(ids);
  });

  it("has no group without a block", () => {
    expect(groupsOf([], { grouping: "label", sorting: "list" }, classes)).toEqual([]);
  });
});
