const LIMIT_MS = 2000;

/** Waits while C# is asked for another block, or to leave: until it answers, a label key could mean either. */
export class Jump {
  private words: string | null = null;
  private isThere: (id: string | null) => boolean = () => false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onOverdue: () => void) {}

  /** What keeps label keys from counting; null: nothing does. */
  get reason(): string | null {
    return this.words;
  }

  /** `isThere`: the block that C# shows is the one asked for. */
  begin(words: string, isThere: (id: string | null) => boolean): void {
    this.end();
    [this.words, this.isThere] = [words, isThere];
    this.timer = setTimeout(() => {
      this.end();
      this.onOverdue();
    }, LIMIT_MS);
  }

  /** C# shows a block. */
  shown(id: string | null): void {
    if (this.words !== null && this.isThere(id)) {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.timer);
    this.words = null;
  }
}
