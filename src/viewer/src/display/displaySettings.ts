import { DEFAULT_PAIR, DEFAULT_TRIPLE, isSameColor, MANY_COLORS } from "./colors.ts";
import type { ChannelSettings, ViewerSettings } from "./settings.ts";

const DEFAULT_COLORS: readonly (readonly string[])[] = [["#ffffff"], DEFAULT_PAIR, DEFAULT_TRIPLE];

export const SLAB_THICKNESS = { min: 1, max: 99 } as const;

export const GAMMA = { min: 0.2, max: 2, default: 1 } as const;

/** Colours for the channels of one block. Channels without a chosen colour get one that is chosen nowhere, each its own. */
export function defaultColors(chosen: readonly (string | null)[]): string[] {
  const palette = DEFAULT_COLORS[chosen.length - 1] ?? MANY_COLORS;
  const used: string[] = chosen.filter((color) => color !== null);
  const isFree = (color: string) => !used.some((other) => isSameColor(color, other));
  return chosen.map((color, position) => {
    if (color !== null) {
      return color;
    }
    const wanted = [...palette.slice(position, position + 1), ...palette, ...MANY_COLORS];
    const given = wanted.find(isFree) ?? MANY_COLORS[position % MANY_COLORS.length] ?? "#ffffff";
    used.push(given);
    return given;
  });
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

interface OpeningDisplay {
  readonly settings: ViewerSettings | null;
  readonly campaignSettings: ViewerSettings | null;
  readonly defaultSecondsPerSlice: number;
}

/**
 * The settings in force: one's own, or the campaign's. Changes on top of the campaign's display last until one chooses it
 * again or leaves it; they never overwrite one's own.
 */
export class DisplaySettings {
  private mine: ViewerSettings;
  private campaignNow: Shared | null;
  private layout: readonly string[] = [];
  private colors: { readonly of: readonly unknown[]; readonly byKey: Map<string, string> } | null =
    null;

  /** As a page opens with them. */
  static of({
    settings,
    campaignSettings,
    defaultSecondsPerSlice,
  }: OpeningDisplay): DisplaySettings {
    return new DisplaySettings(settings, campaignSettings, defaultSecondsPerSlice);
  }

  constructor(
    own: ViewerSettings | null,
    private campaign: ViewerSettings | null,
    defaultSecondsPerSlice: number,
  ) {
    const base = defaultSettings(defaultSecondsPerSlice);
    this.mine = own === null ? { ...base, useCampaign: campaign !== null } : { ...base, ...own };
    this.campaignNow = this.mine.useCampaign === true ? campaign : null;
  }

  /** C# keeps these. */
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

  /** The settings of one channel in a block with these channels; without limits where nobody chose any. */
  channel(key: string, keys: readonly string[]): ChannelSettings {
    const kept = this.kept(key);
    if (kept !== null && kept.hasDefaultColor !== true) {
      return kept;
    }
    const color = this.colorsOf(keys).get(key) ?? "#ffffff";
    return kept === null
      ? { color, visible: true, limits: null, gamma: GAMMA.default, hasDefaultColor: true }
      : { ...kept, color };
  }

  /** The channels that blocks of this folder have: their places decide the colours, also where a block lacks some of them. */
  setLayout(keys: readonly string[]): void {
    this.layout = keys;
  }

  /** The place of a channel among those of its folder, from 0. */
  placeOf(key: string, keys: readonly string[]): number {
    return this.layoutOf(keys).indexOf(key);
  }

  /** The campaign's limits for this channel are in force, unchanged. */
  hasCampaignLimits(key: string): boolean {
    const published = ownValue(this.campaign?.channels, key)?.limits ?? null;
    const now = ownValue(this.campaignNow?.channels, key)?.limits ?? null;
    return published !== null && now !== null && `${published}` === `${now}`;
  }

  /** Changes one's own settings for a channel that the campaign's display lacks. */
  setChannel(key: string, settings: ChannelSettings): void {
    if (this.campaignNow === null || ownValue(this.campaignNow.channels, key) === null) {
      this.mine = { ...this.mine, channels: { ...this.mine.channels, [key]: settings } };
    } else {
      const channels = { ...this.campaignNow.channels, [key]: settings };
      this.campaignNow = { ...this.campaignNow, channels };
    }
  }

  /** Default colour, Auto, a straight curve; under the campaign's display what that publishes. */
  resetChannel(key: string): void {
    const published = ownValue(this.campaign?.channels, key);
    this.setChannel(
      key,
      this.campaignNow !== null && published !== null
        ? published
        : {
            color: "#ffffff",
            visible: true,
            limits: null,
            gamma: GAMMA.default,
            hasDefaultColor: true,
          },
    );
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

  /** The campaign's display is this one from now on. */
  publish(campaign: ViewerSettings): void {
    this.campaign = campaign;
    this.campaignNow = this.campaignNow === null ? null : campaign;
  }

  /** Replaces one's own settings. */
  apply(settings: ViewerSettings): void {
    this.mine = { ...this.mine, ...settings };
    this.campaignNow = this.mine.useCampaign === true ? (this.campaignNow ?? this.campaign) : null;
  }

  private kept(key: string): ChannelSettings | null {
    return ownValue(this.campaignNow?.channels, key) ?? ownValue(this.mine.channels, key);
  }

  private layoutOf(keys: readonly string[]): readonly string[] {
    const layout = new Set(this.layout);
    return keys.every((key) => layout.has(key)) ? this.layout : keys;
  }

  private colorsOf(block: readonly string[]): ReadonlyMap<string, string> {
    const of = [block, this.layout, this.mine.channels, this.campaignNow?.channels];
    if (this.colors === null || this.colors.of.some((part, at) => part !== of[at])) {
      const keys = this.layoutOf(block);
      const chosen = keys.map((key) => {
        const kept = this.kept(key);
        return kept === null || kept.hasDefaultColor === true ? null : kept.color;
      });
      const colors = defaultColors(chosen);
      this.colors = { of, byKey: new Map(keys.map((key, at) => [key, colors[at] ?? "#ffffff"])) };
    }
    return this.colors.byKey;
  }
}

/** Names come from files and may be `constructor`: inherited members do not count. */
function ownValue<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | null {
  return entries !== undefined && Object.hasOwn(entries, name) ? (entries[name] ?? null) : null;
}

function sharedOf(settings: Shared): Shared {
  const { channels, projection, smooth, isoThreshold } = settings;
  return { channels, projection, smooth, isoThreshold };
}
