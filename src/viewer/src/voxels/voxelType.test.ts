import { expect, it } from "vitest";
import { isFloat, isVoxelType, VOXEL_TYPES, type VoxelType } from "./voxelType.ts";

const TYPES = Object.keys(VOXEL_TYPES) as VoxelType[];

it.each(TYPES)("VoxelType_%s_SaysOfItselfWhatItsArraySays", (type) => {
  const { bytes, view, from, max, glFormats, sampler } = VOXEL_TYPES[type];
  const memory = new ArrayBuffer(16);
  const voxels = view(memory, 8, 1);
  expect([voxels.BYTES_PER_ELEMENT, voxels.byteOffset, voxels.length]).toEqual([bytes, 8, 1]);
  expect(voxels.buffer).toBe(memory);
  voxels[0] = max ?? 0.5;
  expect(voxels[0]).toBe(max ?? 0.5);
  voxels[0] = (max ?? 0.5) + 1;
  expect(voxels[0]).toBe(max === null ? 1.5 : 0);
  expect(from([1, 2]).constructor).toBe(voxels.constructor);
  expect(isFloat(type)).toBe(voxels instanceof Float32Array);
  expect(sampler).toBe(isFloat(type) ? "sampler3D" : "usampler3D");
  for (const [sized] of Object.values(glFormats)) {
    expect(sized).toMatch(new RegExp(`^[RGBA]+${8 * bytes}(UI|F)$`));
  }
});

it("Name_OfAnythingElse_IsNoVoxelType", () => {
  expect(["uint32", "", "toString", null].filter((name) => isVoxelType(name))).toEqual([]);
});
