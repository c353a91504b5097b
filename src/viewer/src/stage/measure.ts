import { axesOf, type Plane } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { lengthText } from "./scaleBar.ts";

/** A line on one slice of a cross-section. Ends are continuous voxel coordinates; 0 is the first voxel's edge. */
export interface Measurement {
  readonly plane: Plane;
  readonly slice: number;
  readonly from: Zyx;
  readonly to: Zyx;
}

/** A longer line is sampled less often than once a voxel. */
const MOST_SAMPLES = 1024;

/** In voxels, and in micrometres where the size of a voxel is known. */
export function lengthOf(
  { from, to }: Measurement,
  voxelSizeUm: Zyx | null,
): { readonly voxels: number; readonly um: number | null } {
  const along = ([0, 1, 2] as const).map((axis) => to[axis] - from[axis]);
  const um = voxelSizeUm?.map((size, axis) => size * (along[axis] ?? 0)) ?? null;
  return {
    voxels: Math.hypot(...along),
    um: um?.every(Number.isFinite) === true ? Math.hypot(...um) : null,
  };
}

/** "12.3 µm (24.6 voxels)" */
export function measureText(of: Measurement, voxelSizeUm: Zyx | null): string {
  const { voxels, um } = lengthOf(of, voxelSizeUm);
  const count = `${voxels.toFixed(1)} voxels`;
  return um === null ? count : `${lengthText(Number(um.toPrecision(3)))} (${count})`;
}

/** The nearest voxel's value about once a voxel, both ends included; null where there is none. */
export function profileOf(
  { plane, slice, from, to }: Measurement,
  valueAt: (voxel: Zyx) => number | null,
): (number | null)[] {
  const { normal } = axesOf(plane);
  const steps = Math.min(
    MOST_SAMPLES - 1,
    Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]))),
  );
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = ([0, 1, 2] as const).map((axis) =>
      axis === normal ? slice : Math.floor(from[axis] + ((to[axis] - from[axis]) * i) / steps),
    );
    return valueAt([at[0] ?? 0, at[1] ?? 0, at[2] ?? 0]);
  });
}
