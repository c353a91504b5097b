import { describe, expect, it } from "vitest";
import { CAPTION, GAP, GalleryLayout, HEAD, PAD } from "./galleryLayout.ts";
import type { Group, Row } from "./galleryRows.ts";

const TILE = 100;
const LINE = TILE + CAPTION + GAP;
const rowsFrom = (from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `b${from + i}`,
    label: null,
    time: 0,
    isUnsure: false,
    hasNote: false,
    isUnusable: false,
  }));
const group = (key: string, rows: readonly Row[]): Group => ({ key, title: key, rows });
/** Four columns: 7 tiles, then 2, then 5. */
const groups = [group("a", rowsFrom(0, 7)), group("b", rowsFrom(7, 2)), group("c", rowsFrom(9, 5))];
const width = 2 * PAD + 4 * TILE + 3 * GAP;
const layout = new GalleryLayout(groups, width, TILE);

describe("GalleryLayout", () => {
  it("fits as many columns as the width takes", () => {
    expect(layout.columns).toBe(4);
    expect(new GalleryLayout(groups, width - 1, TILE).columns).toBe(3);
    expect(new GalleryLayout(groups, 10, TILE).columns).toBe(1);
  });

  it("is as high as its heads and lines", () => {
    expect(layout.height).toBe(3 * HEAD + (2 + 1 + 2) * LINE);
  });

  it("gives every row one place, and no two the same", () => {
    const { tiles, heads } = layout.between(0, layout.height);
    expect(tiles.map(({ item }) => item.id)).toEqual(layout.rows.map(({ id }) => id));
    expect(new Set(tiles.map(({ left, top }) => `${left},${top}`)).size).toBe(14);
    expect(heads.map(({ item, top }) => [item.key, top])).toEqual([
      ["a", 0],
      ["b", HEAD + 2 * LINE],
      ["c", 2 * HEAD + 3 * LINE],
    ]);
  });

  it("finds what touches a window, and nothing else", () => {
    for (const [from, to] of [
      [0, 1],
      [HEAD, HEAD + 1],
      [HEAD + LINE, HEAD + LINE + 5],
      [300, 700],
    ] as const) {
      const all = layout.between(0, layout.height).tiles;
      const touching = all.filter(({ top }) => top < to && top + LINE > from);
      expect(layout.between(from, to).tiles.map(({ item }) => item.id)).toEqual(
        touching.map(({ item }) => item.id),
      );
    }
  });

  it.each([
    [0, 1, 0, 1],
    [0, -1, 0, 0],
    [13, 1, 0, 13],
    [3, 0, 1, 6],
    [6, 0, 1, 8],
    [8, 0, 1, 10],
    [12, 0, -1, 8],
    [1, 0, -1, 1],
    [5, 0, 99, 13],
    [5, Number.NEGATIVE_INFINITY, 0, 0],
    [5, Number.POSITIVE_INFINITY, 0, 13],
  ])("moves from %i by %i columns and %i lines to %i", (from, columns, lines, to) => {
    expect(layout.moved(from, columns, lines)).toBe(to);
  });

  it("leaves out the rows of closed groups", () => {
    const closed = new GalleryLayout(groups, width, TILE, ({ key }) => key === "b");
    expect(closed.rows.map(({ id }) => id)).not.toContain("b7");
    expect(closed.indexOf("b7")).toBe(-1);
    expect(closed.indexOf("b9")).toBe(7);
    expect(closed.height).toBe(3 * HEAD + 4 * LINE);
  });

  it("finds the tiles that a box touches", () => {
    const left = PAD + TILE + GAP + 1;
    const box = { left, top: HEAD + TILE - 1, right: left + TILE + GAP, bottom: HEAD + LINE + 1 };
    expect(layout.inBox(box).map(({ id }) => id)).toEqual(["b1", "b2", "b5", "b6"]);
    const gap = { left: PAD + TILE + 1, top: HEAD, right: PAD + TILE + GAP - 1, bottom: 400 };
    expect(layout.inBox(gap)).toEqual([]);
  });

  it("is empty without groups", () => {
    const empty = new GalleryLayout([], width, TILE);
    expect([empty.rows.length, empty.height, empty.spanOf(0), empty.moved(0, 1, 1)]).toEqual([
      0,
      0,
      null,
      -1,
    ]);
  });
});
