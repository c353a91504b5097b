import { expect, it } from "vitest";
import { phantom } from "../testing/phantom.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { GpuBlock } from "./gpuBlock.ts";

const SHAPE: Zyx = [4, 3, 5];
const channel = phantom("a", "uint16", SHAPE);
const at = ([z, y, x]: Zyx) => channel.data[(z * 3 + y) * 5 + x];

/** Without a GPU: the voxels are there, their textures are not. */
function block(): GpuBlock {
  return new GpuBlock({ key: "k", label: "b", focus: null });
}

it("ValueAt_OfAPlane_IsKnownAtItsOwnSliceOnly", () => {
  const planes = block();
  planes.setPlanes(null, [{ ...channel, data: channel.data.subarray(2 * 15, 3 * 15), z: 2 }]);
  expect(planes.valueAt(0, [2, 1, 4])).toBe(at([2, 1, 4]));
  expect([1, 3].map((z) => planes.valueAt(0, [z, 1, 4]))).toEqual([null, null]);
});

it("ValueAt_OfAVolume_IsNullOutside", () => {
  const volume = block();
  volume.setVolumes(null, [channel]);
  expect(volume.valueAt(0, [3, 2, 4])).toBe(at([3, 2, 4]));
  const outside: Zyx[] = [
    [4, 0, 0],
    [0, 3, 0],
    [0, 0, 5],
    [-1, 0, 0],
  ];
  expect(outside.map((voxel) => volume.valueAt(0, voxel))).toEqual([null, null, null, null]);
  expect(volume.valueAt(1, [0, 0, 0])).toBeNull();
});
