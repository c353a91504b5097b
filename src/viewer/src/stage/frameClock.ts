import { StaleFrameHold } from "./staleFrameHold.ts";

/** When the next frame is drawn: with the display, at once, or when the last one has been held long enough. */
export class FrameClock {
  private due = 0;
  private readonly hold = new StaleFrameHold();

  constructor(private readonly draw: () => void) {}

  get isHolding(): boolean {
    return this.hold.isActive;
  }

  /** Something is different: a frame is due with the display's next, unless the last one is held. */
  request(): void {
    if (this.due === 0 && !this.isHolding) {
      this.due = requestAnimationFrame(() => this.draw());
    }
  }

  /** A frame that is due is not drawn for a moment. */
  holdLast(): void {
    this.cancel();
    this.hold.begin(() => this.draw());
  }

  /** The next block is there: nothing is held any more. */
  endHold(): void {
    this.hold.end();
  }

  /** Nothing is due: it is drawn just now, or never. */
  cancel(): void {
    cancelAnimationFrame(this.due);
    this.due = 0;
    this.hold.end();
  }
}
