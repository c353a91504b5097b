import type { Limits } from "../display/contrast.ts";
import { isFloat, type VoxelType } from "../voxels/voxelType.ts";

/** The values that the histogram's width stands for. */
export interface Axis {
  readonly low: number;
  readonly high: number;
}

export interface AxisInput {
  readonly type: VoxelType;
  readonly data: Limits;
  /** 1..99.9 % of the volume. */
  readonly auto: Limits;
  readonly limits: Limits;
  /** The whole data range instead of what Auto leaves of it. */
  readonly isWide: boolean;
}

/**
 * One hot pixel must not squeeze everything else into a few pixels: the axis ends half a span above Auto, or where the
 * data or the limits end.
 */
export function axisOf({ type, data, auto, limits, isWide }: AxisInput): Axis {
  const above = isWide ? data[1] : Math.min(data[1], auto[1] + (auto[1] - auto[0]) / 2);
  const low = Math.min(data[0], limits[0]);
  const high = Math.max(above, limits[1]);
  if (high > low) {
    return { low, high };
  }
  return { low, high: low + (isFloat(type) ? Math.max(Math.abs(low), 1) * 1e-3 : 1) };
}

/** 0..1 from the left. */
export function positionOf(value: number, axis: Axis): number {
  return Math.min(1, Math.max(0, (value - axis.low) / (axis.high - axis.low)));
}

export function valueAt(position: number, axis: Axis, type: VoxelType): number {
  const clamped = Math.min(1, Math.max(0, position));
  const value = axis.low + clamped * (axis.high - axis.low);
  return isFloat(type) ? Number(value.toPrecision(5)) : Math.round(value);
}

/** Limits never meet or cross: the one that moves stops short of the other. */
export function movedLimits(
  limits: Limits,
  handle: "low" | "high" | "both",
  to: Limits,
  type: VoxelType,
): Limits {
  const apart = isFloat(type) ? Math.max((limits[1] - limits[0]) * 1e-3, 1e-12) : 1;
  switch (handle) {
    case "low":
      return [Math.min(to[0], limits[1] - apart), limits[1]];
    case "high":
      return [limits[0], Math.max(to[1], limits[0] + apart)];
    case "both":
      return to;
  }
}

/** The typed limits, or what is wrong with them in words. */
export function typedLimits(text: string, end: "low" | "high", limits: Limits): Limits | string {
  const words = text.trim();
  const value = Number(words);
  if (words === "" || !Number.isFinite(value)) {
    return words === "" ? "A number is needed" : `"${words}" is not a number`;
  }
  const [low, high] = end === "low" ? [value, limits[1]] : [limits[0], value];
  if (low < high) {
    return [low, high];
  }
  return end === "low" ? `Must be below ${formatValue(high)}` : `Must be above ${formatValue(low)}`;
}

export function formatValue(value: number): string {
  if (Number.isInteger(value)) {
    return String(value);
  }
  return String(Number(value.toPrecision(5)));
}
