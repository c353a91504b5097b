export const SPEED = { min: 0.05, max: 60 } as const;

export interface AutoplayTarget {
  /** Slices of the block on screen; 0 while nothing can be shown. */
  depth(): number;
  slice(): number;
  show(slice: number): void;
}

/** Steps through the slices, shows each for the same time, and starts again behind the last. */
export class Autoplay {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly target: AutoplayTarget,
    private secondsPerSlice: number,
  ) {}

  get isRunning(): boolean {
    return this.running;
  }

  get seconds(): number {
    return this.secondsPerSlice;
  }

  set seconds(value: number) {
    if (value !== this.secondsPerSlice) {
      this.secondsPerSlice = Math.min(SPEED.max, Math.max(SPEED.min, value));
      this.restart();
    }
  }

  start(): void {
    this.running = true;
    this.restart();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  /** Gives the slice on screen its full time, because something else chose it. */
  restart(): void {
    clearTimeout(this.timer);
    if (this.running) {
      this.timer = setTimeout(() => this.tick(), this.secondsPerSlice * 1000);
    }
  }

  private tick(): void {
    const depth = this.target.depth();
    if (depth > 1) {
      this.target.show((this.target.slice() + 1) % depth);
    }
    this.restart();
  }
}
