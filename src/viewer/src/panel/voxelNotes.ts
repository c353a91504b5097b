import type { Limits } from "../displaySettings.ts";
import { formatValue } from "./axis.ts";
import type { ChannelStatistics } from "./panelModel.ts";

/** In place of a histogram that would show nothing; empty where there is contrast to set. */
export function flatNote({ data, isFlat, hasNumbers, strange }: ChannelStatistics): string {
  if (!isFlat) {
    return "";
  }
  if (!hasNumbers) {
    return `No numbers: every voxel is ${kindsOf(strange)}, drawn black`;
  }
  const which = strange.nan + strange.infinite > 0 ? "every other voxel" : "every voxel";
  return `Flat: ${which} is ${formatValue(data[0])}, there is no contrast to set`;
}

/** Limits come along from block to block; null where they show something of this one. */
export function outsideNote(
  { bulk, isFlat, hasNumbers }: ChannelStatistics,
  [low, high]: Limits,
): string | null {
  const [dark, bright] = bulk;
  if (isFlat || !hasNumbers || (low < bright && high > dark)) {
    return null;
  }
  const [word, side] = low >= bright ? ["Black", "below"] : ["Saturated", "above"];
  const voxels = `${formatValue(dark)} to ${formatValue(bright)}`;
  return `${word}: the voxels here (${voxels}) lie ${side} the limits. Auto sets them anew`;
}

/** Null where every voxel is a number, or none is, which the histogram's place says. */
export function strangeNote({ hasNumbers, strange }: ChannelStatistics): string | null {
  const count = strange.nan + strange.infinite;
  if (count === 0 || !hasNumbers) {
    return null;
  }
  const voxels = count === 1 ? "1 voxel is" : `${count.toLocaleString("en")} voxels are`;
  return `${voxels} ${kindsOf(strange)}: drawn black, left out of the ranges`;
}

function kindsOf({ nan, infinite }: ChannelStatistics["strange"]): string {
  if (nan === 0) {
    return "infinite";
  }
  return infinite === 0 ? "NaN" : "NaN or infinite";
}
