import type { LoadedVolume } from "../voxels/volumeSource.ts";
import type { VoxelType } from "../voxels/voxelType.ts";
import type { Limits } from "./contrast.ts";
import {
  AUTO_PERCENTILES,
  autoRange,
  dataRange,
  type IntensityCounts,
  type NonFinite,
  type Percentiles,
} from "./histogram.ts";
import type { MeasuredBlock, MeasuredChannel } from "./measured.ts";

/** What histogram and rules need of a channel's volume. */
export interface ChannelStatistics {
  readonly type: VoxelType;
  readonly data: Limits;
  /** The same without hot and dead pixels. */
  readonly bulk: Limits;
  /** From one percentile of the volume to the other. */
  auto(percentiles?: Percentiles): Limits;
  /** All finite voxels are equal, or none is finite. */
  readonly isFlat: boolean;
  readonly hasNumbers: boolean;
  readonly nonFinite: NonFinite;
  /** 0..1, of the finite voxels. */
  shareAbove(value: number): number;
  /** Voxels in `bins` equal parts of low..high. */
  counts(low: number, high: number, bins: number): ArrayLike<number>;
}

/** Histogram and ranges of one channel's voxels. */
export class VolumeStatistics implements ChannelStatistics {
  readonly type: VoxelType;
  readonly data: Limits;
  readonly bulk: Limits;
  readonly isFlat: boolean;
  readonly hasNumbers: boolean;
  readonly nonFinite: NonFinite;
  private readonly autos = new Map<string, Limits>();
  private lastAbove: readonly [value: number, share: number] | null = null;

  constructor(readonly intensities: IntensityCounts) {
    const range = dataRange(intensities);
    this.type = intensities.voxels.type;
    this.hasNumbers = intensities.finite > 0;
    const ends = this.hasNumbers ? endsOf(intensities) : null;
    this.data = ends?.data ?? range.limits;
    this.bulk = ends?.bulk ?? range.limits;
    this.auto();
    this.isFlat = range.flat;
    this.nonFinite = intensities.nonFinite;
  }

  auto(percentiles: Percentiles = AUTO_PERCENTILES): Limits {
    const key = percentiles.join();
    const limits = this.autos.get(key) ?? autoRange(this.intensities, percentiles).limits;
    this.autos.set(key, limits);
    return limits;
  }

  shareAbove(value: number): number {
    if (this.lastAbove?.[0] !== value) {
      const { finite } = this.intensities;
      this.lastAbove = [value, finite === 0 ? 0 : this.intensities.above(value) / finite];
    }
    return this.lastAbove[1];
  }

  counts(low: number, high: number, bins: number): Uint32Array {
    return this.intensities.bins([low, high], bins);
  }
}

/** The range of all values, and the range without one value in 100,000 at either end. */
function endsOf(intensities: IntensityCounts): { data: Limits; bulk: Limits } {
  const { finite } = intensities;
  const aside = (100 * Math.floor(finite / 100_000)) / Math.max(1, finite - 1);
  const [low = 0, dark = 0, bright = 0, high = 0] = intensities.percentiles([
    0,
    aside,
    100 - aside,
    100,
  ]);
  return { data: [low, high], bulk: [dark, bright] };
}

interface Waiting {
  readonly load: MeasuredBlock;
  readonly channel: MeasuredChannel;
  readonly done: () => void;
}

/** Makes each volume's statistics once: immediately where they decide the picture, else while the page is idle. */
export class StatisticsCache {
  private readonly known = new WeakMap<LoadedVolume, VolumeStatistics>();
  private readonly waiting: Waiting[] = [];
  private isScheduled = false;

  /** Null while the volume is not on the stage. */
  of(load: MeasuredBlock, channel: MeasuredChannel): VolumeStatistics | null {
    const found = this.find(channel);
    const intensities = found === null ? load.intensities(channel) : null;
    if (channel.volume === null || intensities === null) {
      return found;
    }
    const statistics = new VolumeStatistics(intensities);
    this.known.set(channel.volume, statistics);
    return statistics;
  }

  find({ volume }: MeasuredChannel): VolumeStatistics | null {
    return volume === null ? null : (this.known.get(volume) ?? null);
  }

  later(load: MeasuredBlock, channel: MeasuredChannel, done: () => void): void {
    if (this.find(channel) === null && !this.waiting.some((entry) => entry.channel === channel)) {
      this.waiting.push({ load, channel, done });
      this.schedule();
    }
  }

  /** Counts one volume per idle moment, which takes a few milliseconds at most. */
  private schedule(): void {
    if (!this.isScheduled && this.waiting.length > 0) {
      this.isScheduled = true;
      requestIdleCallback(
        () => {
          this.isScheduled = false;
          const first = this.waiting.shift();
          if (first !== undefined && this.of(first.load, first.channel) !== null) {
            first.done();
          }
          this.schedule();
        },
        { timeout: 200 },
      );
    }
  }
}
