import { holds, isWhole, type VoxelRange, withoutMissing } from "../voxels/coverage.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";

type Source = LoadedChannel | LoadedPlane;

/**
 * The part of a block that lies in its volume, in voxels of the block; null: all of it. All channels of a box have one.
 * While only a plane is there, what it says of y and x counts for all of z.
 */
export function insideOf(sources: readonly Source[]): VoxelRange | null {
  const source = sources.find(({ coverage }) => coverage !== undefined);
  if (source?.coverage === undefined || isWhole(source.coverage, shapeOf(source))) return null;
  const { from, to } = source.coverage.inside;
  return "z" in source && to[0] > from[0]
    ? { from: [0, from[1], from[2]], to: [source.shape[0], to[1], to[2]] }
    : source.coverage.inside;
}

/** The parts of a channel that were never written, in voxels of the block. */
export function missingOf(source: Source): readonly VoxelRange[] {
  const missing = source.coverage?.missing ?? [];
  if (!("z" in source)) return missing;
  const { z } = source;
  return missing.map(({ from, to }) => ({
    from: [z, from[1], from[2]],
    to: [z + 1, to[1], to[2]],
  }));
}

export function isInVolume(source: Source, [z, y, x]: Zyx): boolean {
  const { coverage } = source;
  return coverage === undefined || holds(coverage.inside, ["z" in source ? z - source.z : z, y, x]);
}

/** Null: they are dark already. */
export function withDarkMissing(volumes: readonly LoadedChannel[]): LoadedChannel[] | null {
  const dark = volumes.map((channel) => ({ ...channel, data: withoutMissing(channel) }));
  return dark.some(({ data }, i) => data !== volumes[i]?.data) ? dark : null;
}

function shapeOf(source: Source): Zyx {
  return "z" in source ? [1, source.shape[1], source.shape[2]] : source.shape;
}
