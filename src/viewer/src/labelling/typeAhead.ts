const QUIET_MS = 1000;

/**
 * At the last block nothing takes the place of the one just labelled, so that keys typed ahead would label it once more:
 * they are refused until none has come for a second.
 */
export class TypeAhead {
  private blockKey: string | null = null;
  private lastAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `isAtEnd`: it would have gone on to another block, had there been one. */
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
