/**
 * How long the last picture stays on screen although it no longer counts; twin of PictureFirst in Workspace.razor.cs. A block
 * that arrives in time follows without a black flash, and no other frame delays its picture.
 */
export const STALE_FRAME_MS = 80;

export class StaleFrameHold {
  private timer: ReturnType<typeof setTimeout> | undefined;

  get isActive(): boolean {
    return this.timer !== undefined;
  }

  /** Calls `onEnd`, unless `end` comes first. */
  begin(onEnd: () => void): void {
    this.end();
    this.timer = setTimeout(onEnd, STALE_FRAME_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
