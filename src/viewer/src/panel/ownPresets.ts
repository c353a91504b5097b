import type { ChannelSettings, ViewerSettings } from "../display/settings.ts";

/** How the channels of one block looked, by name. */
export type Presets = NonNullable<ViewerSettings["presets"]>;

export const MOST_PRESETS = 20;
export const MOST_LETTERS = 40;

/** Without the name of the block that a limit was set on. */
export function withPreset(
  presets: Presets | undefined,
  name: string,
  channels: readonly (readonly [key: string, settings: ChannelSettings])[],
): Presets {
  const plain = channels.map(
    ([key, { since: _since, hasDefaultColor: _default, ...settings }]) => [key, settings] as const,
  );
  return { ...presets, [name]: Object.fromEntries(plain) };
}

export function withoutPreset(presets: Presets | undefined, name: string): Presets {
  return Object.fromEntries(Object.entries(presets ?? {}).filter(([other]) => other !== name));
}

/** Those of these channels that the preset knows. */
export function presetOf(
  presets: Presets | undefined,
  name: string,
  keys: readonly string[],
): (readonly [key: string, settings: ChannelSettings])[] {
  const preset = ownOf(presets, name);
  return keys.flatMap((key) => {
    const settings = ownOf(preset ?? undefined, key);
    return settings === null ? [] : [[key, settings] as const];
  });
}

function ownOf<T>(values: Readonly<Record<string, T>> | undefined, key: string): T | null {
  return values !== undefined && Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}
