/** Everything that can keep a label key from counting, as it is at the moment of the press. */
export interface LabelCircumstances {
  readonly hasBlock: boolean;
  /** The current block's voxels are on screen. */
  readonly isPainted: boolean;
  readonly isConnected: boolean;
  readonly isGraphicsLost?: boolean;
  readonly readableChannels: number;
  /** Not every channel has arrived or failed yet. */
  readonly isLoading: boolean;
  /** Milliseconds since an auto-advance painted the block; null if it came otherwise. */
  readonly sinceAdvanceMs: number | null;
}

/** A key meant for the block before must not hit the one that came in its place. */
export const ADVANCE_PAUSE_MS = 200;

/** Null: the label counts. Empty: it is dropped without a word. */
export function refusalOf(now: LabelCircumstances): string | null {
  if (!now.hasBlock) {
    return "No block is open";
  }
  if (!now.isConnected) {
    return "Not labelled: the connection to the program is interrupted";
  }
  if (now.readableChannels === 0 && !now.isLoading) {
    return "Not labelled: no channel of this block can be read";
  }
  if (now.isGraphicsLost === true) {
    return "Not labelled: the graphics are lost and nothing is on screen";
  }
  if (!now.isPainted) {
    return "Not labelled: the block is still loading";
  }
  if (now.sinceAdvanceMs !== null && now.sinceAdvanceMs < ADVANCE_PAUSE_MS) {
    return "";
  }
  return null;
}
