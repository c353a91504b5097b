import type { ChannelRef } from "../page/contract.ts";
import { planeCoverage } from "../voxels/coverage.ts";
import type { SlicedPlane } from "../voxels/sliceSource.ts";
import type { LoadedVolume, VolumeFailure } from "../voxels/volumeSource.ts";
import type { SlicedChannel, VolumeHeader } from "../voxels/wire.ts";
import {
  arrived,
  type ChannelState,
  failed,
  isReadable,
  isSettled,
  isThereAt,
  QUEUED,
  started,
  stopped,
  transferOf,
  withHeader,
  withSlice,
} from "./channelState.ts";

/** One channel on its way. It aborts a transfer and releases a volume as soon as it no longer needs them. */
export class ChannelLoad {
  private current: ChannelState = QUEUED;

  constructor(
    readonly ref: ChannelRef,
    private readonly release: (volume: LoadedVolume) => void,
  ) {}

  get state(): ChannelState {
    return this.current;
  }

  /** Of the whole volume, as last heard of. */
  get header(): VolumeHeader | null {
    return this.current.header;
  }

  get volume(): LoadedVolume | null {
    return this.current.kind === "volume" ? this.current.volume : null;
  }

  /** Of the slice that arrived last, while the volume is not there. */
  get plane(): SlicedPlane | null {
    return this.current.kind === "slice" ? this.current.plane : null;
  }

  get failure(): VolumeFailure | null {
    return this.current.kind === "failed" ? this.current.failure : null;
  }

  get isSettled(): boolean {
    return isSettled(this.current);
  }

  get isReadable(): boolean {
    return isReadable(this.current);
  }

  get isUnderWay(): boolean {
    return transferOf(this.current) !== null;
  }

  isThereAt(z: number | null): boolean {
    return isThereAt(this.current, z);
  }

  /** Its plane z, out of the volume or alone; null where it ends before, or has none yet. */
  planeAt(z: number): SlicedPlane | null {
    const { volume } = this;
    if (volume === null) {
      return this.plane;
    }
    const { header, voxels } = volume;
    const [depth, height, width] = header.shape;
    const size = height * width;
    if (z >= depth) {
      return null;
    }
    const coverage = header.coverage && planeCoverage(header.coverage, z);
    return { header, voxels: voxels.subarray(z * size, (z + 1) * size), coverage };
  }

  /** The signal ends the transfer of the volume. */
  start(): AbortSignal {
    const transfer = new AbortController();
    this.become(started(this.current, transfer));
    return transfer.signal;
  }

  stop(): void {
    this.become(stopped(this.current));
  }

  hearHeader(header: VolumeHeader): void {
    this.become(withHeader(this.current, header));
  }

  takeSlice(sliced: SlicedChannel | undefined): void {
    this.become(withSlice(this.current, sliced));
  }

  arrive(volume: LoadedVolume): void {
    this.become(arrived(volume));
  }

  fail(failure: VolumeFailure): void {
    this.become(failed(this.current, failure));
  }

  dispose(): void {
    this.become(QUEUED);
  }

  private become(next: ChannelState): void {
    const before = this.current;
    const transfer = transferOf(before);
    this.current = next;
    const isGivenUp = transferOf(next) !== transfer && next.kind !== "volume";
    if (transfer !== null && isGivenUp) {
      transfer.abort();
    }
    if (before.kind === "volume" && next !== before) {
      this.release(before.volume);
    }
  }
}
