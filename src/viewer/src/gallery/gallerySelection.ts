import type { GalleryLayout } from "./galleryLayout.ts";

/** Which blocks the next key is about: as in a file manager, with a cursor that need not be selected. */
export class GallerySelection {
  private readonly chosen = new Set<string>();
  private at: string | null = null;
  /** Where a range begins. */
  private anchor: string | null = null;
  /** To be selected when the rows are there. */
  private asked: readonly string[] = [];
  /** The block of the picture that was left: the cursor begins there. */
  private start: string | null = null;
  /** The same, until the cursor is moved or that block has a tile: one without a name, or that the filter leaves out, has none. */
  private home: string | null = null;
  /** What stood beside the block under the cursor when it was labelled. */
  private left: { readonly before: string | null; readonly after: string | null } | null = null;

  /** The block under the cursor; null: there is none. */
  get cursor(): string | null {
    return this.at;
  }

  get size(): number {
    return this.chosen.size;
  }

  has(id: string): boolean {
    return this.chosen.has(id);
  }

  /** What a key acts on, in the order shown: the selected blocks, or the one under the cursor. */
  subject(order: readonly { readonly id: string }[]): string[] {
    const ids = order.map(({ id }) => id);
    return this.chosen.size > 0
      ? ids.filter((id) => this.chosen.has(id))
      : ids.filter((id) => id === this.at);
  }

  /** Shift: the range up to it; Ctrl: one more or fewer; else only the cursor goes there. */
  press(
    id: string,
    keys: { readonly isRange: boolean; readonly isMore: boolean },
    order: readonly { readonly id: string }[],
  ): void {
    if (keys.isRange) {
      this.extendTo(id, order);
    } else if (keys.isMore) {
      this.toggle(id);
    } else {
      this.moveTo(id);
    }
  }

  /** The cursor goes there and nothing is selected. */
  moveTo(id: string | null): void {
    this.chosen.clear();
    this.putCursor(id);
  }

  /** Ctrl: one more, or one fewer. */
  toggle(id: string): void {
    if (!this.chosen.delete(id)) {
      this.chosen.add(id);
    }
    this.putCursor(id);
  }

  /** Shift: everything from where the range begins. */
  extendTo(id: string, order: readonly { readonly id: string }[]): void {
    const indexOf = (wanted: string | null) => order.findIndex((row) => row.id === wanted);
    const [from, to] = [indexOf(this.anchor), indexOf(id)];
    if (from < 0 || to < 0) {
      this.moveTo(id);
      return;
    }
    this.chosen.clear();
    for (const row of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      this.chosen.add(row.id);
    }
    this.at = id;
    this.left = null;
    this.start = null;
    this.home = null;
  }

  /** `isMore`: beside those selected already. */
  select(ids: readonly string[], isMore = false): void {
    if (!isMore) {
      this.chosen.clear();
    }
    for (const id of ids) {
      this.chosen.add(id);
    }
  }

  /** Where the cursor is, or will be once the rows are there: a gallery that is left at once leads back to the picture's block. */
  get destination(): string | null {
    return this.start ?? this.at;
  }

  /** The picture's block has no tile, and no other one was chosen since: a gallery that is left leads back to it. */
  get isAtHome(): boolean {
    return this.home !== null;
  }

  /** Rows chosen in the list: they are selected when the gallery has its rows. None: what was asked before stays; null: it is dropped. `start`: for the cursor, where nothing is selected. */
  ask(ids: readonly string[] | null, start: string | null = null): void {
    this.asked = ids === null ? [] : ids.length > 0 ? ids : this.asked;
    this.start = ids === null || this.chosen.size > 0 ? null : (start ?? this.start);
    this.home = ids === null ? null : (start ?? this.home);
  }

  /** Selects what was asked for, as far as it is shown, or puts the cursor where it begins; true if there is any of it. */
  answer(order: readonly { readonly id: string }[]): boolean {
    const asked = new Set(this.asked);
    const { start } = this;
    this.asked = [];
    this.start = null;
    this.home = order.some(({ id }) => id === this.home) ? null : this.home;
    const ids = order.map(({ id }) => id).filter((id) => asked.has(id));
    const first = ids[0] ?? order.find(({ id }) => id === start)?.id;
    if (first === undefined) {
      return false;
    }
    this.moveTo(first);
    this.select(ids);
    return true;
  }

  clear(): void {
    this.chosen.clear();
  }

  /** These are the rows of another folder: nothing is selected, and the cursor is where it begins. */
  forget(): void {
    this.chosen.clear();
    this.at = null;
    this.anchor = null;
    this.left = null;
  }

  /** These are not selected any more; what was selected beside them stays. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      this.chosen.delete(id);
    }
  }

  /** The block under the cursor is labelled now, perhaps again, which may move it to another group or out of sight. */
  leave(order: readonly { readonly id: string }[]): void {
    const index = order.findIndex(({ id }) => id === this.at);
    this.left ??= {
      before: order[index - 1]?.id ?? null,
      after: order[index + 1]?.id ?? null,
    };
  }

  /**
   * Where the first step goes after `leave`, if the block has moved since: on from where it was. Null: this is a step like any
   * other. Until then the cursor stays with the block, so that a second key corrects the first and labels no other block.
   */
  resumed(order: readonly { readonly id: string }[], isForward: boolean): string | null {
    const { left } = this;
    this.left = null;
    if (left === null) {
      return null;
    }
    const index = order.findIndex(({ id }) => id === this.at);
    const isWhereItWas =
      index >= 0 &&
      (order[index - 1]?.id ?? null) === left.before &&
      (order[index + 1]?.id ?? null) === left.after;
    const beside = isForward ? [left.after, left.before] : [left.before, left.after];
    return isWhereItWas ? null : (beside.find((id) => order.some((row) => row.id === id)) ?? null);
  }

  /** Index of the tile that an arrow leads to: so many columns or lines away, or where a label left off. */
  target(layout: GalleryLayout, columns: number, lines: number): number {
    const isStep = Math.abs(columns) + Math.abs(lines) === 1;
    const resumed = isStep ? this.resumed(layout.rows, columns + lines > 0) : null;
    return resumed === null
      ? layout.moved(Math.max(0, layout.indexOf(this.at ?? "")), columns, lines)
      : layout.indexOf(resumed);
  }

  /** Drops what is no longer shown; the cursor goes to `instead` then, unless a label took its block away: to none. */
  keep(isShown: (id: string) => boolean, instead: string | null): void {
    for (const id of [...this.chosen]) {
      if (!isShown(id)) {
        this.chosen.delete(id);
      }
    }
    if (this.at === null || !isShown(this.at)) {
      this.at = this.left === null ? instead : null;
    }
    if (this.anchor === null || !isShown(this.anchor)) {
      this.anchor = this.at;
    }
  }

  private putCursor(id: string | null): void {
    this.at = id;
    this.anchor = id;
    this.left = null;
    this.start = null;
    this.home = null;
  }
}
