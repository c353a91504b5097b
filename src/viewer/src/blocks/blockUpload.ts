import type { IntensityCounts } from "../display/histogram.ts";
import type { BlockRef } from "../page/contract.ts";
import type { StageApi, StageBlock } from "../stage/stageContract.ts";
import type { SlicedPlane } from "../voxels/sliceSource.ts";
import { VolumeFailure } from "../voxels/volumeSource.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import type { ChannelLoad } from "./channelLoad.ts";
import { keyOf } from "./navigation.ts";

export type UploadStage = Pick<
  StageApi,
  "whyTooLarge" | "prepare" | "setPlanes" | "setVolumes" | "release"
>;

/** A block's place on the stage: hands over what its channels have. */
export class BlockUpload {
  private stageBlock_: StageBlock | null = null;

  constructor(
    private readonly block: BlockRef,
    private readonly channels: readonly ChannelLoad[],
    private readonly stage: UploadStage,
  ) {}

  get isTaken(): boolean {
    return this.stageBlock_ !== null;
  }

  /** With the volumes that are there, if that is all of them. `focus` null: not inside the block. */
  stageBlock(focus: Zyx | null): StageBlock {
    this.stageBlock_ ??= this.stage.prepare(
      { key: keyOf(this.block), label: this.block.id, focus },
      this.channels.every(({ isSettled }) => isSettled) ? this.volumes() : [],
    );
    return this.stageBlock_;
  }

  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities(channel: ChannelLoad): IntensityCounts | null {
    const index = this.stageBlock_?.channels.findIndex(({ key }) => key === channel.ref.key) ?? -1;
    return index < 0 ? null : (this.stageBlock_?.counts(index) ?? null);
  }

  uploadVolumes(focus: Zyx | null): void {
    this.leaveOutTooLarge();
    const volumes = this.volumes();
    this.refusedInWords(() => {
      if (this.stageBlock_ !== null) {
        this.stage.setVolumes(this.stageBlock_, volumes);
      } else if (volumes.length > 0) {
        this.stageBlock(focus);
      }
    });
  }

  /** Slice z of every channel that has it. */
  uploadPlanes(z: number, focus: Zyx | null): void {
    this.leaveOutTooLarge();
    const planes = this.channels.flatMap((channel): LoadedPlane[] => {
      const plane = channel.failure === null ? channel.planeAt(z) : null;
      return plane === null ? [] : [{ ...this.stageChannel(channel, plane), z }];
    });
    if (planes.length > 0) {
      this.refusedInWords(() => this.stage.setPlanes(this.stageBlock(focus), planes));
    }
  }

  leave(): void {
    if (this.stageBlock_ !== null) {
      this.stage.release(this.stageBlock_);
      this.stageBlock_ = null;
    }
  }

  /** A channel that the graphics card cannot hold fails; the others are shown. */
  private leaveOutTooLarge(): void {
    for (const channel of this.channels) {
      const reason = channel.header === null ? null : this.stage.whyTooLarge(channel.header.shape);
      if (channel.failure === null && reason !== null) {
        channel.abortVolume();
        channel.failure = new VolumeFailure("too-large", `cannot be shown: ${reason}`);
      }
    }
  }

  /** What the graphics card has no memory for is a failure of every channel. */
  private refusedInWords(seating: () => void): void {
    try {
      seating();
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      for (const channel of this.channels) {
        channel.abortVolume();
        channel.failure ??= new VolumeFailure("too-large", error.message);
      }
    }
  }

  private volumes(): LoadedChannel[] {
    return this.channels.flatMap((channel) =>
      channel.volume === null || channel.failure !== null
        ? []
        : [this.stageChannel(channel, channel.volume)],
    );
  }

  private stageChannel({ ref }: ChannelLoad, { header, voxels }: SlicedPlane): LoadedChannel {
    const { type, shape } = header;
    return { key: ref.key, type, shape, data: voxels, voxelSizeUm: this.voxelSizeOf(header) };
  }

  /** The file's, completed by the campaign's; an unknown z is taken to be as long as y. */
  private voxelSizeOf({ voxelSizeUm }: SlicedPlane["header"]): Zyx | null {
    const campaign = this.block.voxelSizeUm;
    if (voxelSizeUm === null) {
      return campaign;
    }
    const [z, y, x] = voxelSizeUm;
    return [z ?? campaign?.[0] ?? y, y, x];
  }
}
