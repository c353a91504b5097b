import type { Limits } from "../display/contrast.ts";
import type { ChannelStatistics } from "../display/volumeStatistics.ts";
import { formatValue } from "./axis.ts";
import type { ContrastWarning } from "./panelModel.ts";

/** Words in place of an empty histogram; empty where there is contrast to set. */
export function flatNote({ data, isFlat, hasNumbers, nonFinite }: ChannelStatistics): string {
  if (!isFlat) {
    return "";
  }
  if (!hasNumbers) {
    return `No numbers: every voxel is ${kindsOf(nonFinite)}, drawn black`;
  }
  const which = nonFinite.nan + nonFinite.infinite > 0 ? "every other voxel" : "every voxel";
  return `Flat: ${which} is ${formatValue(data[0])}, there is no contrast to set`;
}

/** Above this share of saturated voxels, or below this share of the range in use, the picture misleads. */
const SATURATED = 0.2;
const USED = 0.1;

/** Limits may come from another block; null where they show this one well enough. */
export function contrastWarning(
  statistics: ChannelStatistics,
  [low, high]: Limits,
): ContrastWarning | null {
  const { bulk, isFlat, hasNumbers } = statistics;
  const [dark, bright] = bulk;
  const saturated = hasNumbers ? statistics.shareAbove(high) : 0;
  const voxels = `${formatValue(dark)} to ${formatValue(bright)}`;
  if (saturated > SATURATED) {
    const percent = `${Math.round(saturated * 100)} %`;
    return {
      badge: `${percent} saturated`,
      text: `${percent} of the voxels here (${voxels}) lie above the limits. Auto fits this block`,
    };
  }
  const used = (Math.min(bright, high) - Math.max(dark, low)) / (high - low);
  if (isFlat || !hasNumbers || used >= USED) {
    return null;
  }
  if (bright <= low) {
    return {
      badge: "all black",
      text: `The voxels here (${voxels}) lie below the limits. Auto fits this block`,
    };
  }
  const percent = `${Math.floor(used * 100)} %`;
  return {
    badge: `uses ${percent} of range`,
    text: `The voxels here (${voxels}) use ${percent} of the limits' range. Auto fits this block`,
  };
}

/** Null where all voxels are finite, or none is, which the histogram says itself. */
export function nonFiniteNote({ hasNumbers, nonFinite }: ChannelStatistics): string | null {
  const count = nonFinite.nan + nonFinite.infinite;
  if (count === 0 || !hasNumbers) {
    return null;
  }
  const voxels = count === 1 ? "1 voxel is" : `${count.toLocaleString("en")} voxels are`;
  return `${voxels} ${kindsOf(nonFinite)}: drawn black, left out of the ranges`;
}

/** What the file holds may be finite: float64 travels as float32. */
const INFINITE = "infinite or too large for float32";

function kindsOf({ nan, infinite }: ChannelStatistics["nonFinite"]): string {
  if (nan === 0) {
    return INFINITE;
  }
  return infinite === 0 ? "NaN" : `NaN, ${INFINITE}`;
}
