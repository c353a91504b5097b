import type { OpenAt } from "../voxels/sliceSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";

/** The largest extents of a block's channels; null when none is known. */
export function largestOf(shapes: readonly Zyx[]): Zyx | null {
  const most = (axis: 0 | 1 | 2) => Math.max(...shapes.map((shape) => shape[axis]));
  return shapes.length === 0 ? null : [most(0), most(1), most(2)];
}

/** A focus point counts only inside the block, as far as its shape is known. */
export function focusInside(focus: Zyx | null, shape: Zyx | null): Zyx | null {
  const isInside =
    shape === null || focus?.every((at, axis) => at >= 0 && at < (shape[axis] ?? 0)) === true;
  return isInside ? focus : null;
}

/** Where a block opens; null: nothing is known about its shape yet. The rule of `?at=` in docs/volume-wire.md. */
export function openingOf(shape: Zyx | null, focus: Zyx | null, openAt: OpenAt): Zyx | null {
  if (focus !== null && openAt === "focus") {
    return focus;
  }
  if (shape === null) {
    return null;
  }
  const [depth, height, width] = shape;
  const middle: Zyx = [Math.floor(depth / 2), Math.floor(height / 2), Math.floor(width / 2)];
  return openAt === "first" ? [0, middle[1], middle[2]] : middle;
}
