import { blockName } from "../page/blockName.ts";
import type { Placement, StageBlock, StageDisplay, View } from "../stage/stageContract.ts";
import type { ChannelState } from "./channelState.ts";

/** The current block, as far as a view depends on it. */
export interface ViewedBlock {
  readonly id: string;
  readonly states: readonly ChannelState[];
  /** Null until something of it can be shown. */
  readonly stageBlock: StageBlock | null;
  readonly placement: Placement | null;
}

export interface ViewSettings {
  readonly display: StageDisplay;
  /** Why there is no block. */
  readonly emptyText: string;
}

/** What is to be drawn: equal blocks and settings give equal views. */
export function viewOf(block: ViewedBlock | null, { display, emptyText }: ViewSettings): View {
  const stageBlock = block?.stageBlock ?? null;
  return {
    block: stageBlock,
    text: stageBlock !== null ? "" : block === null ? emptyText : waitingText(block),
    display,
    placement: block?.placement ?? null,
  };
}

/** Its name while it loads, with the reason when it can never be shown. */
function waitingText({ id, states }: ViewedBlock): string {
  const name = blockName(id);
  if (!states.every(({ kind }) => kind === "failed")) {
    return name;
  }
  const isEmpty = states.length === 0;
  return `${name}\n${isEmpty ? "This folder holds no TIFF file" : "No channel of this block can be read"}`;
}
