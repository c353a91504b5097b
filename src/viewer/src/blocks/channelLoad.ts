import type { ChannelRef } from "../page/contract.ts";
import type { SlicedPlane } from "../voxels/sliceSource.ts";
import type { LoadedVolume, VolumeFailure } from "../voxels/volumeSource.ts";
import type { VolumeHeader } from "../voxels/wire.ts";

/** One channel on its way: a failure of one keeps none of the others. */
export class ChannelLoad {
  /** Of the whole volume, as last heard of. */
  header: VolumeHeader | null = null;
  volume: LoadedVolume | null = null;
  /** Of the slice that arrived last; null once the volume is there. */
  plane: SlicedPlane | null = null;
  failure: VolumeFailure | null = null;
  volumeTransfer: AbortController | null = null;

  constructor(readonly ref: ChannelRef) {}

  get isSettled(): boolean {
    return this.volume !== null || this.failure !== null;
  }

  get isReadable(): boolean {
    return this.failure === null && (this.volume !== null || this.plane !== null);
  }

  /** Nothing that slice `z` has of this channel is missing. */
  isThereAt(z: number | null): boolean {
    const endsBefore = z !== null && this.header !== null && z >= this.header.shape[0];
    return this.isSettled || this.plane !== null || endsBefore;
  }

  /** Its plane z, out of the volume or alone; null where it ends before, or has none yet. */
  planeAt(z: number): SlicedPlane | null {
    if (this.volume === null) {
      return this.plane;
    }
    const { header, voxels } = this.volume;
    const [depth, height, width] = header.shape;
    const size = height * width;
    return z < depth ? { header, voxels: voxels.subarray(z * size, (z + 1) * size) } : null;
  }

  abortVolume(): void {
    this.volumeTransfer?.abort();
    this.volumeTransfer = null;
  }
}
