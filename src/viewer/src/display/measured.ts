import type { SlicedPlane } from "../voxels/sliceSource.ts";
import type { LoadedVolume } from "../voxels/volumeSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { IntensityCounts } from "./histogram.ts";

/** A channel as far as limits and statistics depend on it. */
export interface MeasuredChannel {
  readonly ref: { readonly key: string };
  /** The slice that stands in for the volume. */
  readonly plane: SlicedPlane | null;
  readonly volume: LoadedVolume | null;
}

export interface MeasuredBlock<Channel extends MeasuredChannel = MeasuredChannel> {
  readonly block: { readonly id: string };
  readonly channels: readonly Channel[];
  readonly channelKeys: readonly string[];
  /** Inside the block; null: there is none. */
  readonly focus: Zyx | null;
  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities(channel: MeasuredChannel): IntensityCounts | null;
}
