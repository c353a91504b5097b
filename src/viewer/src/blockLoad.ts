import type { BlockRef, ChannelRef, SeenChannel } from "./contract.ts";
import type { IntensityCounts } from "./histogram.ts";
import { keyOf } from "./navigation.ts";
import type { SliceAt, SliceSource } from "./sliceSource.ts";
import type {
  LoadedChannel,
  LoadedPlane,
  StageApi,
  StageBlock,
  Zyx,
} from "./stage/stageContract.ts";
import {
  type LoadedVolume,
  PRIORITY,
  unreadableKind,
  VolumeFailure,
  type VolumeRequest,
  type VolumeSource,
} from "./volumeSource.ts";
import type { Slice, SlicedChannel, VolumeHeader, Voxels } from "./wire.ts";

type StageSeat = Pick<StageApi, "prepare" | "setPlanes" | "setVolumes" | "release">;

export interface LoadSurroundings {
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly slices: Pick<SliceSource, "load">;
  readonly stage: StageSeat;
  /** Something about this block's voxels is different now. */
  readonly onChange: (load: BlockLoad) => void;
}

/** One channel on its way: a failure of one keeps none of the others. */
export class ChannelLoad {
  header: VolumeHeader | null = null;
  volume: LoadedVolume | null = null;
  /** Of the slice that was asked for last. */
  plane: Voxels | null = null;
  failure: VolumeFailure | null = null;
  volumeTransfer: AbortController | null = null;

  constructor(readonly ref: ChannelRef) {}

  get isSettled(): boolean {
    return this.volume !== null || this.failure !== null;
  }

  get isReadable(): boolean {
    return this.failure === null && (this.volume !== null || this.plane !== null);
  }
}

/** The voxels of one block: what has arrived, what is under way, what failed; and its seat on the stage. */
export class BlockLoad {
  readonly key: string;
  readonly channels: readonly ChannelLoad[];
  private seat: StageBlock | null = null;
  /** The slice whose planes are there. */
  private slice: number | null = null;
  private sliceAsked: SliceAt | null = null;
  private sliceTransfer: AbortController | null = null;
  private isDisposed = false;

  constructor(
    readonly block: BlockRef,
    private readonly around: LoadSurroundings,
  ) {
    this.key = keyOf(block);
    this.channels = block.channels.map((channel) => new ChannelLoad(channel));
  }

  /** Every channel's volume is there or has failed. */
  get isSettled(): boolean {
    return this.channels.every((channel) => channel.isSettled);
  }

  /** Something can be shown, and nothing that belongs to the slice is missing. */
  get isPaintable(): boolean {
    const { slice } = this;
    const isThere = ({ isSettled, plane, header }: ChannelLoad) =>
      isSettled ||
      plane !== null ||
      (slice !== null && header !== null && slice >= header.shape[0]);
    return this.isSettled || (this.readableChannels > 0 && this.channels.every(isThere));
  }

  /** The slice has arrived or is not to be had: the volumes' turn. */
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

  /** Largest extent per axis of the channels whose header has arrived; null before the first. */
  get shape(): Zyx | null {
    const shapes = this.channels.flatMap(({ header }) => (header === null ? [] : [header.shape]));
    const most = (axis: 0 | 1 | 2) => Math.max(...shapes.map((shape) => shape[axis]));
    return shapes.length === 0 ? null : [most(0), most(1), most(2)];
  }

  /** Inside the volume, or null: outside of it a focus point is not used. */
  get focus(): Zyx | null {
    const { focus } = this.block;
    const shape = this.shape;
    const isInside =
      focus !== null &&
      (shape === null || focus.every((at, axis) => at >= 0 && at < (shape[axis] ?? 0)));
    return isInside ? focus : null;
  }

  get stageBlock(): StageBlock {
    this.seat ??= this.around.stage.prepare(
      { key: this.key, label: this.block.id, focus: this.focus },
      this.isSettled ? this.volumes() : [],
    );
    return this.seat;
  }

  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities(channel: ChannelLoad): IntensityCounts | null {
    const index = this.seat?.channels.findIndex(({ key }) => key === channel.ref.key) ?? -1;
    return index < 0 ? null : (this.seat?.counts(index) ?? null);
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
    this.sliceTransfer?.abort();
    const transfer = new AbortController();
    this.sliceTransfer = transfer;
    this.sliceAsked = at;
    const slice = await this.around.slices.load(this.block.sliceUrl, at, transfer.signal);
    if (this.sliceTransfer !== transfer || this.isDisposed) {
      return;
    }
    this.sliceTransfer = null;
    if (slice !== null && !this.isSettled) {
      this.takeSlice(slice);
    }
    this.around.onChange(this);
  }

