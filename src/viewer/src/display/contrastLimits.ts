import { realVoxels } from "../voxels/coverage.ts";
import type { SlicedPlane } from "../voxels/sliceSource.ts";
import type { LoadedVolume } from "../voxels/volumeSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Limits } from "./contrast.ts";
import type { DisplaySettings } from "./displaySettings.ts";
import {
  AUTO_PERCENTILES,
  autoAround,
  autoRange,
  dataRange,
  fullRange,
  IntensityCounts,
  type Percentiles,
} from "./histogram.ts";
import type { MeasuredBlock, MeasuredChannel } from "./measured.ts";
import type { ChannelSettings } from "./settings.ts";
import { StatisticsCache, type VolumeStatistics } from "./volumeStatistics.ts";

/** How limits follow from the voxels. */
export type RangeRule = "auto" | "focus" | "data" | "full";

/**
 * Decides the limits of each channel of the current block: the campaign's where it published some, else Auto of each block
 * until the annotator sets limits. With "auto for every block" a setting lasts for the current block only.
 */
export class ContrastLimits {
  private readonly statistics = new StatisticsCache();
  /** With "auto for every block": what the annotator set for the current block. */
  private readonly setHere = new Map<string, Limits>();
  private readonly ofPlanes = new WeakMap<
    MeasuredChannel,
    { plane: SlicedPlane; percentiles: Percentiles; limits: Limits }
  >();

  constructor(private readonly display: DisplaySettings) {}

  opened(): void {
    this.setHere.clear();
  }

  find(channel: MeasuredChannel): VolumeStatistics | null {
    return this.statistics.find(channel);
  }

  /**
   * Counts ahead, so that a switch finds histogram and Auto ready. `isReleased`: limits follow Auto again that nobody had set.
   */
  countLater(load: MeasuredBlock, done: (isReleased: boolean) => void): void {
    for (const channel of load.channels) {
      if (channel.volume !== null) {
        this.statistics.later(load, channel, () => done(this.releaseOldAuto(load, channel)));
      }
    }
  }

  settings(load: MeasuredBlock, channel: MeasuredChannel): ChannelSettings {
    return this.display.channel(channel.ref.key, load.channelKeys);
  }

  /** Null while nothing of the channel is there and nobody chose limits for it. */
  limits(load: MeasuredBlock, channel: MeasuredChannel): Limits | null {
    return (
      this.fixed(load, channel) ??
      this.find(channel)?.auto(this.percentiles) ??
      this.provisional(channel)
    );
  }

  isAuto(load: MeasuredBlock, channel: MeasuredChannel): boolean {
    return this.fixed(load, channel) === null;
  }

  /** The source of the limits, in the panel's words. */
  limitsSource(load: MeasuredBlock, channel: MeasuredChannel): string {
    const { key } = channel.ref;
    if (this.setHere.has(key)) {
      return "fixed, this block";
    }
    if (this.isAuto(load, channel)) {
      return `auto${this.percentileWords}, this block`;
    }
    const { since } = this.settings(load, channel);
    // The name of no block begins so: it was shown without its own, in the self-check.
    const block = since?.startsWith(".") ? "a block of the self-check" : since;
    return this.display.hasCampaignLimits(key)
      ? "campaign"
      : `fixed since ${block ?? "an earlier version"}`;
  }

  /** Counts the volumes whose limits Auto decides. */
  settle(load: MeasuredBlock): void {
    for (const channel of load.channels) {
      this.releaseOldAuto(load, channel);
      if (this.isAuto(load, channel)) {
        this.statistics.of(load, channel);
      }
    }
  }

  /** Linked channels share limits and gamma. */
  change(load: MeasuredBlock, key: string, change: Partial<ChannelSettings>): void {
    const { limits: ofLimits, gamma } = change;
    const shared = {
      ...(ofLimits === undefined ? {} : { limits: ofLimits }),
      ...(gamma === undefined ? {} : { gamma }),
    };
    for (const channel of load.channels) {
      const isMeant = channel.ref.key === key;
      if (isMeant) {
        this.set(load, channel, change);
      } else if (this.display.current.linkChannels && Object.keys(shared).length > 0) {
        this.set(load, channel, shared);
      }
    }
  }

  /** Of this channel alone, also where channels are linked. */
  put(load: MeasuredBlock, key: string, change: Partial<ChannelSettings>): void {
    for (const channel of load.channels.filter(({ ref }) => ref.key === key)) {
      this.set(load, channel, change);
    }
  }

  /** Everything of a channel as if nobody had set it, or as the campaign publishes it. */
  reset(load: MeasuredBlock, key: string): void {
    if (load.channelKeys.includes(key)) {
      this.setHere.delete(key);
      this.display.resetChannel(key);
    }
  }

