/** Which blocks the next key is about: as in a file manager, with a cursor that need not be selected. */
export class GallerySelection {
  private readonly chosen = new Set<string>();
  private at: string | null = null;
  /** Where a range begins. */
  private anchor: string | null = null;

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
    this.at = id;
    this.anchor = id;
  }

  /** Ctrl: one more, or one fewer. */
  toggle(id: string): void {
    if (!this.chosen.delete(id)) {
      this.chosen.add(id);
    }
    this.at = id;
    this.anchor = id;
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

  clear(): void {
    this.chosen.clear();
  }

  /** These are not selected any more; what was selected beside them stays. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      this.chosen.delete(id);
    }
  }

  /** Leaves the selection as it is. */
  putCursor(id: string | null): void {
    this.at = id;
    this.anchor = id;
  }

  /** Drops what is no longer shown; the cursor goes to `instead` then. */
  keep(isShown: (id: string) => boolean, instead: string | null): void {
    for (const id of [...this.chosen]) {
      if (!isShown(id)) {
        this.chosen.delete(id);
      }
    }
    if (this.at === null || !isShown(this.at)) {
      this.at = instead;
    }
    if (this.anchor === null || !isShown(this.anchor)) {
      this.anchor = this.at;
    }
  }
}
