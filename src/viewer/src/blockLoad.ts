import type { BlockRef, ChannelRef, SeenChannel } from "./contract.ts";
import type { IntensityCounts } from "./histogram.ts";
import { keyOf } from "./navigation.ts";
import type {
  LoadedChannel,
  LoadedPlane,
  StageApi,
  StageBlock,
  Zyx,
} from "./stage/stageContract.ts";
import {
  type LoadedVoxels,
  PRIORITY,
  VolumeFailure,
  type VolumeRequest,
  type VolumeSource,
} from "./volumeSource.ts";
import type { VolumeHeader, Voxels } from "./wire.ts";

type StageSeat = Pick<StageApi, "prepare" | "setPlanes" | "setVolumes" | "release">;

export interface LoadSurroundings {
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly stage: StageSeat;
  /** Something about this block's voxels is different now. */
  readonly onChange: (load: BlockLoad) => void;
}

/** One channel on its way: a failure of one keeps none of the others. */
export class ChannelLoad {
  /** Of the volume, or of a plane with the depth that is expected. */
  header: VolumeHeader | null = null;
  /** The plane wanted does not exist, or not alone: the volume decides. */
  isPlaneRefused = false;
  volume: LoadedVoxels | null = null;
  plane: LoadedVoxels | null = null;
  failure: VolumeFailure | null = null;
  volumeTransfer: AbortController | null = null;
  planeTransfer: AbortController | null = null;

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
  private planesAt: number | null = null;
  private expectedDepth = 1;
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

  /** Something of every channel that can be read is there. */
  get isPaintable(): boolean {
    return this.channels.every((channel) => channel.isSettled || channel.plane !== null);
  }

  /** No plane is awaited any longer: the volumes' turn. */
  get arePlanesDone(): boolean {
    return this.channels.every(
      (channel) => channel.isSettled || channel.plane !== null || channel.isPlaneRefused,
    );
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

  /**
   * The plane of every channel whose volume is not there; planes under way for another slice are given up. A plane does
   * not tell its volume's depth: `expectedDepth` stands in for it until the volume has arrived.
   */
  loadPlanes(z: number, expectedDepth: number): void {
    this.planesAt = z;
    this.expectedDepth = expectedDepth;
    for (const channel of this.channels) {
      channel.planeTransfer?.abort();
      channel.planeTransfer = null;
      channel.isPlaneRefused = false;
      if (!channel.isSettled && channel.plane?.z !== z) {
        void this.loadPlane(channel, z);
      }
    }
    this.seatPlanes();
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
      channel.planeTransfer?.abort();
      channel.volumeTransfer = null;
      channel.planeTransfer = null;
    }
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
    const outcome = await this.transferred(channel, transfer.signal, {
      z: null,
      priority: isCurrent ? PRIORITY.current : PRIORITY.neighbour,
      isRetry,
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
    }
    this.around.onChange(this);
  }

  private async loadPlane(channel: ChannelLoad, z: number): Promise<void> {
    const transfer = new AbortController();
    channel.planeTransfer = transfer;
    const outcome = await this.transferred(channel, transfer.signal, {
      z,
      priority: PRIORITY.plane,
    });
    if (channel.planeTransfer === transfer) {
      channel.planeTransfer = null;
    }
    if (outcome === null) {
      return;
    }
    if (outcome instanceof VolumeFailure) {
      channel.isPlaneRefused = outcome.kind === "missing" || outcome.kind === "refused";
      if (channel.volume === null && !channel.isPlaneRefused) {
        channel.failure = outcome;
        channel.volumeTransfer?.abort();
        channel.volumeTransfer = null;
      }
    } else if (!channel.isSettled) {
      channel.plane = outcome;
      this.seatPlanes();
    }
    if (this.isSettled) {
      this.seatVolumes();
    }
    this.around.onChange(this);
  }

  /** Null: given up, or too late for a block that is gone. */
  private async transferred(
    channel: ChannelLoad,
    signal: AbortSignal,
    what: Pick<VolumeRequest, "z" | "priority" | "isRetry">,
  ): Promise<LoadedVoxels | VolumeFailure | null> {
    try {
      const loaded = await this.around.source.load({
        ...what,
        url: channel.ref.url,
        signal,
        onHeader: (header) => this.noteHeader(channel, header, what.z),
      });
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

  private noteHeader(channel: ChannelLoad, header: VolumeHeader, z: number | null): void {
    const [depth, height, width] = header.shape;
    const before = channel.header?.shape;
    if (z !== null && before !== undefined) {
      return;
    }
    const stackDepth = z === null ? depth : Math.max(this.expectedDepth, z + 1);
    channel.header = { ...header, shape: [stackDepth, height, width] };
    if (before?.[0] !== stackDepth && !this.isDisposed) {
      this.around.onChange(this);
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

  /** Planes of the slice wanted, once there is one of every channel; a volume already there lends its own. */
  private seatPlanes(): void {
    const z = this.planesAt;
    if (z === null || this.isSettled) {
      return;
    }
    const planes: LoadedPlane[] = [];
    for (const channel of this.channels) {
      const { volume, plane, failure } = channel;
      if (failure !== null || (volume !== null && z >= volume.header.shape[0])) {
        continue;
      }
      if (volume !== null) {
        planes.push({ ...this.stageChannel(channel, planeOf(volume, z)), z });
      } else if (plane?.z === z) {
        planes.push({ ...this.stageChannel(channel, plane.voxels), z });
      } else {
        return;
      }
    }
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

/** A view on one plane of a whole volume. */
function planeOf({ header, voxels }: LoadedVoxels, z: number): Voxels {
  const [, height, width] = header.shape;
  return voxels.subarray(z * height * width, (z + 1) * height * width);
}
