import type { ChannelLoad } from "../blocks/channelLoad.ts";
import type { Limits } from "../display/contrast.ts";
import { dragged } from "../display/windowing.ts";
import type { DragPhase } from "../stage/stageContract.ts";
import { type ModelSources, selectedOf } from "./models.ts";

/** Pixels to the right and down since the drag began. */
export interface DragMove {
  readonly dx: number;
  readonly dy: number;
  readonly phase: DragPhase;
}

/** A drag on the picture that sets level and window of the channel chosen last. */
export class ContrastDrag {
  private from: { readonly channel: ChannelLoad; readonly limits: Limits } | null = null;

  /** Null: nothing changes, or the block has changed since it began. */
  move(sources: ModelSources, { dx, dy, phase }: DragMove): { key: string; limits: Limits } | null {
    const { load, contrast } = sources;
    if (phase === "begin") {
      const channel = load === null ? null : selectedOf(sources);
      const limits = load === null || channel === null ? null : contrast.limits(load, channel);
      this.from = channel === null || limits === null ? null : { channel, limits };
    }
    const { from } = this;
    if (phase === "end") {
      this.from = null;
    }
    const isMoved = dx !== 0 || dy !== 0;
    if (from === null || load?.channels.includes(from.channel) !== true || !isMoved) {
      return null;
    }
    const { header, ref } = from.channel;
    return { key: ref.key, limits: dragged(from.limits, dx, dy, header?.type ?? "uint16") };
  }
}
