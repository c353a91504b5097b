import { describe, expect, it } from "vitest";
import type { Zyx } from "../voxels/voxelType.ts";
import { lengthOf, type Measurement, measureText, profileOf } from "./measure.ts";

const line = (from: Zyx, to: Zyx): Measurement => ({ plane: "xy", slice: 2, from, to });

describe("length", () => {
  it("IsOfVoxels_AndOfMicrometresByTheirSize", () => {
    const made = line([2, 0, 0], [2, 3, 4]);
    expect(lengthOf(made, null)).toEqual({ voxels: 5, um: null });
    expect(lengthOf(made, [2, 1, 0.5])).toEqual({ voxels: 5, um: Math.hypot(3, 2) });
  });

  it("Words_SayBoth", () => {
    expect(measureText(line([2, 0, 0], [2, 3, 4]), null)).toBe("5.0 voxels");
    expect(measureText(line([2, 0, 0], [2, 3, 4]), [1, 0.5, 0.5])).toBe("2.5 µm (5.0 voxels)");
    expect(measureText(line([2, 0, 0], [2, 3, 4]), [1, 0.1, 0.1])).toBe("500 nm (5.0 voxels)");
  });
});

describe("profile", () => {
  it("TakesTheNearestVoxelAlongTheLine_OnItsSlice", () => {
    const asked: Zyx[] = [];
    const values = profileOf(line([2, 1.5, 0.5], [2, 1.5, 4.5]), (voxel) => {
      asked.push(voxel);
      return voxel[2] * 10;
    });
    expect(values).toEqual([0, 10, 20, 30, 40]);
    expect(new Set(asked.map(([z, y]) => `${z} ${y}`))).toEqual(new Set(["2 1"]));
  });

  it("Outside_IsNull_AndALongLineIsBounded", () => {
    const values = profileOf(line([2, -1, -1e6], [2, -1, 1e6]), ([, y]) => (y < 0 ? null : 1));
    expect(values.length).toBe(1024);
    expect(new Set(values)).toEqual(new Set([null]));
  });
});
