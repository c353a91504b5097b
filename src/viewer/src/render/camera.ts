import { mat3, quat } from "gl-matrix";
import type { Zyx } from "../voxels/voxelType.ts";
import { axesOf, type Plane, type Rect, type SliceCamera } from "./slices.ts";

/** One state for all panes. `center` (voxels) is in the middle of each; `zoom` 1 = the picture fits; `turn` rotates world (x right, y down, z away). */
export interface Camera {
  readonly center: Zyx;
  readonly zoom: number;
  readonly turn: readonly [number, number, number, number];
}

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 100;
const MARGIN = 0.98;
const UNTURNED = [0, 0, 0, 1] as const;

const AZIMUTH = 30;
const ELEVATION = 20;

/** Where a view begins and where a reset leads: from above and from the side, so that the first look tells that it is a volume. */
export function openingCamera(shape: Zyx): Camera {
  const [across, up] = [(AZIMUTH * Math.PI) / 360, (ELEVATION * Math.PI) / 360];
  const [s, c, t, d] = [Math.sin(across), Math.cos(across), Math.sin(up), Math.cos(up)];
  // First around y, then around x.
  return { ...cameraOn(shape), turn: [t * c, d * s, t * s, d * c] };
}

export function cameraOn(shape: Zyx): Camera {
  return { center: middleOf(shape), zoom: 1, turn: UNTURNED };
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
export function sliceCameraOf(
  plane: Plane,
  rect: Rect,
  camera: Camera,
  look: { unit: number; aspect: Zyx },
): SliceCamera {
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
export function panned(camera: Camera, paneCamera: SliceCamera, dx: number, dy: number): Camera {
  const { across, down } = axesOf(paneCamera.plane);
  const center: [number, number, number] = [...camera.center];
  center[across] -= dx / paneCamera.scale[across];
  center[down] -= dy / paneCamera.scale[down];
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
export interface VolumeCamera {
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

export function volumeCameraOf(rect: Rect, camera: Camera, shape: Zyx, aspect: Zyx): VolumeCamera {
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
  // Behind the eye by more than any voxel can lie before the centre, however far that was moved.
  const back = Math.hypot(...shape) + Math.hypot(...distance(camera.center, shape)) + 2;
  const at = (i: 0 | 1 | 2): number =>
    camera.center[(2 - i) as 0 | 1 | 2] -
    (right[i] * rect.width) / 2 -
    (down[i] * rect.height) / 2 -
    forward[i] * back;
  return { rect, origin: [at(0), at(1), at(2)], right, down, forward };
}

function distance(center: Zyx, shape: Zyx): Zyx {
  return [center[0] - shape[0] / 2, center[1] - shape[1] / 2, center[2] - shape[2] / 2];
}

/** Moves the 3D picture by CSS pixels. */
export function panned3d(camera: Camera, paneCamera: VolumeCamera, dx: number, dy: number): Camera {
  const moved = (axis: 0 | 1 | 2): number => {
    const i = (2 - axis) as 0 | 1 | 2;
    return camera.center[axis] - paneCamera.right[i] * dx - paneCamera.down[i] * dy;
  };
  return { ...camera, center: [moved(0), moved(1), moved(2)] };
}

/** Zooms by `factor`; what is `dx`, `dy` CSS pixels from the pane's middle stays there. */
export function zoomed3d(
  camera: Camera,
  paneCamera: VolumeCamera,
  factor: number,
  from: { dx: number; dy: number },
): Camera {
  const zoom = clampZoom(camera.zoom * factor);
  const k = 1 - camera.zoom / zoom;
  return { ...panned3d(camera, paneCamera, -from.dx * k, -from.dy * k), zoom };
}

/** CSS pixels of a voxel coordinate in a 3D pane. */
export function projected(
  paneCamera: VolumeCamera,
  aspect: Zyx,
  voxel: Zyx,
): [x: number, y: number] {
  const { rect, origin, right, down } = paneCamera;
  // right and down are orthogonal in world units, of equal length.
  const world = [aspect[2], aspect[1], aspect[0]] as const;
  let [x, y, length] = [0, 0, 0];
  for (const i of [0, 1, 2] as const) {
    const away = (voxel[(2 - i) as 0 | 1 | 2] - origin[i]) * world[i];
    x += away * right[i] * world[i];
    y += away * down[i] * world[i];
    length += (right[i] * world[i]) ** 2;
  }
  return [rect.x + x / length, rect.y + y / length];
}
