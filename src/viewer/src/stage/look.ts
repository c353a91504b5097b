import { type Camera, middleOf } from "../render/camera.ts";
import type { GpuBlock } from "../render/gpuBlock.ts";
import { clampVoxel, inside } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Split } from "./panes.ts";
import { restOf, type Scene } from "./scene.ts";

/** Where one looks, told from a point that every block has, so that another block can be looked at alike. */
export interface Look {
  /** Voxels from the block's anchor to the cross-hair. */
  readonly cursor: Zyx;
  /** Voxels by which the picture is moved from where it would lie around the anchor. */
  readonly pan: Zyx;
  readonly zoom: number;
  readonly turn: Camera["turn"];
  /** null: by the block's shape. */
  readonly split: Split | null;
  readonly maximized: string | null;
  /** Of the voxels above; null: unknown. */
  readonly voxelSizeUm: Zyx | null;
}

/** The focus point, or the middle of a block without one. */
export function anchorOf({ subject: { focus }, shape }: Pick<GpuBlock, "subject" | "shape">): Zyx {
  return clampVoxel(focus !== null && inside(focus, shape) ? focus : middleOf(shape), shape);
}

export function lookOf(scene: Scene, panes: Pick<Look, "split" | "maximized">): Look {
  const { block, camera, cursor, voxelSizeUm } = scene;
  const anchor = anchorOf(block);
  return {
    cursor: mapped((axis) => cursor[axis] - anchor[axis]),
    pan: difference(camera.center, restOf(scene, anchor)),
    zoom: camera.zoom,
    turn: camera.turn,
    ...panes,
    voxelSizeUm,
  };
}

/** The voxel of a block that lies where the look has its cross-hair. */
export function cursorAt(look: Look, block: GpuBlock, voxelSizeUm: Zyx | null): Zyx {
  const anchor = anchorOf(block);
  const scale = scaleOf(look, voxelSizeUm);
  const at = mapped((axis) => anchor[axis] + Math.round(look.cursor[axis] * scale[axis]));
  return clampVoxel(at, block.shape);
}

/** `scene` already has the look's zoom and panes. */
export function cameraAt(look: Look, scene: Scene): Camera {
  const rest = restOf(scene, anchorOf(scene.block));
  const scale = scaleOf(look, scene.voxelSizeUm);
  return {
    center: mapped((axis) => rest[axis] + look.pan[axis] * scale[axis]),
    zoom: look.zoom,
    turn: look.turn,
  };
}

/** Voxels of another size for one of the look's: equal lengths where both sizes are known. */
function scaleOf({ voxelSizeUm: from }: Look, to: Zyx | null): Zyx {
  const isKnown = [from, to].every((size) => size?.every((length) => length > 0) === true);
  return mapped((axis) => (isKnown ? (from?.[axis] ?? 1) / (to?.[axis] ?? 1) : 1));
}

function difference(one: Zyx, other: Zyx): Zyx {
  return mapped((axis) => one[axis] - other[axis]);
}

function mapped(of: (axis: 0 | 1 | 2) => number): Zyx {
  return [of(0), of(1), of(2)];
}
