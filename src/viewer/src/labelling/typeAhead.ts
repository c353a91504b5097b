const QUIET_MS = 1000;

/**
 * Refuses keys typed ahead at the last block, which no block replaces after its label, until a second passes without a key.
 */
export class TypeAhead {
  private blockKey: string | null = null;
  private lastAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `isAtEnd`: auto-advance found no next block. */
  accepted(blockKey: string, isAtEnd: boolean): void {
    this.blockKey = isAtEnd ? blockKey : null;
    this.lastAt = this.now();
  }

  /** Null: the key counts. */
  refusalAt(blockKey: string): string | null {
    const quietMs = this.now() - this.lastAt;
    if (blockKey !== this.blockKey || quietMs >= QUIET_MS) {
      this.blockKey = null;
      return null;
    }
    this.lastAt = this.now();
    return "Not labelled again: this was the last block. A second without a key, then it can be changed";
  }
}
