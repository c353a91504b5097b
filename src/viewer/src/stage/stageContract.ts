import type { IntensityCounts } from "../display/histogram.ts";
import type { Projection, Slab, ViewMode } from "../display/settings.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import type { BlockSubject } from "../render/gpuBlock.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";

/** Everything that decides how a block looks, but not where one looks (slice, zoom, rotation). */
export interface StageDisplay {
  /** Channels that the shown block lacks are ignored; a channel without an entry is not drawn. */
  readonly channels: readonly ChannelDisplay[];
  readonly viewMode: ViewMode;
  readonly projection: Projection;
  readonly smooth: boolean;
  /** 0..1 between a channel's limits. */
  readonly isoThreshold: number;
  readonly slab: Slab;
  /** Slices, at least 1. */
  readonly slabThickness: number;
  readonly showFocus: boolean;
  /** Each channel alone in grey beside the merge (slice view). */
  readonly channelStrip: boolean;
}

export interface Readout {
  readonly voxel: Zyx;
  /** In the order of the block's channels; null: outside that channel's volume, or not loaded yet. */
  readonly values: readonly { readonly key: string; readonly value: number | null }[];
}

/** What the stage tells its owner. Called outside of drawing, except `painted`. */
export interface StageEvents {
  /** The person moved the cross-hair or stepped the slice in the stage (wheel, click, drag). */
  onCursor?(cursor: Zyx): void;
  onReadout?(readout: Readout | null): void;
  /** A frame is drawn, in the same tick as the draw; or with `blockKey` "": no block counts as painted any more. */
  onPainted?(frame: number, blockKey: string): void;
  onContextLost?(): void;
  onContextRestored?(): void;
  /** Relative to the picture that just fits: 1 = fits. */
  onZoom?(zoom: number): void;
}

/** A block on the GPU. Made by Stage.prepare, given back with Stage.release. */
export interface StageBlock {
  readonly key: string;
  readonly label: string;
  /** Extent of the largest channel per axis. */
  readonly shape: Zyx;
  /** Whole volumes of every channel, as handed over. Empty while only planes are there. */
  readonly channels: readonly LoadedChannel[];
  /** True once the whole volume is there (not only a plane). */
  readonly complete: boolean;
  /** True once all textures are on the GPU. */
  readonly uploaded: boolean;
  /** How often each value occurs in channel `index` (counted in idle moments, or now); null while only planes are there. */
  counts(index: number): IntensityCounts | null;
}

export interface StageApi {
  /** Why this GPU cannot hold a volume of this shape, in words; null when it can. */
  whyTooLarge(shape: Zyx): string | null;
  /**
   * Takes a block in. Nothing is painted; textures are uploaded in pieces while the page is idle. Throws a RangeError
   * that names the channel when a volume is too large for this GPU.
   */
  prepare(block: BlockSubject, channels: readonly LoadedChannel[]): StageBlock;
  /** The planes of one slice, painted until the volumes are there; replaces earlier planes. */
  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void;
  /** The whole volumes; the planes are dropped. */
  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void;
  /** Its textures are kept for the next block of the same size. */
  release(block: StageBlock): void;
  /** null: paints nothing but `text` (a block's id while it loads, or why there is nothing), after a moment's parting. */
  show(block: StageBlock | null, text: string): void;
  /** No block is painted, but for a moment the last picture is still to be seen; a frame ends it. */
  readonly isHoldingStaleFrame: boolean;
  setDisplay(display: StageDisplay): void;
  /** Clamped to the shown block; slice = cursor[0]. */
  readonly cursor: Zyx;
  setCursor(cursor: Zyx): void;
  setSlice(z: number): void;
  /** Moves the picture so that the point is seen and the cross-hair stands on it; keeps the zoom. */
  center(point: Zyx): void;
  /** Whole picture, unturned, no pane maximized. The slice stays. */
  resetView(): void;
  /** The stage as seen, with scale bar and block id. */
  screenshot(): Promise<Blob>;
  /** Draws at once what is due; for measurements and tests. */
  drawNow(): void;
  dispose(): void;
}
