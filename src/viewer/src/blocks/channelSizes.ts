import type { ChannelLoad } from "./channelLoad.ts";

/** Each size "z×y×x" of a volume that is there, with the keys of the channels that have it. */
export function sizesOf(
  channels: readonly Pick<ChannelLoad, "ref" | "volume" | "failure">[],
): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { ref, volume, failure } of channels) {
    const size = volume?.header.shape.join("×");
    if (size !== undefined && failure === null) {
      keys.set(size, [...(keys.get(size) ?? []), ref.key]);
    }
  }
  return keys;
}
