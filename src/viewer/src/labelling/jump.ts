const LIMIT_MS = 2000;

/** Waits while C# is asked for another block, or to leave: until it answers, a label key or a step could mean either. */
export class Jump {
  private words: string | null = null;
  private isThere: (id: string | null) => boolean = () => false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: (() => void)[] = [];

  /** `onOverdue`: C# has not answered; `dropped` says what was asked for if a step that waited for it is lost. */
  constructor(private readonly onOverdue: (dropped: string | null) => void) {}

  /** What keeps label keys from counting; null: nothing does. */
  get reason(): string | null {
    return this.words;
  }

  /** `isThere`: the block that C# shows is the one asked for. */
  begin(words: string, isThere: (id: string | null) => boolean): void {
    this.cancel();
    [this.words, this.isThere] = [words, isThere];
    this.timer = setTimeout(() => {
      const dropped = this.waiting.length === 0 ? null : this.words;
      this.cancel();
      this.onOverdue(dropped);
    }, LIMIT_MS);
  }

  /** Steps from the block asked for, once it is shown; several wait in their order. */
  after(step: () => void): void {
    if (this.words === null) {
      step();
    } else {
      this.waiting.push(step);
    }
  }

  /** C# shows a block. */
  shown(id: string | null): void {
    if (this.words !== null && this.isThere(id)) {
      this.end();
    }
  }

  /** C# has answered. */
  end(): void {
    const steps = this.waiting;
    this.cancel();
    for (const step of steps) step();
  }

  /** Nobody waits any more. True: steps that waited are lost. */
  cancel(): boolean {
    const isLost = this.waiting.length > 0;
    clearTimeout(this.timer);
    this.words = null;
    this.waiting = [];
    return isLost;
  }
}
