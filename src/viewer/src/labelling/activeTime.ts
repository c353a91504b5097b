/** Without input for so long, a person is taken for away. */
export const IDLE_MS = 30_000;
/** More spans than this are only part of the sum. */
export const MOST_SPANS = 32;
/** Blocks whose time is kept until they are decided. */
const MOST_BLOCKS = 500;

type Span = readonly [from: number, to: number];

interface Spent {
  ms: number;
  /** The latest, the newest last. */
  readonly spans: Span[];
}

/**
 * How long a person was at work on each block: while the block is painted, the page has the person's attention, and input came
 * within the last half minute. Starts again with each decision on the block.
 */
export class ActiveTime {
  private readonly blocks = new Map<string, Spent>();
  private shown: string | null = null;
  private isAttended = false;
  private from: number | null = null;
  private lastInput = Number.NEGATIVE_INFINITY;

  /** `now`: in ms, never goes back. */
  constructor(private readonly now: () => number) {}

  /** A key, or the pointer. */
  input(): void {
    if (this.isIdle) {
      this.stop();
    }
    this.lastInput = this.now();
    this.start();
  }

  /** The window has the focus and is visible, and the picture is in it. Getting it back is input. */
  attend(isAttended: boolean): void {
    if (isAttended === this.isAttended) {
      return;
    }
    if (!isAttended) {
      this.stop();
    }
    this.isAttended = isAttended;
    if (isAttended) {
      this.input();
    }
  }

  /** This block is painted now; null: none is. */
  show(key: string | null): void {
    if (key !== this.shown) {
      this.stop();
      this.shown = key;
      this.start();
    }
  }

  /** So far; spans in ms before now. */
  of(key: string): { readonly activeMs: number; readonly spans: readonly Span[] } {
    this.settle(key);
    const { ms, spans } = this.blocks.get(key) ?? { ms: 0, spans: [] };
    const now = this.now();
    return {
      activeMs: Math.round(ms),
      spans: spans.map(([from, to]) => [Math.round(now - from), Math.round(now - to)]),
    };
  }

  /** The time so far belongs to a decision. */
  decided(key: string): void {
    this.settle(key);
    this.blocks.delete(key);
  }

  private get isIdle(): boolean {
    return this.now() - this.lastInput > IDLE_MS;
  }

  private settle(key: string): void {
    if (key === this.shown) {
      this.stop();
      this.start();
    }
  }

  private start(): void {
    if (this.from === null && this.isAttended && this.shown !== null && !this.isIdle) {
      this.from = this.now();
    }
  }

  private stop(): void {
    const { from, shown } = this;
    this.from = null;
    const to = Math.min(this.now(), this.lastInput + IDLE_MS);
    if (from !== null && shown !== null && to > from) {
      this.add(shown, [from, to]);
    }
  }

  private add(key: string, [from, to]: Span): void {
    const spent = this.blocks.get(key) ?? { ms: 0, spans: [] };
    this.blocks.delete(key);
    this.blocks.set(key, spent);
    spent.ms += to - from;
    const last = spent.spans.at(-1);
    if (last !== undefined && last[1] === from) {
      spent.spans[spent.spans.length - 1] = [last[0], to];
    } else {
      spent.spans.push([from, to]);
    }
    if (spent.spans.length > MOST_SPANS) {
      spent.spans.shift();
    }
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > MOST_BLOCKS && oldest !== undefined) {
      this.blocks.delete(oldest);
    }
  }
}
