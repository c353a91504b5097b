import type { IntensityCounts } from "../display/histogram.ts";
import type { BlockRef } from "../page/contract.ts";
import type { StageBlock, VoxelStore } from "../stage/stageContract.ts";
import type { SlicedPlane } from "../voxels/sliceSource.ts";
import { VolumeFailure } from "../voxels/volumeSource.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import type { ChannelLoad } from "./channelLoad.ts";
import { keyOf } from "./navigation.ts";

/** Hands a block's voxels to the stage: the planes of a slice first, then whole volumes. */
export class BlockUpload {
  private uploaded: StageBlock | null = null;
  private isReady = true;

  constructor(
    private readonly block: BlockRef,
    private readonly channels: readonly ChannelLoad[],
    private readonly store: VoxelStore,
  ) {}

  /** Null while the stage has nothing of this block. */
  get stageBlock(): StageBlock | null {
    return this.uploaded;
  }

  /** Null while the channel's whole volume is not on the stage. Counts what is not counted yet. */
  intensities(key: string): IntensityCounts | null {
    const index = this.uploaded?.channels.findIndex((channel) => channel.key === key) ?? -1;
    return index < 0 ? null : (this.uploaded?.counts(index) ?? null);
  }

  /** `focus` null: not inside the block. */
  uploadVolumes(focus: Zyx | null): void {
    this.leaveOutTooLarge();
    const volumes = this.channels.flatMap((channel) =>
      channel.volume === null
        ? []
        : [this.loaded(channel, { ...channel.volume, coverage: channel.volume.header.coverage })],
    );
    if (this.uploaded !== null || volumes.length > 0) {
      this.refusedInWords(() => this.store.setVolumes(this.prepared(focus), volumes));
    }
  }

  /** Slice z of every channel that has it. */
  uploadPlanes(z: number, focus: Zyx | null): void {
    this.leaveOutTooLarge();
    const planes = this.channels.flatMap((channel): LoadedPlane[] => {
      const plane = channel.planeAt(z);
      return plane === null ? [] : [{ ...this.loaded(channel, plane), z }];
    });
    if (planes.length > 0) {
      this.refusedInWords(() => this.store.setPlanes(this.prepared(focus), planes));
    }
  }

  /** Whether it has textures before it is shown. */
  setReady(isReady: boolean): void {
    if (isReady === this.isReady) {
      return;
    }
    this.isReady = isReady;
    const { uploaded } = this;
    if (uploaded !== null) {
      this.refusedInWords(() => this.store.setReady(uploaded, isReady));
    }
  }

  release(): void {
    if (this.uploaded !== null) {
      this.store.release(this.uploaded);
      this.uploaded = null;
    }
  }

  private prepared(focus: Zyx | null): StageBlock {
    if (this.uploaded === null) {
      const { root, id } = this.block;
      this.uploaded = this.store.prepare({ key: keyOf({ root, id }), label: id, focus });
      this.store.setReady(this.uploaded, this.isReady);
    }
    return this.uploaded;
  }

  /** A channel that the graphics card cannot hold fails; the others are shown. */
  private leaveOutTooLarge(): void {
    for (const channel of this.channels) {
      const reason = channel.header === null ? null : this.store.whyTooLarge(channel.header.shape);
      if (reason !== null) {
        channel.fail(new VolumeFailure("too-large", `cannot be shown: ${reason}`));
      }
    }
  }

  /** Fails every channel when the graphics card has no memory for them. */
  private refusedInWords(upload: () => void): void {
    try {
      upload();
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      for (const channel of this.channels) {
        channel.fail(new VolumeFailure("too-large", error.message));
      }
    }
  }

  private loaded({ ref }: ChannelLoad, { header, voxels, coverage }: SlicedPlane): LoadedChannel {
    const { type, shape } = header;
    const voxelSizeUm = this.voxelSizeOf(header);
    return { key: ref.key, type, shape, data: voxels, voxelSizeUm, coverage };
  }

  /** The file's voxel size, completed by the campaign's; an unknown z counts as long as y. */
  private voxelSizeOf({ voxelSizeUm }: SlicedPlane["header"]): Zyx | null {
    const campaign = this.block.voxelSizeUm;
    if (voxelSizeUm === null) {
      return campaign;
    }
    const [z, y, x] = voxelSizeUm;
    return [z ?? campaign?.[0] ?? y, y, x];
  }
}
