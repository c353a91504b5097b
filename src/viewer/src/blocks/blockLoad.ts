import type { IntensityCounts } from "../display/histogram.ts";
import type { BlockRef, SeenChannel } from "../page/contract.ts";
import type { StageBlock } from "../stage/stageContract.ts";
import type { SliceAt, SliceSource } from "../voxels/sliceSource.ts";
import {
  type LoadedVolume,
  PRIORITY,
  unreadableKind,
  VolumeFailure,
  type VolumeRequest,
  type VolumeSource,
} from "../voxels/volumeSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Slice, SlicedChannel, VolumeHeader } from "../voxels/wire.ts";
import { BlockUpload, type UploadStage } from "./blockUpload.ts";
import { ChannelLoad } from "./channelLoad.ts";
import { keyOf } from "./navigation.ts";
import { focusInside, largestOf } from "./opening.ts";

export interface BlockLoadContext {
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly slices: Pick<SliceSource, "load">;
  readonly stage: UploadStage;
  /** Something about this block's voxels is different now. */
  readonly onChange: (load: BlockLoad) => void;
}

/** The voxels of one block: what has arrived, what is under way, what failed. */
export class BlockLoad {
  readonly key: string;
  readonly channels: readonly ChannelLoad[];
  readonly channelKeys: readonly string[];
  private readonly uploaded: BlockUpload;
  private arrivedSlice: number | null = null;
  private sliceAsked: SliceAt | null = null;
  private sliceTransfer: AbortController | null = null;
  private isDisposed = false;

  constructor(
    readonly block: BlockRef,
    private readonly context: BlockLoadContext,
  ) {
    this.key = keyOf(block);
    this.channels = block.channels.map((channel) => new ChannelLoad(channel));
    this.channelKeys = block.channels.map(({ key }) => key);
    this.uploaded = new BlockUpload(block, this.channels, context.stage);
  }

  /** Every channel's volume is there or has failed. */
  get isSettled(): boolean {
    return this.channels.every((channel) => channel.isSettled);
  }

  /** The slice whose planes are there; null before the first, and no longer of interest once the block is settled. */
  get slice(): number | null {
    return this.arrivedSlice;
  }

  /** Something can be shown, and nothing that belongs to the slice is missing. */
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

  /** All has been tried and nothing can be shown. */
  get isUnreadable(): boolean {
    return this.isSettled && this.readableChannels === 0;
  }

