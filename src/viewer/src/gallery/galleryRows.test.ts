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
const withIds = (ids: string[]) =>
  rows.slice(0, ids.length).map((row, i) => ({ ...row, id: ids[i] ?? "" }));
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
      isUnusable: false,
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
  it("has blocks that cannot be judged apart from those without a label", () => {
    const judged = rows.map((row, i) => ({ ...row, isUnusable: i === 4 }));
    for (const grouping of ["label", "day"] as const) {
      const last = groupsOf(judged, { grouping, sorting: "list" }, classes).slice(-2);
      expect(idsOf(last)).toEqual([
        ["Cannot be judged", "b/3"],
        ["Unlabelled", "a/2"],
      ]);
    }
  });

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

  it("has a group for each day of labelling, the latest first, and those without one last", () => {
    const noon = (day: number) => new Date(2026, 2, day, 12).getTime() / 1000;
    const days = rowsOf({
      root: "r",
      ids: ["1", "2", "3", "4", "5"],
      labels: [1, 0, 2, 1, 1],
      times: [noon(1), 0, noon(9), noon(1) + 3600, 0],
      marks: [0, 0, 0, 0, 0],
      version: 1,
      refusal: null,
      emptyText: "",
    });

    const groups = groupsOf(days, { grouping: "day", sorting: "list" }, classes);

    expect(groups.map(({ rows: members }) => members.map(({ id }) => id))).toEqual([
      ["3"],
      ["1", "4"],
      ["5"],
      ["2"],
    ]);
    expect(groups[0]?.title).toContain("9");
    expect(groups.slice(2).map(({ title }) => title)).toEqual([
      "Labelled at an unknown time",
      "Unlabelled",
    ]);
  });

  it("has those flagged as unsure first", () => {
    expect(idsOf(groupsOf(rows, { grouping: "unsure", sorting: "list" }, classes))).toEqual([
      ["Unsure", "a/2", "b/2"],
      ["Not unsure", "a/1", "b/1", "b/3"],
    ]);
  });

  it("sorts names by their numbers", () => {
    const shuffled = withIds(["b_10", "b_2", "a_1"]);
    const [only] = groupsOf(shuffled, { grouping: "none", sorting: "name" }, classes);
    expect(only?.rows.map(({ id }) => id)).toEqual(["a_1", "b_2", "b_10"]);
  });

  it("keeps folders in the order of their first blocks, whatever they are called", () => {
    const shuffled = withIds(["b/1", "a/1", "b/2"]);
    const groups = groupsOf(shuffled, { grouping: "folder", sorting: "list" }, classes);
    expect(idsOf(groups)).toEqual([
      ["b", "b/1", "b/2"],
      ["a", "a/1"],
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
