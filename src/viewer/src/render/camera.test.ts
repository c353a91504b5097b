import { expect, test } from "vitest";
import type { Zyx } from "../voxels/voxelType.ts";
import {
  cameraOn,
  fitScale,
  fitScale3d,
  MAX_ZOOM,
  openingCamera,
  panned,
  panned3d,
  projected,
  sliceCameraOf,
  turned,
  volumeCameraOf,
  zoomed3d,
  zoomedAt,
} from "./camera.ts";
import { pointOf, voxelAt } from "./slices.ts";

const rect = { x: 10, y: 20, width: 400, height: 300 };
const shape: Zyx = [20, 60, 100];
const aspect: Zyx = [2, 1, 1];

test("FitScale_WidePicture_IsLimitedByTheWidth", () => {
  expect(fitScale("xy", rect, [40, 60, 100])).toBeCloseTo(0.98 * 4);
  expect(fitScale("zy", rect, [40, 60, 100])).toBeCloseTo(0.98 * 5);
});

test("ZoomedAt_AVoxel_KeepsItWhereItIs", () => {
  const camera = cameraOn(shape);
  const look = { unit: 4 * camera.zoom, aspect };
  const at: Zyx = [10, 12.5, 70.25];
  const before = pointOf(sliceCameraOf("xy", rect, camera, look), at);
  const zoomed = zoomedAt(camera, 2.5, at);
  const after = pointOf(sliceCameraOf("xy", rect, zoomed, { unit: 4 * zoomed.zoom, aspect }), at);
  expect(after[0]).toBeCloseTo(before[0]);
  expect(after[1]).toBeCloseTo(before[1]);
});

test("ZoomedAt_BeyondTheLimit_StopsThere", () => {
  expect(zoomedAt(cameraOn(shape), 1e9, [0, 0, 0]).zoom).toBe(MAX_ZOOM);
});

test("Panned_ByPixels_MovesThePictureByThem", () => {
  const look = { unit: 3, aspect };
  const camera = cameraOn(shape);
  const paneCamera = sliceCameraOf("xz", rect, camera, look);
  const [x, y] = pointOf(paneCamera, [3, 0, 4]);
  const moved = sliceCameraOf("xz", rect, panned(camera, paneCamera, 12, -7), look);
  expect(pointOf(moved, [3, 0, 4])).toEqual([expect.closeTo(x + 12), expect.closeTo(y - 7)]);
});

test("VoxelAt_OfPointOf_IsTheVoxel", () => {
  const paneCamera = sliceCameraOf("zy", rect, cameraOn(shape), { unit: 3, aspect });
  const [x, y] = pointOf(paneCamera, [3, 7, 50]);
  expect(voxelAt(paneCamera, x, y)).toEqual([expect.closeTo(3), expect.closeTo(7), 50]);
});

test("VolumeGaze_Unturned_LooksAlongZWithXToTheRight", () => {
  const paneCamera = volumeCameraOf(rect, cameraOn(shape), shape, aspect);
  expect([...paneCamera.forward]).toEqual([0, 0, 1]);
  const unit = fitScale3d(rect, [40, 60, 100]);
  expect(paneCamera.right[0]).toBeCloseTo(1 / unit);
  expect(paneCamera.down[1]).toBeCloseTo(1 / unit);
  expect(projected(paneCamera, aspect, [0, 30, 50])).toEqual([
    expect.closeTo(210),
    expect.closeTo(170),
  ]);
});

test("OpeningCamera_LooksFromAboveAndFromTheSide", () => {
  const paneCamera = volumeCameraOf(rect, openingCamera(shape), shape, [1, 1, 1]);
  const [z, y, x] = shape;
  const at = (voxel: readonly [number, number, number]) => projected(paneCamera, [1, 1, 1], voxel);
  const [frontX, frontY] = at([0, y / 2, x / 2]);
  const [backX, backY] = at([z, y / 2, x / 2]);
  // Azimuth: the depth of the volume shows to the side. Elevation: its upper face does.
  expect(Math.abs(backX - frontX) / Math.hypot(z, y, x)).toBeGreaterThan(0.05);
  expect(backY).toBeLessThan(frontY);
  const [top, bottom] = [at([0, 0, x / 2]), at([0, y, x / 2])];
  expect(bottom[1]).toBeGreaterThan(top[1]);
  expect(Math.hypot(...openingCamera(shape).turn)).toBeCloseTo(1);
});

test("Turned_ByADragToTheRight_MovesTheFrontToTheRight", () => {
  const camera = turned(cameraOn(shape), rect, 30, 0);
  const paneCamera = volumeCameraOf(rect, camera, shape, aspect);
  const [front] = projected(paneCamera, aspect, [0, 30, 50]);
  const [back] = projected(paneCamera, aspect, [20, 30, 50]);
  expect(front).toBeGreaterThan(210);
  expect(back).toBeLessThan(210);
  expect(Math.hypot(...camera.turn)).toBeCloseTo(1);
});

test("VolumeGaze_Turned_KeepsOneVoxelSteps", () => {
  const camera = turned(turned(cameraOn(shape), rect, 31, 12), rect, -5, 80);
  const { forward } = volumeCameraOf(rect, camera, shape, aspect);
  expect(Math.hypot(...forward)).toBeCloseTo(1);
});

test("Panned3dAndZoomed3d_KeepWhatIsUnderThePointer", () => {
  const camera = turned(turned(cameraOn(shape), rect, 31, 12), rect, -5, 80);
  const voxel: Zyx = [5, 40, 30];
  const [x, y] = projected(volumeCameraOf(rect, camera, shape, aspect), aspect, voxel);
  const paneCamera = volumeCameraOf(rect, camera, shape, aspect);
  const moved = volumeCameraOf(rect, panned3d(camera, paneCamera, 15, -9), shape, aspect);
  expect(projected(moved, aspect, voxel)).toEqual([expect.closeTo(x + 15), expect.closeTo(y - 9)]);
  const from = { dx: x - 210, dy: y - 170 };
  const zoomed = volumeCameraOf(rect, zoomed3d(camera, paneCamera, 3, from), shape, aspect);
  expect(projected(zoomed, aspect, voxel)).toEqual([expect.closeTo(x), expect.closeTo(y)]);
});
