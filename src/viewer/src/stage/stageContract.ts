import type { IntensityCounts } from "../display/histogram.ts";
import type { Projection, Slab, ViewMode } from "../display/settings.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import type { BlockSubject } from "../render/gpuBlock.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import type { Look } from "./look.ts";

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

/** "end" also where the browser takes the pointer away. */
export type DragPhase = "begin" | "move" | "end";

/** What stands on a stage: the block that is labelled, or an example beside it, which nothing is decided about. */
export type StageRole = "block" | "example";

/** What the stage tells its owner. Called outside of drawing, except `painted`. */
export interface StageEvents {
  /** The person moved the cross-hair or stepped the slice in the stage (wheel, click, drag). */
  onCursor?(cursor: Zyx): void;
  /** The right button drags contrast: pixels to the right and down since the drag began. */
  onContrast?(dx: number, dy: number, phase: DragPhase): void;
  /** A frame is drawn, in the same tick as the draw; or with `blockKey` "": no block counts as painted any more. */
  onPainted?(frame: number, blockKey: string): void;
  /** With every frame of a block: where it is looked at. */
  onLooked?(look: Look): void;
  /** The person moved picture, cross-hair or panes with the pointer. */
  onMoved?(look: Look): void;
  onContextLost?(): void;
  onContextRestored?(): void;
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

/** Where voxels are handed over, and given back. */
export interface VoxelStore {
  /** Why this GPU cannot hold a volume of this shape, in words; null when it can. */
  whyTooLarge(shape: Zyx): string | null;
  /** Takes a block in, without voxels yet. */
  prepare(block: BlockSubject): StageBlock;
  /**
   * The planes of one slice, painted until the volumes are there; replaces earlier planes. Throws a RangeError that
   * names the channel when the GPU cannot hold it; then the block has no voxels.
   */
  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void;
  /** The whole volumes, uploaded in pieces while the page is idle; the planes are dropped. Throws as setPlanes does. */
  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void;
  /**
   * Whether a block has textures, which it has unless told otherwise: a slice of one without is shown at once as well,
   * a 3D picture only after its upload. Throws as setPlanes does.
   */
  setReady(block: StageBlock, isReady: boolean): void;
  /** Its textures are kept for the next block of the same size. */
  release(block: StageBlock): void;
}

/** Where the cross-hair goes: first to `center`, with the picture moved so that the point is seen, then to `slice`. */
export interface Placement {
  readonly center: Zyx | null;
  readonly slice: number | null;
}

/** What is to be drawn, as a value. */
export interface View {
  /** null: paints nothing but `text` (a block's id while it loads, or why there is nothing). */
  readonly block: StageBlock | null;
  readonly text: string;
  readonly display: StageDisplay;
  /** The stage carries it out once; given again, the cross-hair stays where the person moved it. */
  readonly placement: Placement | null;
}

export interface StageApi {
  readonly voxels: VoxelStore;
  /**
   * The only way to have something else on screen. Without a block nothing counts as painted from now on, but the last
   * picture is held for a moment.
   */
  render(view: View): void;
  /** No block is painted, but the last picture is still visible for a moment, until the next frame. */
  readonly isHoldingStaleFrame: boolean;
  /** Clamped to the shown block; slice = cursor[0]. */
  readonly cursor: Zyx;
  /** null while there is nothing to look at. */
  readonly look: Look | null;
  /** Looks where another stage does, each at its own block, until this one is moved. */
  follow(look: Look): void;
  /** Shows the whole picture as it opened, no pane maximized. The slice stays. */
  resetView(): void;
  /** Whether a drag on a slice measures a line from now on. Ending it takes the line away. */
  toggleMeasuring(): boolean;
  readonly isMeasuring: boolean;
  /** The stage as seen, with scale bar and block id. */
  screenshot(): Promise<Blob>;
  /** Draws at once what is due. */
  drawNow(): void;
  dispose(): void;
}
