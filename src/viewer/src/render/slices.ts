import type { Slab } from "../display/settings.ts";
import type { Zyx } from "../voxels/voxelType.ts";

/** The three cross-sections, named by their horizontal and vertical axis on screen. */
export type Plane = "xy" | "xz" | "zy";

export type Axis = 0 | 1 | 2;

/** Axes as indices into (z, y, x): horizontal, vertical (downwards), and the one looked along. */
export interface PlaneAxes {
  readonly across: Axis;
  readonly down: Axis;
  readonly normal: Axis;
}

const PLANES: Readonly<Record<Plane, PlaneAxes>> = {
  xy: { across: 2, down: 1, normal: 0 },
  xz: { across: 2, down: 0, normal: 1 },
  zy: { across: 0, down: 1, normal: 2 },
};

export function axesOf(plane: Plane): PlaneAxes {
  return PLANES[plane];
}

/** Rectangle in CSS pixels, origin top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function contains(r: Rect, x: number, y: number): boolean {
  return x >= r.x && y >= r.y && x < r.x + r.width && y < r.y + r.height;
}

/** Where a slice picture stands: `center` (voxel coordinates, 0 = first voxel's edge) is in the middle of the pane. */
export interface SliceCamera {
  readonly plane: Plane;
  readonly rect: Rect;
  readonly center: Zyx;
  /** CSS pixels per voxel on each axis (z, y, x). */
  readonly scale: Zyx;
}

/** Continuous voxel coordinates (z, y, x) under a point of the page; the normal axis keeps the centre's value. */
export function voxelAt(paneCamera: SliceCamera, x: number, y: number): [number, number, number] {
  const { across, down } = axesOf(paneCamera.plane);
  const { rect } = paneCamera;
  const at: [number, number, number] = [...paneCamera.center];
  at[across] += (x - rect.x - rect.width / 2) / paneCamera.scale[across];
  at[down] += (y - rect.y - rect.height / 2) / paneCamera.scale[down];
  return at;
}

/** CSS pixels of a voxel coordinate. */
export function pointOf(paneCamera: SliceCamera, voxel: Zyx): [x: number, y: number] {
  const { across, down } = axesOf(paneCamera.plane);
  const { rect, center, scale } = paneCamera;
  return [
    rect.x + rect.width / 2 + (voxel[across] - center[across]) * scale[across],
    rect.y + rect.height / 2 + (voxel[down] - center[down]) * scale[down],
  ];
}

/** Slices [first, first + count) that a slab of `thickness` around `slice` takes in, of those from `least` to below `end`. */
export function slabRange(
  slab: Slab,
  slice: number,
  thickness: number,
  [least, end]: readonly [least: number, end: number],
): { first: number; count: number } {
  const slices = slab === "none" ? 1 : Math.max(1, thickness);
  const begin = slice - Math.floor((slices - 1) / 2);
  const first = Math.max(least, begin);
  return { first, count: Math.max(0, Math.min(end, begin + slices) - first) };
}

export function clampVoxel(voxel: Zyx, shape: Zyx): [number, number, number] {
  const clamp = (axis: Axis): number =>
    Math.max(0, Math.min(shape[axis] - 1, Math.floor(voxel[axis])));
  return [clamp(0), clamp(1), clamp(2)];
}

export function inside(voxel: Zyx, shape: Zyx): boolean {
  return voxel.every((v, axis) => v >= 0 && v < (shape[axis] ?? 0));
}

/** Largest extent per axis. */
export function enclosing(shapes: readonly Zyx[]): Zyx {
  const most = (axis: Axis): number => Math.max(1, ...shapes.map((s) => s[axis]));
  return [most(0), most(1), most(2)];
}

/** Pixels per voxel and axis relative to the finest axis: 1 for it, more for coarser ones. */
export function aspectOf(voxelSizeUm: Zyx | null): Zyx {
  if (voxelSizeUm === null || !voxelSizeUm.every((s) => Number.isFinite(s) && s > 0))
    return [1, 1, 1];
  const least = Math.min(...voxelSizeUm);
  return [voxelSizeUm[0] / least, voxelSizeUm[1] / least, voxelSizeUm[2] / least];
}
