import { mat3, quat } from "gl-matrix";
import { axesOf, type Plane, type Rect, type SliceGaze } from "./slices.ts";
import type { Zyx } from "./stage/stageContract.ts";

/** One state for all panes. `center` in voxels; `zoom` 1 = the picture fits; `turn` rotates world (x right, y down, z away). */
export interface Camera {
  readonly center: Zyx;
  readonly zoom: number;
  readonly turn: readonly [number, number, number, number];
  /** Offset of the 3D picture in CSS pixels at zoom 1. */
  readonly offset: readonly [x: number, y: number];
}

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 100;
const MARGIN = 0.98;
const UNTURNED = [0, 0, 0, 1] as const;

export function cameraOn(shape: Zyx): Camera {
  return { center: middleOf(shape), zoom: 1, turn: UNTURNED, offset: [0, 0] };
}

export function middleOf([z, y, x]: Zyx): Zyx {
  return [z / 2, y / 2, x / 2];
}

/** CSS pixels per unit of the finest axis at which the cross-section just fits the pane. */
export function fitScale(plane: Plane, rect: Rect, extent: Zyx): number {
  const { across, down } = axesOf(plane);
  return Math.max(
    0.001,
    MARGIN * Math.min(rect.width / extent[across], rect.height / extent[down]),
  );
}

/** The same for the turned volume: its diagonal fits, so that nothing is cut off while it turns. */
export function fitScale3d(rect: Rect, extent: Zyx): number {
  const diagonal = Math.hypot(...extent);
  return Math.max(0.001, MARGIN * (Math.min(rect.width, rect.height) / diagonal));
}

export function extentOf(shape: Zyx, aspect: Zyx): Zyx {
  return [shape[0] * aspect[0], shape[1] * aspect[1], shape[2] * aspect[2]];
}

/** `unit` CSS pixels per unit of the finest axis. */
export function gazeOf(
  plane: Plane,
  rect: Rect,
  camera: Camera,
  look: { unit: number; aspect: Zyx },
): SliceGaze {
  const { unit, aspect } = look;
  return {
    plane,
    rect,
    center: camera.center,
    scale: [unit * aspect[0], unit * aspect[1], unit * aspect[2]],
  };
}

export function clampZoom(zoom: number): number {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
}

/** Zooms by `factor` so that the voxel `at` stays where it is on screen. */
export function zoomedAt(camera: Camera, factor: number, at: Zyx): Camera {
  const zoom = clampZoom(camera.zoom * factor);
  const k = camera.zoom / zoom;
  const moved = (axis: 0 | 1 | 2): number => at[axis] + (camera.center[axis] - at[axis]) * k;
  return { ...camera, zoom, center: [moved(0), moved(1), moved(2)] };
}

/** Moves the picture by CSS pixels. */
export function panned(camera: Camera, gaze: SliceGaze, dx: number, dy: number): Camera {
  const { across, down } = axesOf(gaze.plane);
  const center: [number, number, number] = [...camera.center];
  center[across] -= dx / gaze.scale[across];
  center[down] -= dy / gaze.scale[down];
  return { ...camera, center };
}

/** Trackball: a drag over the width of the pane turns half around; axes stay those of the screen. */
export function turned(camera: Camera, rect: Rect, dx: number, dy: number): Camera {
  const unit = Math.PI / Math.max(1, Math.min(rect.width, rect.height));
  const length = Math.hypot(dx, dy);
  if (length === 0) return camera;
  const step = quat.setAxisAngle(quat.create(), [-dy / length, dx / length, 0], -length * unit);
  const turn = quat.multiply(quat.create(), step, [...camera.turn]);
  quat.normalize(turn, turn);
  return { ...camera, turn: [turn[0], turn[1], turn[2], turn[3]] };
}

/** How a 3D pane looks at the volume: orthographic, all in voxel order (x, y, z). */
export interface VolumeGaze {
  readonly rect: Rect;
  /** Voxel under the pane's top left corner, far in front of the volume. */
  readonly origin: readonly [number, number, number];
  /** Voxels per CSS pixel to the right and downwards. */
  readonly right: readonly [number, number, number];
  readonly down: readonly [number, number, number];
  /** Unit length in voxels: one step of a ray. */
  readonly forward: readonly [number, number, number];
}

type Vec3 = [number, number, number];

export function volumeGaze(rect: Rect, camera: Camera, shape: Zyx, aspect: Zyx): VolumeGaze {
  const unit = fitScale3d(rect, extentOf(shape, aspect)) * camera.zoom;
  // Rows of the rotation are the screen's axes in world units: screen -> world is its transpose.
  const m = mat3.fromQuat(mat3.create(), [...camera.turn]);
  const inVoxels = (x: number, y: number, z: number): Vec3 => [
    x / aspect[2],
    y / aspect[1],
    z / aspect[0],
  ];
  const right = inVoxels(m[0] / unit, m[3] / unit, m[6] / unit);
  const down = inVoxels(m[1] / unit, m[4] / unit, m[7] / unit);
  const away = inVoxels(m[2], m[5], m[8]);
  const length = Math.hypot(...away);
  const forward: Vec3 = [away[0] / length, away[1] / length, away[2] / length];
  const back = Math.hypot(...shape) + 2;
  const px = rect.width / 2 + camera.offset[0] * camera.zoom;
  const py = rect.height / 2 + camera.offset[1] * camera.zoom;
  const at = (i: 0 | 1 | 2): number =>
    (shape[2 - i] as number) / 2 - right[i] * px - down[i] * py - forward[i] * back;
  return { rect, origin: [at(0), at(1), at(2)], right, down, forward };
}

/** CSS pixels of a voxel coordinate (z, y, x) in a 3D pane. */
export function projected(
  rect: Rect,
  camera: Camera,
  shape: Zyx,
  aspect: Zyx,
  voxel: Zyx,
): [number, number] {
  const unit = fitScale3d(rect, extentOf(shape, aspect)) * camera.zoom;
  const m = mat3.fromQuat(mat3.create(), [...camera.turn]);
  const w: Vec3 = [
    (voxel[2] - shape[2] / 2) * aspect[2],
    (voxel[1] - shape[1] / 2) * aspect[1],
    (voxel[0] - shape[0] / 2) * aspect[0],
  ];
  const x = m[0] * w[0] + m[3] * w[1] + m[6] * w[2];
  const y = m[1] * w[0] + m[4] * w[1] + m[7] * w[2];
  return [
    rect.x + rect.width / 2 + camera.offset[0] * camera.zoom + x * unit,
    rect.y + rect.height / 2 + camera.offset[1] * camera.zoom + y * unit,
  ];
}
