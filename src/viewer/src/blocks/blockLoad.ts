import type { IntensityCounts } from "../display/histogram.ts";
import type { BlockRef, ChannelRef, SeenChannel } from "../page/contract.ts";
import type { StageBlock, VoxelStore } from "../stage/stageContract.ts";
import type { SliceAt, SliceSource } from "../voxels/sliceSource.ts";
import {
  type LoadedVolume,
  PRIORITY,
  VolumeFailure,
  type VolumeRequest,
  type VolumeSource,
} from "../voxels/volumeSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Slice, SlicedChannel, VolumeHeader } from "../voxels/wire.ts";
import { BlockUpload } from "./blockUpload.ts";
import { ChannelLoad } from "./channelLoad.ts";
import { sizesOf } from "./channelSizes.ts";
import { keyOf } from "./navigation.ts";
import { focusInside, largestOf } from "./opening.ts";

export interface BlockLoadContext {
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly slices: Pick<SliceSource, "load">;
  readonly store: VoxelStore;
  /** This block's voxels changed. */
  readonly onChange: (load: BlockLoad) => void;
}

/** The voxels of one block: what has arrived, what is under way, what failed. */
export class BlockLoad {
  readonly key: string;
  readonly channels: readonly ChannelLoad[];
  readonly channelKeys: readonly string[];
  /** Of the blocks of its folder: with the channels that this one lacks. */
  readonly usualKeys: readonly string[];
  private readonly upload: BlockUpload;
  private arrivedSlice: number | null = null;
  private sliceAsked: SliceAt | null = null;
  private sliceTransfer: AbortController | null = null;
  private isSliceShown = false;
  private isLookedAt = false;

  constructor(
    readonly block: BlockRef,
    private readonly context: BlockLoadContext,
  ) {
    this.key = keyOf(block);
    this.channels = block.channels.map(
      (channel) => new ChannelLoad(channel, (volume) => context.source.release(volume)),
    );
    this.channelKeys = block.channels.map(({ key }) => key);
    this.usualKeys = usualKeysOf(block);
    this.upload = new BlockUpload(block, this.channels, context.store);
  }

  /** Every channel's volume is there or has failed. */
  get isSettled(): boolean {
    return this.channels.every((channel) => channel.isSettled);
  }

  /** The slice whose planes are there; null before the first, and meaningless once the block is settled. */
  get slice(): number | null {
    return this.arrivedSlice;
  }

  /** Something can be shown, and the slice is complete. */
  get isPaintable(): boolean {
    const { slice } = this;
    return (
      this.isSettled ||
      (this.readableChannels > 0 && this.channels.every((channel) => channel.isThereAt(slice)))
    );
  }

  /** No slice is under way: the volumes' turn. */
  get isSliceDone(): boolean {
    return this.sliceTransfer === null;
  }

  get readableChannels(): number {
    return this.channels.filter((channel) => channel.isReadable).length;
  }

  /** Every channel failed. */
  get isUnreadable(): boolean {
    return this.isSettled && this.readableChannels === 0;
  }

  get transfers(): number {
    return this.channels.filter((channel) => channel.isUnderWay).length;
  }

  get byteLength(): number {
    return this.channels.reduce((sum, { volume }) => sum + (volume?.voxels.byteLength ?? 0), 0);
  }

  /** Largest extent per axis of the channels whose header has arrived and that can be shown; null before the first. */
  get shape(): Zyx | null {
    const shapes = this.channels.flatMap(({ header, failure }) =>
      header === null || failure !== null ? [] : [header.shape],
    );
    return largestOf(shapes);
  }

  /** Null: there is none, or it lies outside the volume. */
  get focus(): Zyx | null {
    return focusInside(this.block.focus, this.shape);
  }

  /** Null while the stage has nothing of it. */
  get stageBlock(): StageBlock | null {
    return this.upload.stageBlock;
  }

  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities({ ref }: { readonly ref: { readonly key: string } }): IntensityCounts | null {
    return this.upload.intensities(ref.key);
  }

  /** What the annotator sees of the block, for the label's record. */
  seen(): SeenChannel[] {
    return this.channels.map(({ ref, header, failure }) => ({
      index: ref.index,
      file: ref.file,
      version: failure === null ? (header?.version ?? null) : null,
      failure: failure?.message ?? null,
      isOutage: failure?.isOutage ?? false,
    }));
  }

  /** Channels are drawn voxel by voxel all the same. */
  get sizesDiffer(): boolean {
    return sizesOf(this.channels).size > 1;
  }

  loadVolumes(isCurrent: boolean): void {
    for (const channel of this.channels) {
      if (!channel.isSettled && !channel.isUnderWay) {
        void this.loadVolume(channel, isCurrent);
      }
    }
  }

  /** Loads the plane of every channel without a volume, and gives up another slice under way. */
  async loadSlice(at: SliceAt): Promise<void> {
    const transfer = at === this.sliceAsked ? null : this.transferSlice(at);
    this.isSliceShown = true;
    await transfer;
  }

