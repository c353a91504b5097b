/**
 * How long the last picture stays on screen though it counts no more; twin of PictureFirst in Workspace.razor.cs. A block
 * that comes within it follows without a black flash, and nothing else is drawn that its picture would have to wait for.
 */
export const STALE_FRAME_MS = 80;

export class StaleFrameHold {
  private timer: ReturnType<typeof setTimeout> | undefined;

  get isActive(): boolean {
    return this.timer !== undefined;
  }

  /** `onEnd` is called unless it was ended before. */
  begin(onEnd: () => void): void {
    this.end();
    this.timer = setTimeout(onEnd, STALE_FRAME_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
