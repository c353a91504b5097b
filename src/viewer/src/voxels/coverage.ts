import { isFloat, type Voxels, type VoxelType, voxelCount, type Zyx } from "./voxelType.ts";

/** A part of a box in voxels of the box, half-open. */
export interface VoxelRange {
  readonly from: Zyx;
  readonly to: Zyx;
}

/** Which voxels of a box out of a large volume are real (docs/volume-wire.md). */
export interface Coverage {
  /** The part that lies in the volume; from = to where none does. */
  readonly inside: VoxelRange;
  /** Parts of it that were never written, or hold nothing but the fill value. They do not overlap. */
  readonly missing: readonly VoxelRange[];
  /** Of the voxels inside, 0 to 1. */
  readonly missingShare: number;
  /** Missing parts that the answer counts but does not list. */
  readonly unlisted: number;
}

/** In these words wherever such voxels are spoken of. */
export const MISSING_WORDS = "never written, or nothing but the fill value";
export const OUTSIDE_WORDS = "outside of the volume";

/**
 * From `X-Volume-Inside` and `X-Volume-Missing`, or the members of a slice's header that are spelled the same. Undefined:
 * every voxel is real. Throws RangeError naming what is malformed.
 */
export function coverageOf(
  inside: string | null | undefined,
  missing: string | null | undefined,
): Coverage | undefined {
  if (inside === null || inside === undefined) return undefined;
  const [share = "0", ...parts] = missing?.split(" ") ?? [];
  const last = parts.at(-1);
  const unlisted = last?.startsWith("+") === true ? Number(last) : 0;
  const missingShare = Number(share);
  if (!(missingShare >= 0 && missingShare <= 1) || !Number.isInteger(unlisted)) {
    throw new RangeError(`X-Volume-Missing: expected a share and parts, found "${missing}"`);
  }
  return {
    inside: rangeOf(inside, "X-Volume-Inside"),
    missing: parts
      .slice(0, unlisted > 0 ? -1 : undefined)
      .map((part) => rangeOf(part, "X-Volume-Missing")),
    missingShare,
    unlisted,
  };
}

function rangeOf(text: string, header: string): VoxelRange {
  const numbers = text.split(",").map(Number);
  const [z0 = 0, z1 = 0, y0 = 0, y1 = 0, x0 = 0, x1 = 0] = numbers;
  const isRange = z0 <= z1 && y0 <= y1 && x0 <= x1;
  if (numbers.length !== 6 || !numbers.every((n) => Number.isInteger(n) && n >= 0) || !isRange) {
    throw new RangeError(`${header}: expected z0,z1,y0,y1,x0,x1, found "${text}"`);
  }
  return { from: [z0, y0, x0], to: [z1, y1, x1] };
}

export function isEmpty({ from, to }: VoxelRange): boolean {
  return from.some((at, axis) => at >= (to[axis] ?? 0));
}

export function holds({ from, to }: VoxelRange, voxel: Zyx): boolean {
  return voxel.every((at, axis) => at >= (from[axis] ?? 0) && at < (to[axis] ?? 0));
}

/** Every voxel of a box of this shape is real. */
export function isWhole({ inside, missing }: Coverage, shape: Zyx): boolean {
  const { from, to } = inside;
  return (
    missing.length === 0 &&
    from.every((at) => at === 0) &&
    to.every((at, axis) => at >= (shape[axis] ?? 0))
  );
}

/** Of plane z, as a box of one slice. */
export function planeCoverage(coverage: Coverage, z: number): Coverage {
  const cut = ({ from, to }: VoxelRange): VoxelRange => ({
    from: [0, from[1], from[2]],
    to: [1, to[1], to[2]],
  });
  const meets = ({ from, to }: VoxelRange): boolean => z >= from[0] && z < to[0];
  const inside = meets(coverage.inside) ? cut(coverage.inside) : NOWHERE;
  const missing = coverage.missing.filter(meets).map(cut);
  const lost = missing.reduce((sum, part) => sum + countOf(part), 0);
  return {
    inside,
    missing,
    missingShare: lost === 0 ? 0 : lost / countOf(inside),
    unlisted: coverage.unlisted,
  };
}

const NOWHERE: VoxelRange = { from: [0, 0, 0], to: [0, 0, 0] };

function countOf({ from, to }: VoxelRange): number {
  return voxelCount([to[0] - from[0], to[1] - from[1], to[2] - from[2]]);
}

export interface CoveredVoxels {
  readonly data: Voxels;
  readonly shape: Zyx;
  readonly coverage?: Coverage | undefined;
}

/** What histogram and limits are made from: those inside that were written. The data itself where all are. */
export function realVoxels({ data, shape, coverage }: CoveredVoxels): Voxels {
  if (coverage === undefined || isWhole(coverage, shape)) return data;
  const kept = data.slice();
  let count = 0;
  eachRealRun(shape, coverage, (begin, end) => {
    kept.set(data.subarray(begin, end), count);
    count += end - begin;
  });
  return kept.subarray(0, count);
}

/** 1 where the voxel is real. */
export function realMask(shape: Zyx, coverage: Coverage): Uint8Array {
  const mask = new Uint8Array(voxelCount(shape));
  eachRealRun(shape, coverage, (begin, end) => mask.fill(1, begin, end));
  return mask;
}

/** Runs of real voxels along x, as indices. */
function eachRealRun(
  [, height, width]: Zyx,
  { inside, missing }: Coverage,
  take: (begin: number, end: number) => void,
): void {
  const { from, to } = inside;
  for (let z = from[0]; z < to[0]; z++) {
    const here = missing.filter((part) => z >= part.from[0] && z < part.to[0]);
    for (let y = from[1]; y < to[1]; y++) {
      const row = (z * height + y) * width;
      let x = from[2];
      const cuts = here
        .filter((part) => y >= part.from[1] && y < part.to[1])
        .sort((a, b) => a.from[2] - b.from[2]);
      for (const part of cuts) {
        if (part.from[2] > x) take(row + x, row + part.from[2]);
        x = Math.max(x, part.to[2]);
      }
      if (x < to[2]) take(row + x, row + to[2]);
    }
  }
}

/**
 * For a projection, which must not take the fill value for light: missing voxels as 0, or as NaN where numbers may be
 * negative. The data itself where that changes nothing.
 */
export function withoutMissing({
  data,
  shape,
  coverage,
  type,
}: CoveredVoxels & { readonly type: VoxelType }): Voxels {
  const [first] = coverage?.missing ?? [];
  const [, height, width] = shape;
  const dark = isFloat(type) ? Number.NaN : 0;
  const [z, y, x] = first?.from ?? [0, 0, 0];
  if (first === undefined || Object.is(data[(z * height + y) * width + x], dark)) return data;
  const changed = data.slice();
  for (const { from, to } of coverage?.missing ?? []) {
    for (let z = from[0]; z < to[0]; z++) {
      for (let y = from[1]; y < to[1]; y++) {
        const row = (z * height + y) * width;
        changed.fill(dark, row + from[2], row + to[2]);
      }
    }
  }
  return changed;
}
