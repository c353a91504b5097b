import type { ChannelSettings, ViewerSettings } from "./settings.ts";

/** The difference to what C# has. Twin of DisplayChange in App/Annotating/DisplayChange.cs. */
export interface SettingsChange {
  readonly set: Partial<Omit<ViewerSettings, "channels">>;
  /** null: C# forgets the channel's settings. */
  readonly channels: Readonly<Record<string, ChannelSettings | null>>;
}

/** Null: nothing. */
export function changeOf(
  kept: ViewerSettings | null,
  wanted: ViewerSettings,
): SettingsChange | null {
  const { channels: keptChannels = {}, ...keptRest } = kept ?? {};
  const { channels: wantedChannels, ...wantedRest } = wanted;
  const set = Object.fromEntries(differences(keptRest, wantedRest));
  const removed = Object.keys(keptChannels)
    .filter((key) => !Object.hasOwn(wantedChannels, key))
    .map((key) => [key, null] as const);
  const changed = differences(keptChannels, wantedChannels);
  const isNothing = Object.keys(set).length + removed.length + changed.length === 0;
  return isNothing ? null : { set, channels: Object.fromEntries([...removed, ...changed]) };
}

/** Bound for campaigns whose file names all differ, so that nearly every channel is new. */
const CHANNELS_BYTES = 64 * 1024;

/**
 * Drops the channels seen longest ago when all of them together are too large. Those of the block on screen always stay.
 * `lately`: names seen since the page opened, the last one first.
 */
export function pruned(
  settings: ViewerSettings,
  onScreen: ReadonlySet<string>,
  lately: Iterable<string>,
): ViewerSettings {
  const { channels } = settings;
  if (bytesOf(channels) <= CHANNELS_BYTES) {
    return settings;
  }
  const order = new Set([...onScreen, ...lately, ...Object.keys(channels).reverse()]);
  const stay = new Set<string>();
  let bytes = 0;
  for (const key of order) {
    if (Object.hasOwn(channels, key)) {
      bytes += bytesOf({ [key]: channels[key] });
      if (onScreen.has(key) || bytes <= CHANNELS_BYTES) {
        stay.add(key);
      }
    }
  }
  const left = Object.entries(channels).filter(([key]) => stay.has(key));
  return { ...settings, channels: Object.fromEntries(left) };
}

function differences<T>(
  kept: Readonly<Record<string, T>>,
  wanted: Readonly<Record<string, T>>,
): [string, T][] {
  return Object.entries(wanted).filter(([key, value]) => {
    const before = Object.hasOwn(kept, key) ? kept[key] : undefined;
    return before !== value && JSON.stringify(before) !== JSON.stringify(value);
  });
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
