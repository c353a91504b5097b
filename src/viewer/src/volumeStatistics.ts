import type { Limits } from "./contrast.ts";
import { autoRange, dataRange, IntensityCounts } from "./histogram.ts";
import type { ChannelStatistics } from "./panel/panelModel.ts";
import type { LoadedVoxels } from "./volumeSource.ts";
import type { VoxelType } from "./wire.ts";

/** Voxels counted in one idle piece: a millisecond or less. */
const PIECE = 512 * 1024;

/** Histogram and ranges of one channel's voxels. */
export class VolumeStatistics implements ChannelStatistics {
  readonly type: VoxelType;
  readonly data: Limits;
  readonly auto: Limits;
  readonly isFlat: boolean;

  constructor(readonly intensities: IntensityCounts) {
    const range = dataRange(intensities);
    this.type = intensities.voxels.type;
    this.data = intensities.range() ?? range.limits;
    this.auto = autoRange(intensities).limits;
    this.isFlat = range.flat;
  }

  counts(low: number, high: number, bins: number): Uint32Array {
    return this.intensities.bins([low, high], bins);
  }
}

/** Counts each volume once: at once where the answer is needed, else in pieces while the page is idle. */
export class StatisticsDesk {
  private readonly known = new WeakMap<LoadedVoxels, VolumeStatistics>();
  private waiting: { loaded: LoadedVoxels; counts: IntensityCounts; done: () => void }[] = [];
  private isScheduled = false;

  of(loaded: LoadedVoxels): VolumeStatistics {
    return this.find(loaded) ?? this.finish(loaded, countsOf(loaded));
  }

  find(loaded: LoadedVoxels): VolumeStatistics | null {
    return this.known.get(loaded) ?? null;
  }

  later(loaded: LoadedVoxels, done: () => void): void {
    if (!this.known.has(loaded) && !this.waiting.some((entry) => entry.loaded === loaded)) {
      this.waiting.push({ loaded, counts: countsOf(loaded), done });
      this.schedule();
    }
  }

  /** Their memory goes back to the pool: nobody may count it any longer. */
  forget(isGone: (loaded: LoadedVoxels) => boolean): void {
    this.waiting = this.waiting.filter(({ loaded }) => !isGone(loaded));
  }

  private finish(loaded: LoadedVoxels, counts: IntensityCounts): VolumeStatistics {
    const statistics = new VolumeStatistics(counts);
    this.known.set(loaded, statistics);
    return statistics;
  }

  private schedule(): void {
    if (!this.isScheduled && this.waiting.length > 0) {
      this.isScheduled = true;
      requestIdleCallback(
        (idle) => {
          this.isScheduled = false;
          this.work(idle);
          this.schedule();
        },
        { timeout: 500 },
      );
    }
  }

  private work(idle: IdleDeadline): void {
    do {
      const [first] = this.waiting;
      if (first === undefined) {
        return;
      }
      if (!this.known.has(first.loaded) && !first.counts.done) {
        first.counts.advance(PIECE);
        continue;
      }
      this.waiting.shift();
      if (!this.known.has(first.loaded)) {
        this.finish(first.loaded, first.counts);
      }
      first.done();
    } while (idle.timeRemaining() > 2);
  }
}

function countsOf({ header, voxels }: LoadedVoxels): IntensityCounts {
  return new IntensityCounts({ type: header.type, data: voxels });
}
