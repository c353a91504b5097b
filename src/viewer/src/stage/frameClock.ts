import { StaleFrameHold } from "./staleFrameHold.ts";

/** Decides when the next frame is drawn: with the display, at once, or after the last one was held for a moment. */
export class FrameClock {
  private due = 0;
  private readonly hold = new StaleFrameHold();

  constructor(private readonly draw: () => void) {}

  get isHolding(): boolean {
    return this.hold.isActive;
  }

  /** Draws with the display's next frame, unless the last one is held. */
  request(): void {
    if (this.due === 0 && !this.isHolding) {
      this.due = requestAnimationFrame(() => this.draw());
    }
  }

  /** Holds the last frame for a moment, then draws. */
  holdLast(): void {
    this.cancel();
    this.hold.begin(() => this.draw());
  }

  /** The next block is there: holds nothing any more. */
  endHold(): void {
    this.hold.end();
  }

  /** Drops a frame that is due, and the hold. */
  cancel(): void {
    cancelAnimationFrame(this.due);
    this.due = 0;
    this.hold.end();
  }
}
