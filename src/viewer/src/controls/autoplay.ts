export const SPEED = { min: 0.05, max: 60 } as const;

/** Slices a second that a key goes through. */
const STEPS = [0.25, 0.5, 1, 2, 3, 5, 8, 12, 20] as const;

/** The first and the last slice that play. */
export type PlayRange = readonly [first: number, last: number];

export interface AutoplayTarget {
  /** Of the block on screen; null while nothing can be shown. */
  range(): PlayRange | null;
  /** Back from the last slice, instead of again from the first. */
  isThereAndBack(): boolean;
  slice(): number;
  show(slice: number): void;
}

/** Steps through the slices and shows each for the same time. */
export class Autoplay {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private direction: 1 | -1 = 1;

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
    const range = this.target.range();
    if (range !== null && range[1] > range[0]) {
      const next = nextSlice(
        this.target.slice(),
        this.direction,
        range,
        this.target.isThereAndBack(),
      );
      this.direction = next.direction;
      this.target.show(next.slice);
    }
    this.restart();
  }
}

/** From outside of the range, the nearest of its ends. */
export function nextSlice(
  slice: number,
  direction: 1 | -1,
  [first, last]: PlayRange,
  isThereAndBack: boolean,
): { readonly slice: number; readonly direction: 1 | -1 } {
  if (slice < first || slice > last) {
    return { slice: slice < first ? first : isThereAndBack ? last : first, direction: 1 };
  }
  if (!isThereAndBack) {
    return { slice: slice === last ? first : slice + 1, direction: 1 };
  }
  const turned = (slice === last && direction > 0) || (slice === first && direction < 0);
  const onward = turned ? (direction > 0 ? -1 : 1) : direction;
  return { slice: slice + onward, direction: onward };
}

/** Only so many slices to either side of the focus, or of the middle; 0: all. */
export function playRange(depth: number, focus: number | null, reach: number): PlayRange | null {
  if (depth < 1) return null;
  if (!(reach > 0)) return [0, depth - 1];
  const centre = Math.min(depth - 1, Math.max(0, Math.round(focus ?? Math.floor(depth / 2))));
  return [Math.max(0, centre - reach), Math.min(depth - 1, centre + reach)];
}

/** Faster or slower by one step of slices a second. */
export function otherSpeed(secondsPerSlice: number, step: 1 | -1): number {
  const now = 1 / secondsPerSlice;
  const faster = STEPS.find((rate) => rate > now * 1.01) ?? STEPS[STEPS.length - 1] ?? now;
  const slower = [...STEPS].reverse().find((rate) => rate < now * 0.99) ?? STEPS[0];
  return 1 / (step > 0 ? faster : slower);
}
