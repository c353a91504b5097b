import type { RangeRule } from "../display/contrastLimits.ts";
import type { Percentiles } from "../display/histogram.ts";
import type { ChannelSettings } from "../display/settings.ts";
import type { ChannelStatistics } from "../display/volumeStatistics.ts";
import type { BlockPlace } from "../page/blockPlace.ts";

export interface ContrastWarning {
  readonly badge: string;
  readonly text: string;
}

/** A channel of the current block as its group shows it. */
export interface ChannelView {
  readonly key: string;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly isSolo: boolean;
  /** It is in the picture: while another channel is shown alone it is not, whatever its settings say. */
  readonly isShown: boolean;
  readonly statistics: ChannelStatistics | null;
  readonly failure: string | null;
  /** Reading it again may help. */
  readonly canRetry: boolean;
  /** File, shape, type, codec, voxel size, a line each. */
  readonly description: string;
  readonly notice: string | null;
  /** Whose limits these are: "auto, this block", "campaign", "fixed since block_0007". */
  readonly limitsSource: string;
  /** The limits are Auto's. */
  readonly isAuto: boolean;
  /** What the limits hide of this block; null where they hide nothing. */
  readonly warning: ContrastWarning | null;
  /** Names of the visible channels in the same colour, if this one is visible. */
  readonly sameColor: readonly string[];
}

export interface PanelModel {
  readonly channels: readonly ChannelView[];
  /** Channels of the blocks of its folder. */
  readonly usualCount: number;
  /** Which of them the block lacks; empty where it lacks none. */
  readonly missing: string;
  /** Key of the channel that a contrast drag on the picture is for. */
  readonly selected: string | null;
  /** Of all channels, where it is the same for all. */
  readonly limitsSource: string;
  /** Size, type and voxel size of the block, as far as they are known. */
  readonly facts: string;
  /** The block's name and focus point, and of each channel its file and what is known of it, in lines. */
  readonly allFacts: string;
  /** Where the block's point lies; null: it has none. */
  readonly place: BlockPlace | null;
  readonly linkChannels: boolean;
  readonly autoEveryBlock: boolean;
  readonly logCounts: boolean;
  readonly autoPercentiles: Percentiles;
  /** The annotator's own, by name. */
  readonly ownPresets: readonly string[];
  readonly channelStrip: boolean;
  readonly hasFocus: boolean;
  /** null: nothing is published. */
  readonly campaign: { readonly isActive: boolean; readonly isChanged: boolean } | null;
}

export interface PanelEvents {
  /** `isSettled` false while a drag goes on. */
  onChannel(key: string, change: Partial<ChannelSettings>, isSettled: boolean): void;
  onRule(key: string, rule: RangeRule): void;
  onSolo(key: string): void;
  onSelect(key: string): void;
  onReset(key: string): void;
  onRetry(key: string): void;
  onOption(
    change: Partial<
      Pick<
        PanelModel,
        "linkChannels" | "autoEveryBlock" | "logCounts" | "channelStrip" | "autoPercentiles"
      >
    >,
  ): void;
  onPreset(colors: readonly string[]): void;
  /** How the channels look now, under this name; one of the same name is replaced. */
  onSavePreset(name: string): void;
  onApplyPreset(name: string): void;
  onDeletePreset(name: string): void;
  onCampaign(isWanted: boolean): void;
}
