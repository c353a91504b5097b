import {
  type Camera,
  extentOf,
  fitScale,
  sliceCameraOf,
  type VolumeCamera,
  volumeCameraOf,
} from "../render/camera.ts";
import type { DisplayByKey } from "../render/channelDisplay.ts";
import type { GpuBlock } from "../render/gpuBlock.ts";
import { aspectOf, axesOf, type SliceCamera } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Measurement } from "./measure.ts";
import { layoutOf, type Pane, type Split, splitFor } from "./panes.ts";
import type { StageDisplay } from "./stageContract.ts";

/** A pane with what it looks at. */
export type PaneView =
  | {
      readonly kind: "slice";
      readonly pane: Pane;
      readonly paneCamera: SliceCamera;
      readonly slice: number;
      readonly display: DisplayByKey;
    }
  | {
      readonly kind: "volume";
      readonly pane: Pane;
      readonly paneCamera: VolumeCamera;
      readonly display: DisplayByKey;
    };

/** Everything a frame is made from. Immutable; a change makes a new one. */
export interface Scene {
  readonly block: GpuBlock;
  readonly display: StageDisplay;
  readonly camera: Camera;
  readonly cursor: Zyx;
  readonly aspect: Zyx;
  readonly voxelSizeUm: Zyx | null;
  readonly panes: readonly PaneView[];
  /** As used in the quad view. */
  readonly split: Split;
  readonly measurement: Measurement | null;
}

export interface SceneInput {
  readonly block: GpuBlock;
  readonly display: StageDisplay;
  readonly camera: Camera;
  readonly cursor: Zyx;
  readonly width: number;
  readonly height: number;
  /** null: by the block's shape. */
  readonly split: Split | null;
  readonly maximized: string | null;
  readonly measurement?: Measurement | null;
}

export function sceneOf(input: SceneInput): Scene {
  const { block, display, camera, cursor } = input;
  const { shape } = block;
  const voxelSizeUm = block.sources.find((s) => s.voxelSizeUm !== null)?.voxelSizeUm ?? null;
  const aspect = aspectOf(voxelSizeUm);
  const known = display.channels.filter((c) => block.sources.some((s) => s.key === c.key));
  const all: DisplayByKey = new Map(known.map((c) => [c.key, c]));
  const extent = extentOf(shape, aspect);
  const split = input.split ?? splitFor(extent);
  const panes = layoutOf({
    mode: display.viewMode,
    width: input.width,
    height: input.height,
    split,
    maximized: input.maximized,
    strip: display.channelStrip && display.viewMode === "slice" ? known.map((c) => c.key) : [],
  });
  const units = panes.map((p) =>
    p.plane === null ? Number.POSITIVE_INFINITY : fitScale(p.plane, p.rect, extent),
  );
  // Panes of the quad view share one scale, so that features line up across them.
  const shared = display.viewMode === "quad" ? Math.min(...units) : null;
  const views = panes.map((pane, i): PaneView => {
    const shown = pane.channel === null ? all : alone(all, pane.channel);
    if (pane.plane === null) {
      return {
        kind: "volume",
        pane,
        paneCamera: volumeCameraOf(pane.rect, camera, shape, aspect),
        display: shown,
      };
    }
    const unit = (shared ?? units[i] ?? 1) * camera.zoom;
    const paneCamera = sliceCameraOf(pane.plane, pane.rect, camera, { unit, aspect });
    return {
      kind: "slice",
      pane,
      paneCamera,
      slice: cursor[axesOf(pane.plane).normal],
      display: shown,
    };
  });
  return {
    block,
    display,
    camera,
    cursor,
    aspect,
    voxelSizeUm,
    panes: views,
    split,
    measurement: input.measurement ?? null,
  };
}

function alone(all: DisplayByKey, key: string): DisplayByKey {
  const channel = all.get(key);
  return new Map(
    channel === undefined ? [] : [[key, { ...channel, color: "#ffffff", visible: true }]],
  );
}

/** Up to this zoom a 3D picture is taken as whole. */
const UNZOOMED = 1.05;

/** The camera moved so that the voxel is seen: centred on it, but never past the picture's edge, nor off a whole picture. */
export function centredOn(scene: Scene, voxel: Zyx): Camera {
  const center = seenAround(scene, voxel, (axis) =>
    scene.camera.zoom > UNZOOMED ? voxel[axis] + 0.5 : scene.block.shape[axis] / 2,
  );
  return { ...scene.camera, center };
}

/** The middle of a picture that lies around the voxel at this zoom; the volume's middle along an axis that no slice shows. */
export function restOf(scene: Scene, voxel: Zyx): Zyx {
  return seenAround(scene, voxel, (axis) => scene.block.shape[axis] / 2);
}

function seenAround(scene: Scene, voxel: Zyx, unseen: (axis: 0 | 1 | 2) => number): Zyx {
  const { shape } = scene.block;
  const center = ([0, 1, 2] as const).map((axis) => {
    const size = shape[axis];
    const half = halfSeen(scene, axis);
    if (half === null) return unseen(axis);
    if (size <= 2 * half) return size / 2;
    return Math.min(size - half, Math.max(half, voxel[axis] + 0.5));
  });
  return [center[0] ?? 0, center[1] ?? 0, center[2] ?? 0];
}

/** Half the voxels that a pane shows along an axis; null when no pane shows that axis. */
function halfSeen(scene: Scene, axis: 0 | 1 | 2): number | null {
  for (const view of scene.panes) {
    if (view.kind !== "slice") continue;
    const { across, down } = axesOf(view.paneCamera.plane);
    if (axis === across) return view.paneCamera.rect.width / 2 / view.paneCamera.scale[axis];
    if (axis === down) return view.paneCamera.rect.height / 2 / view.paneCamera.scale[axis];
  }
  return null;
}