  /** Again from the start, for a channel that failed. */
  retry(index: number): void {
    const channel = this.channels.find(({ ref }) => ref.index === index);
    if (channel !== undefined && channel.failure !== null) {
      channel.failure = null;
      this.around.onChange(this);
      void this.loadVolume(channel, true, true);
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
      channel.volumeTransfer?.abort();
      channel.volumeTransfer = null;
    }
    this.sliceTransfer?.abort();
    this.sliceTransfer = null;
    this.sliceAsked = null;
  }

  dispose(): void {
    this.isDisposed = true;
    this.pause();
    if (this.seat !== null) {
      this.around.stage.release(this.seat);
      this.seat = null;
    }
    for (const channel of this.channels) {
      channel.plane = null;
      if (channel.volume !== null) {
        this.around.source.release(channel.volume);
        channel.volume = null;
      }
    }
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
    if (channel.volumeTransfer === transfer) {
      channel.volumeTransfer = null;
    }
    if (outcome instanceof VolumeFailure) {
      channel.failure = outcome;
    } else if (outcome !== null) {
      channel.volume = outcome;
    } else {
      return;
    }
    if (this.isSettled) {
      this.seatVolumes();
    } else if (this.seat === null) {
      this.seatPlanes();
    }
    this.around.onChange(this);
  }

  /** Null: given up, or too late for a block that is gone. */
  private async transferred(request: VolumeRequest): Promise<LoadedVolume | VolumeFailure | null> {
    const { signal } = request;
    try {
      const loaded = await this.around.source.load(request);
      if (signal.aborted || this.isDisposed) {
        this.around.source.release(loaded);
        return null;
      }
      return loaded;
    } catch (error) {
      if (signal.aborted || this.isDisposed) {
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
      this.around.onChange(this);
    }
  }

  /** A channel that is new to the list comes with another BlockRef. */
  private takeSlice({ z, channels }: Slice): void {
    this.slice = z;
    this.sliceAsked = z;
    for (const channel of this.channels) {
      const sliced = channels[channel.ref.index];
      if (sliced !== undefined && !channel.isSettled) {
        this.takePlane(channel, sliced);
      }
    }
    if (this.isSettled) {
      this.seatVolumes();
    } else {
      this.seatPlanes();
    }
  }

  /** What the share did not give now, the volume's transfer asks for again. */
  private takePlane(channel: ChannelLoad, { header, plane, failure }: SlicedChannel): void {
    channel.header ??= header;
    channel.plane = plane;
    if (failure !== null && failure.kind !== "unreadable") {
      channel.failure = new VolumeFailure(unreadableKind(failure.kind), failure.message);
      channel.volumeTransfer?.abort();
      channel.volumeTransfer = null;
    }
  }

  private volumes(): LoadedChannel[] {
    return this.channels.flatMap((channel) =>
      channel.volume === null ? [] : [this.stageChannel(channel, channel.volume.voxels)],
    );
  }

  /** What the graphics card cannot hold is a failure of every channel. */
  private seatVolumes(): void {
    const volumes = this.volumes();
    try {
      if (this.seat !== null) {
        this.around.stage.setVolumes(this.seat, volumes);
      } else if (volumes.length > 0) {
        this.stageBlock;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      for (const channel of this.channels) {
        channel.failure ??= new VolumeFailure("too-large", error.message);
      }
    }
    for (const channel of this.channels) {
      channel.plane = null;
    }
  }

  /** A volume that is already there lends its own plane. */
  private seatPlanes(): void {
    const z = this.slice;
    if (z === null || !this.isPaintable) {
      return;
    }
    const planes = this.channels.flatMap((channel): LoadedPlane[] => {
      const { volume, plane, failure } = channel;
      const data = plane ?? (volume === null ? null : planeOf(volume, z));
      return failure !== null || data === null ? [] : [{ ...this.stageChannel(channel, data), z }];
    });
    if (planes.length > 0) {
      this.around.stage.setPlanes(this.stageBlock, planes);
    }
  }

  private stageChannel({ ref, header }: ChannelLoad, data: Voxels): LoadedChannel {
    return {
      key: ref.key,
      type: header?.type ?? "uint16",
      shape: header?.shape ?? [1, 1, 1],
      data,
      voxelSizeUm: this.voxelSizeOf(header),
    };
  }

  /** The file's, completed by the campaign's; an unknown z is taken to be as long as y. */
  private voxelSizeOf(header: VolumeHeader | null): Zyx | null {
    const campaign = this.block.voxelSizeUm;
    const file = header?.voxelSizeUm;
    if (file === null || file === undefined) {
      return campaign;
    }
    const [z, y, x] = file;
    return [z ?? campaign?.[0] ?? y, y, x];
  }
}

/** A view on one plane of a whole volume; null where it ends before. */
function planeOf({ header, voxels }: LoadedVolume, z: number): Voxels | null {
  const [depth, height, width] = header.shape;
  return z < depth ? voxels.subarray(z * height * width, (z + 1) * height * width) : null;
}
