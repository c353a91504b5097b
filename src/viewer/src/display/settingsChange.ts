import type { ChannelSettings, ViewerSettings } from "./settings.ts";

/** What is different from what C# has. Twin of DisplayChange in App/Sessions/DisplayChange.cs. */
export interface SettingsChange {
  readonly set: Partial<Omit<ViewerSettings, "channels">>;
  /** null: the channel's settings are given up. */
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

/** Of a campaign whose files are all named differently nearly every channel is new. More than these bytes are not kept. */
const CHANNELS_BYTES = 64 * 1024;

/**
 * Without the channels that were not met lately, when all of them together take too much. Those of the block on screen
 * always stay. `lately`: names that were met since the page was opened, the last one first.
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
