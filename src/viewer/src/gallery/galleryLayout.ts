import type { Group, Row } from "./galleryRows.ts";

export const GAP = 12;
export const CAPTION = 22;
export const HEAD = 36;
export const PAD = 16;

interface Line {
  readonly top: number;
  readonly height: number;
  /** A head; null: tiles. */
  readonly group: Group | null;
  /** Position of the first tile among all rows that are shown. */
  readonly first: number;
  readonly count: number;
}

/** A tile or head at its place; pixels from the top left of the scrolled content. */
export interface Placed<T> {
  readonly item: T;
  readonly left: number;
  readonly top: number;
}

/** Where heads and tiles lie: a pure function of the groups, the width and the size of a tile. */
export class GalleryLayout {
  /** The rows that are shown, in order; those of closed groups are not. */
  readonly rows: readonly Row[];
  readonly columns: number;
  readonly height: number;
  private readonly lines: readonly Line[];
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(
    groups: readonly Group[],
    width: number,
    readonly tile: number,
    isClosed: (group: Group) => boolean = () => false,
  ) {
    this.columns = Math.max(1, Math.floor((width - 2 * PAD + GAP) / (tile + GAP)));
    const lines: Line[] = [];
    const rows: Row[] = [];
    let top = groups[0]?.title === "" ? PAD : 0;
    const add = (line: Omit<Line, "top">) => {
      lines.push({ ...line, top });
      top += line.height;
    };
    for (const group of groups) {
      if (group.title !== "") {
        add({ height: HEAD, group, first: rows.length, count: 0 });
      }
      const shown = isClosed(group) ? [] : group.rows;
      for (let i = 0; i < shown.length; i += this.columns) {
        const count = Math.min(this.columns, shown.length - i);
        add({ height: tile + CAPTION + GAP, group: null, first: rows.length + i, count });
      }
      rows.push(...shown);
    }
    this.lines = lines;
    this.rows = rows;
    this.height = top;
    this.indexes = new Map(rows.map(({ id }, i) => [id, i]));
  }

  /** -1: it is not shown. */
  indexOf(id: string): number {
    return this.indexes.get(id) ?? -1;
  }

  /** What lies between two heights, in part or whole. */
  between(from: number, to: number): { heads: Placed<Group>[]; tiles: Placed<Row>[] } {
    const heads: Placed<Group>[] = [];
    const tiles: Placed<Row>[] = [];
    for (let i = this.lineAt(from); i < this.lines.length; i++) {
      const line = this.lines[i] as Line;
      if (line.top >= to) break;
      if (line.group !== null) {
        heads.push({ item: line.group, left: PAD, top: line.top });
      }
      for (let k = 0; k < line.count; k++) {
        tiles.push(this.placed(line, k));
      }
    }
    return { heads, tiles };
  }

  /** The line of a row: from where to where it lies. */
  spanOf(index: number): { readonly top: number; readonly bottom: number } | null {
    const line = this.lines[this.lineOf(index)];
    return line === undefined ? null : { top: line.top, bottom: line.top + line.height };
  }

  /** The row so many columns or lines away, inside of the gallery. */
  moved(index: number, columns: number, lines: number): number {
    const last = this.rows.length - 1;
    const along = Math.min(last, Math.max(0, index + columns));
    if (lines === 0) return along;
    const at = this.lineOf(along);
    const column = along - (this.lines[at]?.first ?? 0);
    let found = at;
    for (let left = Math.abs(lines), i = at + Math.sign(lines); left > 0; i += Math.sign(lines)) {
      const line = this.lines[i];
      if (line === undefined) break;
      if (line.count === 0) continue;
      found = i;
      left--;
    }
    const line = this.lines[found];
    if (line === undefined || found === at) return along;
    return line.first + Math.min(column, line.count - 1);
  }

  /** The rows whose tiles a box touches. */
  inBox(box: { left: number; top: number; right: number; bottom: number }): Row[] {
    return this.between(box.top, box.bottom)
      .tiles.filter(
        ({ left, top }) =>
          left < box.right &&
          left + this.tile > box.left &&
          top < box.bottom &&
          top + this.tile > box.top,
      )
      .map(({ item }) => item);
  }

  private placed(line: Line, column: number): Placed<Row> {
    const item = this.rows[line.first + column] as Row;
    return { item, left: PAD + column * (this.tile + GAP), top: line.top };
  }

  /** The last line that begins at this height or above. */
  private lineAt(height: number): number {
    return this.lastWhere((line) => line.top <= height);
  }

  /** The line of tiles with this row. */
  private lineOf(index: number): number {
    return this.lastWhere((line) => line.first <= index);
  }

  /** By halving: what holds for a line holds for those before it. Of equal ones, the last. */
  private lastWhere(holds: (line: Line) => boolean): number {
    let [low, high] = [0, this.lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (holds(this.lines[middle] as Line)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
