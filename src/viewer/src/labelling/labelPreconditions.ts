import { refusalHead, type Wish } from "./decision.ts";

/** Everything that can keep a deciding key from counting, at the moment of the press. */
export interface LabelPreconditions {
  /** Null: no block is open. */
  readonly block: string | null;
  /** The current block's voxels are on screen. */
  readonly isPainted: boolean;
  readonly isConnected: boolean;
  /** Says that C# has not answered yet when asked for another block, or to leave. */
  readonly jump: string | null;
  readonly isGraphicsLost: boolean;
  readonly readableChannels: number;
  /** Not every channel has arrived or failed yet. */
  readonly isLoading: boolean;
  /** Why C# cannot know what is on screen; null: it can. */
  readonly seenFault: string | null;
  /** Says that most of the box was never written; null: it is no such box. */
  readonly emptyBox: string | null;
}

/** Null: the key counts. All but a label also do on a block none of whose channels can be read. */
export function rejectionReason(
  now: LabelPreconditions,
  wish: Wish = { kind: "label", label: null },
): string | null {
  const not = refusalHead(wish);
  if (now.block === null) {
    return "No block is open";
  }
  if (!now.isConnected) {
    return `${not}: the connection to the program is interrupted`;
  }
  if (now.jump !== null) {
    return `Not yet: ${now.jump}`;
  }
  if (now.readableChannels === 0 && !now.isLoading) {
    return wish.kind === "label" ? `${not}: no channel of ${now.block} can be read` : now.seenFault;
  }
  if (now.isGraphicsLost) {
    return `${not}: the graphics are lost and nothing is on screen`;
  }
  if (!now.isPainted) {
    return `Not yet: ${now.block} is still loading`;
  }
  return now.seenFault;
}