  /** Asks once which channels a slice says cannot be read: nobody asks for their volumes. False: not known yet. */
  look(at: SliceAt): boolean {
    if (!this.isLookedAt && this.isSliceDone) {
      void this.transferSlice(at);
    }
    return this.isLookedAt;
  }

  /** Reads a failed channel again. */
  retry(index: number): void {
    const channel = this.channels.find(({ ref }) => ref.index === index);
    if (channel !== undefined && channel.failure !== null) {
      void this.loadVolume(channel, true, true);
      this.context.onChange(this);
    }
  }

  /** Reads channels again that failed because the connection or the folder was away. */
  retryAway(): void {
    for (const { failure, ref } of this.channels) {
      if (failure?.kind === "unreachable" || failure?.kind === "missing") {
        this.retry(ref.index);
      }
    }
  }

  /** Whether it has textures before it is shown. */
  setReady(isReady: boolean): void {
    this.upload.setReady(isReady);
  }

  /** Gives up what is under way; what has arrived stays. */
  pause(): void {
    for (const channel of this.channels) {
      channel.stop();
    }
    this.giveUpSlice();
  }

  dispose(): void {
    this.giveUpSlice();
    this.upload.release();
    for (const channel of this.channels) {
      channel.dispose();
    }
  }

  private async transferSlice(at: SliceAt): Promise<void> {
    this.giveUpSlice();
    const transfer = new AbortController();
    this.sliceTransfer = transfer;
    this.sliceAsked = at;
    const slice = await this.context.slices.load(this.block.sliceUrl, at, transfer.signal);
    if (this.sliceTransfer !== transfer) {
      return;
    }
    this.sliceTransfer = null;
    this.sliceAsked = this.isSliceShown ? (slice?.z ?? null) : null;
    this.isLookedAt = true;
    if (slice !== null && this.isSliceShown) {
      this.takeSlice(slice);
    } else if (slice !== null) {
      this.takeFaults(slice);
    }
    this.context.onChange(this);
  }

  private giveUpSlice(): void {
    this.sliceTransfer?.abort();
    this.sliceTransfer = null;
    this.sliceAsked = null;
    this.isSliceShown = false;
  }

  private async loadVolume(
    channel: ChannelLoad,
    isCurrent: boolean,
    isRetry = false,
  ): Promise<void> {
    const signal = channel.start();
    const outcome = await this.transferred({
      url: channel.ref.url,
      priority: isCurrent ? PRIORITY.current : PRIORITY.neighbour,
      isRetry,
      signal,
      onHeader: (header) => {
        if (!signal.aborted) {
          this.hearHeader(channel, header);
        }
      },
    });
    if (outcome === null) {
      return;
    }
    if (outcome instanceof VolumeFailure) {
      channel.fail(outcome);
    } else {
      channel.arrive(outcome);
    }
    this.handOver();
    this.context.onChange(this);
  }

  /** Null: given up. */
  private async transferred(request: VolumeRequest): Promise<LoadedVolume | VolumeFailure | null> {
    const { signal } = request;
    try {
      const loaded = await this.context.source.load(request);
      if (signal.aborted) {
        this.context.source.release(loaded);
        return null;
      }
      return loaded;
    } catch (error) {
      if (signal.aborted) {
        return null;
      }
      return error instanceof VolumeFailure
        ? error
        : new VolumeFailure("unreachable", error instanceof Error ? error.message : String(error));
    }
  }

  private hearHeader(channel: ChannelLoad, header: VolumeHeader): void {
    const before = channel.header?.shape.join();
    channel.hearHeader(header);
    if (before !== header.shape.join()) {
      this.handOver();
      this.context.onChange(this);
    }
  }

  private takeSlice(slice: Slice): void {
    this.arrivedSlice = slice.z;
    for (const channel of this.channels) {
      channel.takeSlice(slicedOf(slice, channel.ref));
    }
    this.handOver(true);
  }

  private takeFaults(slice: Slice): void {
    for (const channel of this.channels) {
      const sliced = slicedOf(slice, channel.ref);
      if (sliced !== undefined && sliced.failure !== null) {
        channel.takeSlice(sliced);
      }
    }
    this.handOver();
  }

  /** Hands over new planes, or the first ones as soon as their slice is complete. */
  private handOver(isNewSlice = false): void {
    const { slice } = this;
    if (this.isSettled) {
      this.giveUpSlice();
      this.upload.uploadVolumes(this.focus);
    } else if (slice !== null && this.isPaintable && (isNewSlice || this.stageBlock === null)) {
      this.upload.uploadPlanes(slice, this.focus);
    }
  }
}

/** A file may hold channels that the list does not know yet; another BlockRef brings them. */
function slicedOf({ channels }: Slice, { index, file }: ChannelRef): SlicedChannel | undefined {
  const sliced = channels[index];
  return sliced?.file === file ? sliced : undefined;
}

function usualKeysOf({ channels, missing }: BlockRef): string[] {
  const keys = channels.map(({ key }) => key);
  for (const { position, name } of missing) {
    keys.splice(position, 0, name);
  }
  return keys;
}
