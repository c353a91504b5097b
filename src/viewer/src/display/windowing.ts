import { isFloat, VOXEL_TYPES, type VoxelType } from "../voxels/voxelType.ts";
import type { Limits } from "./contrast.ts";

/** Pixels of a drag that move the level by one window. */
const LEVEL_PX = 400;
/** Pixels of a drag that double the window. */
const WINDOW_PX = 150;

/**
 * Level is the middle of the limits, window their width. Right moves the level up, which makes the picture darker; down
 * widens the window, which makes it flatter. `dx` and `dy` are pixels since the drag began with `from`.
 */
export function dragged(from: Limits, dx: number, dy: number, type: VoxelType): Limits {
  const window = from[1] - from[0];
  const level = (from[0] + from[1]) / 2 + (dx / LEVEL_PX) * window;
  const half = (window * 2 ** (dy / WINDOW_PX)) / 2;
  return fitted(level - half, level + half, type);
}

/** The limits brought nearer to a value between them, or moved away from it. */
export function scaledAbout(
  limits: Limits,
  value: number,
  factor: number,
  type: VoxelType,
): Limits {
  const [low, high] = limits.map((limit) => value + (limit - value) * factor);
  return fitted(low ?? 0, high ?? 0, type);
}

/** Whole numbers that the type can hold, apart; a float keeps five digits. */
function fitted(low: number, high: number, type: VoxelType): Limits {
  const { max } = VOXEL_TYPES[type];
  if (isFloat(type) || max === null) {
    const [from, to] = [Number(low.toPrecision(5)), Number(high.toPrecision(5))];
    return from < to ? [from, to] : [from, from + Math.max(Math.abs(from) * 1e-4, 1e-12)];
  }
  const from = Math.min(max - 1, Math.max(0, Math.round(low)));
  return [from, Math.min(max, Math.max(from + 1, Math.round(high)))];
}