  get transfers(): number {
    return this.channels.filter((channel) => channel.volumeTransfer !== null).length;
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

  /** Inside the volume, or null: outside of it a focus point is not used. */
  get focus(): Zyx | null {
    return focusInside(this.block.focus, this.shape);
  }

  get stageBlock(): StageBlock {
    return this.uploaded.stageBlock(this.focus);
  }

  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities(channel: ChannelLoad): IntensityCounts | null {
    return this.uploaded.intensities(channel);
  }

  /** What the annotator sees of it, for the label's record. */
  seen(): SeenChannel[] {
    return this.channels.map(({ ref, header, failure }) => ({
      index: ref.index,
      file: ref.file,
      version: failure === null ? (header?.version ?? null) : null,
      failure: failure?.message ?? null,
    }));
  }

  loadVolumes(isCurrent: boolean): void {
    for (const channel of this.channels) {
      if (!channel.isSettled && channel.volumeTransfer === null) {
        void this.loadVolume(channel, isCurrent);
      }
    }
  }

  /** The plane of every channel whose volume is not there; another slice that is under way is given up. */
  async loadSlice(at: SliceAt): Promise<void> {
    if (at === this.sliceAsked) {
      return;
    }
    this.giveUpSlice();
    const transfer = new AbortController();
    this.sliceTransfer = transfer;
    this.sliceAsked = at;
    const slice = await this.context.slices.load(this.block.sliceUrl, at, transfer.signal);
    if (this.sliceTransfer !== transfer) {
      return;
    }
    this.sliceTransfer = null;
    this.sliceAsked = slice?.z ?? null;
    if (slice !== null) {
      this.takeSlice(slice);
    }
    this.context.onChange(this);
  }

  /** Again from the start, for a channel that failed. */
  retry(index: number): void {
    const channel = this.channels.find(({ ref }) => ref.index === index);
    if (channel !== undefined && channel.failure !== null) {
      channel.failure = null;
      void this.loadVolume(channel, true, true);
      this.context.onChange(this);
    }
  }

  /** What failed for want of a connection, or of the folder that may be back by now, is worth another try. */
  retryAway(): void {
    for (const { failure, ref } of this.channels) {
      if (failure?.kind === "unreachable" || failure?.kind === "missing") {
        this.retry(ref.index);
      }
    }
  }

  /** Gives up what is under way; what has arrived stays. */
  pause(): void {
    for (const channel of this.channels) {
      channel.abortVolume();
    }
    this.giveUpSlice();
  }

  dispose(): void {
    this.isDisposed = true;
    this.pause();
    this.uploaded.leave();
    for (const channel of this.channels) {
      channel.plane = null;
      if (channel.volume !== null) {
        this.context.source.release(channel.volume);
        channel.volume = null;
      }
    }
  }

  private giveUpSlice(): void {
    this.sliceTransfer?.abort();
    this.sliceTransfer = null;
    this.sliceAsked = null;
  }

  private async loadVolume(
    channel: ChannelLoad,
    isCurrent: boolean,
    isRetry = false,
  ): Promise<void> {
    const transfer = new AbortController();
    channel.volumeTransfer = transfer;
    const outcome = await this.transferred({
      url: channel.ref.url,
      priority: isCurrent ? PRIORITY.current : PRIORITY.neighbour,
      isRetry,
      signal: transfer.signal,
      onHeader: (header) => this.noteHeader(channel, header),
    });
    if (outcome === null) {
      return;
    }
    channel.volumeTransfer = null;
    if (outcome instanceof VolumeFailure) {
      channel.failure = outcome;
    } else {
      channel.volume = outcome;
      channel.header = outcome.header;
      channel.plane = null;
    }
    this.upload();
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

  private noteHeader(channel: ChannelLoad, header: VolumeHeader): void {
    const before = channel.header?.shape.join();
    channel.header = header;
    if (before !== header.shape.join() && !this.isDisposed) {
      this.context.onChange(this);
    }
  }

  /** A file may hold channels that the list does not know of yet: they come with another BlockRef. */
  private takeSlice({ z, channels }: Slice): void {
    this.arrivedSlice = z;
    for (const channel of this.channels) {
      const sliced = channels[channel.ref.index];
      channel.plane = null;
      if (!channel.isSettled && sliced?.file === channel.ref.file) {
        takePlane(channel, sliced);
      }
    }
    this.upload(true);
  }

  /** Planes are handed over when they are new, and as soon as nothing of their slice is missing. */
  private upload(isNewSlice = false): void {
    const { slice } = this;
    if (this.isSettled) {
      this.giveUpSlice();
      this.uploaded.uploadVolumes(this.focus);
      for (const channel of this.channels) {
        channel.plane = null;
      }
    } else if (slice !== null && this.isPaintable && (isNewSlice || !this.uploaded.isTaken)) {
      this.uploaded.uploadPlanes(slice, this.focus);
    }
  }
}

/** What the share did not give now, the volume's transfer asks for again. */
function takePlane(channel: ChannelLoad, { header, plane, failure }: SlicedChannel): void {
  channel.header = header ?? channel.header;
  channel.plane = header === null || plane === null ? null : { header, voxels: plane };
  if (failure !== null && failure.kind !== "unreadable") {
    channel.failure = new VolumeFailure(unreadableKind(failure.kind), failure.message);
    channel.abortVolume();
  }
}
