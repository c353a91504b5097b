const LIMIT_MS = 2000;

/** C# has been asked for another block, or to leave: until it answers a label key could be meant for either. */
export class Jump {
  private words: string | null = null;
  private target: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onOverdue: () => void) {}

  /** What keeps label keys from counting; null: nothing does. */
  get reason(): string | null {
    return this.words;
  }

  /** `target`: the block's id, where it is known. */
  begin(words: string, target: string | null = null): void {
    this.end();
    [this.words, this.target] = [words, target];
    this.timer = setTimeout(() => {
      this.end();
      this.onOverdue();
    }, LIMIT_MS);
  }

  /** C# shows a block. */
  shown(id: string | null): void {
    if (this.target !== null && this.target === id) {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.timer);
    [this.words, this.target] = [null, null];
  }
}
