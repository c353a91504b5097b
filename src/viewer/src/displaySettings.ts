import type { ChannelSettings, ViewerSettings } from "./settings.ts";

export type Limits = readonly [low: number, high: number];

/** Additive mixtures of these stay apart for all common kinds of colour blindness. */
const DEFAULT_COLORS: readonly (readonly string[])[] = [
  ["#ffffff"],
  ["#00ff00", "#ff00ff"],
  ["#00ffff", "#ff00ff", "#ffff00"],
];
const MANY_COLORS = [
  "#00ffff",
  "#ff00ff",
  "#ffff00",
  "#ffffff",
  "#56b4e9",
  "#e69f00",
  "#009e73",
  "#d55e00",
] as const;

export const GAMMA = { min: 0.2, max: 2, default: 1 } as const;

export function defaultColor(position: number, channelCount: number): string {
  const palette = DEFAULT_COLORS[channelCount - 1] ?? MANY_COLORS;
  return palette[position % palette.length] ?? "#ffffff";
}

export function defaultSettings(secondsPerSlice: number): ViewerSettings {
  return {
    channels: {},
    viewMode: "slice",
    projection: "mip",
    smooth: false,
    isoThreshold: 0.5,
    slab: "none",
    slabThickness: 5,
    secondsPerSlice,
    openAt: "focus",
    showFocus: true,
    autoEveryBlock: false,
    linkChannels: false,
  };
}

/** The parts of a published display that replace one's own; speed, view and slice are personal. */
type Shared = Pick<ViewerSettings, "channels" | "projection" | "smooth" | "isoThreshold">;

/**
 * What is in force: one's own settings, or the campaign's. Changes made on top of the campaign's display last until the
 * campaign's is chosen again or left; they never overwrite one's own.
 */
export class DisplaySettings {
  private mine: ViewerSettings;
  private campaignNow: Shared | null;

  constructor(
    own: ViewerSettings | null,
    private campaign: ViewerSettings | null,
    defaultSecondsPerSlice: number,
  ) {
    const base = defaultSettings(defaultSecondsPerSlice);
    this.mine = own === null ? { ...base, useCampaign: campaign !== null } : { ...base, ...own };
    this.campaignNow = this.mine.useCampaign === true ? campaign : null;
  }

  /** To be kept by C#. */
  get own(): ViewerSettings {
    return this.mine;
  }

  get hasCampaign(): boolean {
    return this.campaign !== null;
  }

  get isCampaign(): boolean {
    return this.campaignNow !== null;
  }

  /** Changed since the campaign's display was chosen. */
  get isCampaignChanged(): boolean {
    return (
      this.campaignNow !== null &&
      this.campaign !== null &&
      (["channels", "projection", "smooth", "isoThreshold"] as const).some(
        (name) => this.campaignNow?.[name] !== this.campaign?.[name],
      )
    );
  }

  get current(): ViewerSettings {
    return this.campaignNow === null ? this.mine : { ...this.mine, ...sharedOf(this.campaignNow) };
  }

  /** A channel nobody chose anything for has no limits yet. */
  channel(key: string, position: number, channelCount: number): ChannelSettings {
    return (
      this.campaignNow?.channels[key] ??
      this.mine.channels[key] ?? {
        color: defaultColor(position, channelCount),
        visible: true,
        limits: null,
        gamma: GAMMA.default,
      }
    );
  }

  /** A channel that the campaign's display says nothing about is one's own. */
  setChannel(key: string, settings: ChannelSettings): void {
    if (this.campaignNow?.channels[key] === undefined) {
      this.mine = { ...this.mine, channels: { ...this.mine.channels, [key]: settings } };
    } else {
      const channels = { ...this.campaignNow.channels, [key]: settings };
      this.campaignNow = { ...this.campaignNow, channels };
    }
  }

  set(change: Partial<Omit<ViewerSettings, "channels" | "useCampaign">>): void {
    if (this.campaignNow === null) {
      this.mine = { ...this.mine, ...change };
      return;
    }
    const now = sharedOf(this.campaignNow);
    const {
      projection = now.projection,
      smooth = now.smooth,
      isoThreshold = now.isoThreshold,
    } = change;
    this.campaignNow = { ...now, projection, smooth, isoThreshold };
    this.mine = {
      ...this.mine,
      ...change,
      projection: this.mine.projection,
      smooth: this.mine.smooth,
      isoThreshold: this.mine.isoThreshold,
    };
  }

  /** True for the campaign's display as published, false for one's own. */
  useCampaign(isWanted: boolean): void {
    this.campaignNow = isWanted ? this.campaign : null;
    this.mine = { ...this.mine, useCampaign: this.campaignNow !== null };
  }

  /** Replaces one's own settings. */
  apply(settings: ViewerSettings): void {
    this.mine = { ...this.mine, ...settings };
    this.campaignNow = this.mine.useCampaign === true ? (this.campaignNow ?? this.campaign) : null;
  }
}

function sharedOf(settings: Shared): Shared {
  const { channels, projection, smooth, isoThreshold } = settings;
  return { channels, projection, smooth, isoThreshold };
}
