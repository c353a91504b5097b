import { expect, test } from "vitest";
import type { Zyx } from "../stage/stageContract.ts";
import {
  cameraOn,
  fitScale,
  fitScale3d,
  gazeOf,
  MAX_ZOOM,
  panned,
  panned3d,
  projected,
  turned,
  volumeGaze,
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
  const before = pointOf(gazeOf("xy", rect, camera, look), at);
  const zoomed = zoomedAt(camera, 2.5, at);
  const after = pointOf(gazeOf("xy", rect, zoomed, { unit: 4 * zoomed.zoom, aspect }), at);
  expect(after[0]).toBeCloseTo(before[0]);
  expect(after[1]).toBeCloseTo(before[1]);
});

test("ZoomedAt_BeyondTheLimit_StopsThere", () => {
  expect(zoomedAt(cameraOn(shape), 1e9, [0, 0, 0]).zoom).toBe(MAX_ZOOM);
});

test("Panned_ByPixels_MovesThePictureByThem", () => {
  const look = { unit: 3, aspect };
  const camera = cameraOn(shape);
  const gaze = gazeOf("xz", rect, camera, look);
  const [x, y] = pointOf(gaze, [3, 0, 4]);
  const moved = gazeOf("xz", rect, panned(camera, gaze, 12, -7), look);
  expect(pointOf(moved, [3, 0, 4])).toEqual([expect.closeTo(x + 12), expect.closeTo(y - 7)]);
});

test("VoxelAt_OfPointOf_IsTheVoxel", () => {
  const gaze = gazeOf("zy", rect, cameraOn(shape), { unit: 3, aspect });
  const [x, y] = pointOf(gaze, [3, 7, 50]);
  expect(voxelAt(gaze, x, y)).toEqual([expect.closeTo(3), expect.closeTo(7), 50]);
});

test("VolumeGaze_Unturned_LooksAlongZWithXToTheRight", () => {
  const gaze = volumeGaze(rect, cameraOn(shape), shape, aspect);
  expect([...gaze.forward]).toEqual([0, 0, 1]);
  const unit = fitScale3d(rect, [40, 60, 100]);
  expect(gaze.right[0]).toBeCloseTo(1 / unit);
  expect(gaze.down[1]).toBeCloseTo(1 / unit);
  expect(projected(gaze, aspect, [0, 30, 50])).toEqual([expect.closeTo(210), expect.closeTo(170)]);
});

test("Turned_ByADragToTheRight_MovesTheFrontToTheRight", () => {
  const camera = turned(cameraOn(shape), rect, 30, 0);
  const gaze = volumeGaze(rect, camera, shape, aspect);
  const [front] = projected(gaze, aspect, [0, 30, 50]);
  const [back] = projected(gaze, aspect, [20, 30, 50]);
  expect(front).toBeGreaterThan(210);
  expect(back).toBeLessThan(210);
  expect(Math.hypot(...camera.turn)).toBeCloseTo(1);
});

test("VolumeGaze_Turned_KeepsOneVoxelSteps", () => {
  const camera = turned(turned(cameraOn(shape), rect, 31, 12), rect, -5, 80);
  const { forward } = volumeGaze(rect, camera, shape, aspect);
  expect(Math.hypot(...forward)).toBeCloseTo(1);
});

test("Panned3dAndZoomed3d_KeepWhatIsUnderThePointer", () => {
  const camera = turned(turned(cameraOn(shape), rect, 31, 12), rect, -5, 80);
  const voxel: Zyx = [5, 40, 30];
  const [x, y] = projected(volumeGaze(rect, camera, shape, aspect), aspect, voxel);
  const gaze = volumeGaze(rect, camera, shape, aspect);
  const moved = volumeGaze(rect, panned3d(camera, gaze, 15, -9), shape, aspect);
  expect(projected(moved, aspect, voxel)).toEqual([expect.closeTo(x + 15), expect.closeTo(y - 9)]);
  const from = { dx: x - 210, dy: y - 170 };
  const zoomed = volumeGaze(rect, zoomed3d(camera, gaze, 3, from), shape, aspect);
  expect(projected(zoomed, aspect, voxel)).toEqual([expect.closeTo(x), expect.closeTo(y)]);
});
