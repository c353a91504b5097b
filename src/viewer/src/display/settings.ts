import type { OpenAt } from "../voxels/sliceSource.ts";
import type { Lut } from "./tint.ts";

/** How one channel is shown. `limits` null: Auto of each block. */
export interface ChannelSettings {
  readonly color: string;
  readonly visible: boolean;
  readonly limits: readonly [low: number, high: number] | null;
  readonly gamma: number;
  /** The block at which the limits were set; absent: an older program set them. */
  readonly since?: string | null;
  /** The lower limit is bright and the upper one black; absent: no. */
  readonly inverted?: boolean;
  /** A scale of colours in the place of `color`; absent: none. */
  readonly lut?: Lut | null;
  /** 0 to 1; absent: 1. */
  readonly opacity?: number;
  /** Nobody chose `color`: it depends on the other channels of the block. */
  readonly hasDefaultColor?: boolean;
}

export type ViewMode = "slice" | "quad" | "volume";
export type Projection = "mip" | "attenuated" | "average" | "translucent" | "iso";
export type Slab = "none" | "max" | "mean";

/**
 * The one immutable settings object: what a person chose, by channel key (see ChannelRef.key), kept by C# in
 * preferences/{username}.json without being interpreted there.
 */
export interface ViewerSettings {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  readonly viewMode: ViewMode;
  readonly projection: Projection;
  readonly smooth: boolean;
  readonly isoThreshold: number;
  readonly slab: Slab;
  readonly slabThickness: number;
  readonly secondsPerSlice: number;
  /** Slices play back from the last one, instead of again from the first; absent: no. */
  readonly playThereAndBack?: boolean;
  /** Only so many slices to either side of the focus play; 0 or absent: all. */
  readonly playReach?: number;
  readonly openAt: OpenAt;
  readonly showFocus: boolean;
  readonly autoEveryBlock: boolean;
  readonly linkChannels: boolean;
  /** How the channels of one block looked, under the annotator's own names. */
  readonly presets?: Readonly<Record<string, Readonly<Record<string, ChannelSettings>>>>;
  /** Auto goes from one percentile of the voxels to the other; absent: from 1 to 99.9. */
  readonly autoPercentiles?: readonly [low: number, high: number];
  /** Histogram counts on a logarithmic axis; absent: yes. */
  readonly logCounts?: boolean;
  /** Each channel alone in grey beside the merge; absent: no. */
  readonly channelStrip?: boolean;
  /** The published display is used instead of one's own channels; absent: no. */
  readonly useCampaign?: boolean;
}