  /** Applies the rule to every linked channel, each with its own voxels. */
  applyRule(load: MeasuredBlock, key: string | null, rule: RangeRule): void {
    const isForAll = key === null || this.display.current.linkChannels;
    for (const channel of load.channels) {
      if (isForAll || channel.ref.key === key) {
        const limits = rule === "auto" ? null : this.ruled(load, channel, rule);
        if (rule === "auto" || limits !== null) {
          this.set(load, channel, { limits });
        }
      }
    }
    this.settle(load);
  }

  /**
   * Older programs kept Auto of the block where a channel was first seen as if a person had set it. Limits without a block
   * that equal Auto of a block are no person's, and follow Auto again.
   */
  private releaseOldAuto(load: MeasuredBlock, channel: MeasuredChannel): boolean {
    const settings = this.settings(load, channel);
    const { limits, since = null } = settings;
    const { key } = channel.ref;
    if (limits === null || since !== null || this.display.hasCampaignLimits(key)) {
      return false;
    }
    const auto = this.find(channel)?.auto() ?? null;
    const isAuto = auto !== null && `${auto}` === `${limits}`;
    if (isAuto) {
      this.display.setChannel(key, { ...settings, limits: null, since: null });
    }
    return isAuto;
  }

  /** Null: Auto decides. */
  private fixed(load: MeasuredBlock, channel: MeasuredChannel): Limits | null {
    const { key } = channel.ref;
    const here = this.setHere.get(key);
    if (here !== undefined) {
      return here;
    }
    const isAuto = this.display.current.autoEveryBlock && !this.display.hasCampaignLimits(key);
    return isAuto ? null : this.settings(load, channel).limits;
  }

  /** Null: the volume is not there, or the rule needs a focus point and there is none. */
  private ruled(
    load: MeasuredBlock,
    channel: MeasuredChannel,
    rule: Exclude<RangeRule, "auto">,
  ): Limits | null {
    const statistics = this.statistics.of(load, channel);
    if (statistics === null) {
      return null;
    }
    switch (rule) {
      case "data":
        return dataRange(statistics.intensities).limits;
      case "full":
        return fullRange(statistics.type, statistics.intensities).limits;
      case "focus": {
        const { volume } = channel;
        return load.focus === null || volume === null
          ? null
          : aroundFocus(volume, load.focus, this.percentiles);
      }
    }
  }

  private set(
    load: MeasuredBlock,
    channel: MeasuredChannel,
    change: Partial<ChannelSettings>,
  ): void {
    const { key } = channel.ref;
    const { limits, ...others } = change;
    const chosen = others.color === undefined ? {} : { hasDefaultColor: false };
    const next = { ...this.settings(load, channel), ...others, ...chosen };
    if (limits === undefined) {
      this.display.setChannel(key, next);
    } else if (limits !== null && this.display.current.autoEveryBlock) {
      this.setHere.set(key, limits);
      this.display.setChannel(key, next);
    } else {
      this.setHere.delete(key);
      const since = limits === null ? null : load.block.id;
      this.display.setChannel(key, { ...next, limits, since });
    }
  }

  /** Auto of the slice, which serves until the volume is counted. */
  private provisional(channel: MeasuredChannel): Limits | null {
    const { plane } = channel;
    const { percentiles } = this;
    const known = this.ofPlanes.get(channel);
    if (plane === null || (known?.plane === plane && `${known.percentiles}` === `${percentiles}`)) {
      return known?.limits ?? null;
    }
    const { type, shape } = plane.header;
    const { voxels: data, coverage } = plane;
    const flat: Zyx = [1, shape[1], shape[2]];
    const counts = IntensityCounts.of({ type, data: realVoxels({ data, shape: flat, coverage }) });
    const { limits } = autoRange(counts, percentiles);
    this.ofPlanes.set(channel, { plane, percentiles, limits });
    return limits;
  }

  private get percentiles(): Percentiles {
    return percentilesOf(this.display.current.autoPercentiles);
  }

  /** Nothing while they are those that everybody has. */
  private get percentileWords(): string {
    const { percentiles } = this;
    return `${percentiles}` === `${AUTO_PERCENTILES}` ? "" : ` ${percentiles.join("–")} %`;
  }
}

/** Those that are kept, where they make sense. */
export function percentilesOf(kept: Percentiles | undefined): Percentiles {
  const [low = Number.NaN, high = Number.NaN] = Array.isArray(kept) ? (kept as number[]) : [];
  return low >= 0 && high <= 100 && low < high ? [low, high] : AUTO_PERCENTILES;
}

function aroundFocus(
  { header: { type, shape, coverage }, voxels }: LoadedVolume,
  focus: Zyx,
  percentiles: Percentiles,
): Limits {
  return autoAround({ type, shape, data: voxels, coverage }, focus, percentiles).limits;
}
