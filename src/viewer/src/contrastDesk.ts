import type { BlockLoad } from "./blockLoad.ts";
import type { ChannelLoad, SlicedPlane } from "./channelLoad.ts";
import type { DisplaySettings, Limits } from "./displaySettings.ts";
import { autoAround, autoRange, dataRange, fullRange, IntensityCounts } from "./histogram.ts";
import type { RangeRule } from "./panel/panelModel.ts";
import type { ChannelSettings } from "./settings.ts";
import { StatisticsDesk, type VolumeStatistics } from "./volumeStatistics.ts";

/** Which limits a channel of the current block is shown with, and what changing them means. */
export class ContrastDesk {
  private readonly statistics = new StatisticsDesk();
  /** With "auto for every block": what holds for the current block only. */
  private readonly perBlock = new Map<string, Limits>();
  private readonly ofPlanes = new WeakMap<SlicedPlane, Limits>();

  constructor(private readonly display: DisplaySettings) {}

  opened(): void {
    this.perBlock.clear();
  }

  find(channel: ChannelLoad): VolumeStatistics | null {
    return this.statistics.find(channel);
  }

  /** Counts ahead, so that a switch finds histogram and Auto ready. */
  countLater(load: BlockLoad, done: () => void): void {
    for (const channel of load.channels) {
      if (channel.volume !== null) {
        this.statistics.later(load, channel, done);
      }
    }
  }

  settings(load: BlockLoad, channel: ChannelLoad): ChannelSettings {
    const position = load.channels.indexOf(channel);
    return this.display.channel(channel.ref.key, position, load.channels.length);
  }

  /** Null while nothing of the channel is there and nobody chose limits for it. */
  limits(load: BlockLoad, channel: ChannelLoad): Limits | null {
    return (
      this.perBlock.get(channel.ref.key) ??
      this.settings(load, channel).limits ??
      this.provisional(channel)
    );
  }

  /** Takes Auto where it is due and the volumes are there. True if one's settings changed by it. */
  settle(load: BlockLoad): boolean {
    let isChanged = false;
    for (const channel of load.channels) {
      const { key } = channel.ref;
      const settings = this.settings(load, channel);
      const isPerBlock = this.display.current.autoEveryBlock && !this.perBlock.has(key);
      const isDue = settings.limits === null || isPerBlock;
      const limits = isDue ? (this.statistics.of(load, channel)?.auto ?? null) : null;
      if (limits !== null && settings.limits === null) {
        this.display.setChannel(key, { ...settings, limits });
        isChanged = true;
      } else if (limits !== null) {
        this.perBlock.set(key, limits);
      }
    }
    return isChanged;
  }

  /** Linked channels share limits and gamma. */
  change(load: BlockLoad, key: string, change: Partial<ChannelSettings>): void {
    const { color: _color, visible: _visible, ...shared } = change;
    for (const channel of load.channels) {
      const isMeant = channel.ref.key === key;
      if (isMeant) {
        this.set(load, channel, change);
      } else if (this.display.current.linkChannels && Object.keys(shared).length > 0) {
        this.set(load, channel, shared);
      }
    }
  }

  /** By the same rule for every linked channel, each from its own voxels. */
  applyRule(load: BlockLoad, key: string | null, rule: RangeRule): void {
    const isForAll = key === null || this.display.current.linkChannels;
    for (const channel of load.channels) {
      if (isForAll || channel.ref.key === key) {
        const limits = this.ruled(load, channel, rule);
        if (limits !== null) {
          this.set(load, channel, { limits });
        }
      }
    }
  }

  /** Null: the volume is not there, or the rule needs a focus point and there is none. */
  private ruled(load: BlockLoad, channel: ChannelLoad, rule: RangeRule): Limits | null {
    const statistics = this.statistics.of(load, channel);
    if (statistics === null) {
      return null;
    }
    switch (rule) {
      case "auto":
        return statistics.auto;
      case "data":
        return dataRange(statistics.intensities).limits;
      case "full":
        return fullRange(statistics.type, statistics.intensities).limits;
      case "focus": {
        const stage = load.stageBlock.channels.find(({ key }) => key === channel.ref.key);
        return load.focus === null || stage === undefined
          ? null
          : autoAround(stage, load.focus).limits;
      }
    }
  }

  private set(load: BlockLoad, channel: ChannelLoad, change: Partial<ChannelSettings>): void {
    const { key } = channel.ref;
    if (change.limits !== undefined && change.limits !== null) {
      if (this.display.current.autoEveryBlock) {
        this.perBlock.set(key, change.limits);
      } else {
        this.perBlock.delete(key);
      }
    }
    this.display.setChannel(key, { ...this.settings(load, channel), ...change });
  }

  /** Of the one plane that is there: a picture now rather than none, until the volume says what Auto is. */
  private provisional({ plane }: ChannelLoad): Limits | null {
    if (plane === null) {
      return null;
    }
    const known = this.ofPlanes.get(plane);
    if (known !== undefined) {
      return known;
    }
    const counts = IntensityCounts.of({ type: plane.header.type, data: plane.voxels });
    const { limits } = autoRange(counts);
    this.ofPlanes.set(plane, limits);
    return limits;
  }
}
