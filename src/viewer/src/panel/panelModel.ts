import type { Limits } from "../displaySettings.ts";
import type { Strange } from "../histogram.ts";
import type { ChannelSettings } from "../settings.ts";
import type { VoxelType } from "../wire.ts";

/** What the histogram and the rules need to know of a channel's volume. */
export interface ChannelStatistics {
  readonly type: VoxelType;
  readonly data: Limits;
  /** The same without hot and dead pixels. */
  readonly bulk: Limits;
  /** 1..99.9 % of the volume. */
  readonly auto: Limits;
  /** Every voxel that is a number is the same one, or none is a number. */
  readonly isFlat: boolean;
  readonly hasNumbers: boolean;
  readonly strange: Strange;
  /** Voxels in `bins` equal parts of low..high. */
  counts(low: number, high: number, bins: number): ArrayLike<number>;
}

/** A channel of the current block as its group shows it. */
export interface ChannelView {
  readonly key: string;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly isSolo: boolean;
  readonly statistics: ChannelStatistics | null;
  readonly failure: string | null;
  /** File, shape, type, codec, voxel size, a line each. */
  readonly description: string;
  readonly notice: string | null;
  /** The limits show nothing of this block's voxels, or all of them saturated: in words; null when they do not. */
  readonly outside: string | null;
}

export interface PanelModel {
  readonly channels: readonly ChannelView[];
  readonly linkChannels: boolean;
  readonly autoEveryBlock: boolean;
  readonly logCounts: boolean;
  readonly channelStrip: boolean;
  readonly hasFocus: boolean;
  /** null: nothing is published. */
  readonly campaign: { readonly isActive: boolean; readonly isChanged: boolean } | null;
}

export type RangeRule = "auto" | "focus" | "data" | "full";

export interface PanelEvents {
  /** `isSettled` false while a drag goes on. */
  onChannel(key: string, change: Partial<ChannelSettings>, isSettled: boolean): void;
  onRule(key: string, rule: RangeRule): void;
  onSolo(key: string): void;
  onRetry(key: string): void;
  onOption(
    change: Partial<
      Pick<PanelModel, "linkChannels" | "autoEveryBlock" | "logCounts" | "channelStrip">
    >,
  ): void;
  onPreset(colors: readonly string[]): void;
  onCampaign(isWanted: boolean): void;
}
