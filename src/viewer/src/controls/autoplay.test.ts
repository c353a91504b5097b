import { describe, expect, it } from "vitest";
import { nextSlice, otherSpeed, type PlayRange, playRange } from "./autoplay.ts";

function played(from: number, range: PlayRange, isThereAndBack: boolean, count: number): number[] {
  const slices: number[] = [];
  let at: ReturnType<typeof nextSlice> = { slice: from, direction: 1 };
  for (let i = 0; i < count; i++) {
    at = nextSlice(at.slice, at.direction, range, isThereAndBack);
    slices.push(at.slice);
  }
  return slices;
}

describe("nextSlice", () => {
  it("begins again behind the last", () => {
    expect(played(2, [0, 4], false, 7)).toEqual([3, 4, 0, 1, 2, 3, 4]);
  });

  it("goes there and back, each end once", () => {
    expect(played(2, [0, 3], true, 9)).toEqual([3, 2, 1, 0, 1, 2, 3, 2, 1]);
  });

  it("comes into the range from outside and stays there", () => {
    expect(played(0, [4, 6], false, 4)).toEqual([4, 5, 6, 4]);
    expect(played(9, [4, 6], false, 3)).toEqual([4, 5, 6]);
    expect(played(9, [4, 6], true, 4)).toEqual([6, 5, 4, 5]);
  });
});

describe("playRange", () => {
  it.each([
    [10, null, 0, [0, 9]],
    [10, 3, 0, [0, 9]],
    [10, 3, 2, [1, 5]],
    [10, null, 2, [3, 7]],
    [10, 0, 4, [0, 4]],
    [10, 9, 4, [5, 9]],
    [1, null, 3, [0, 0]],
  ] as const)("of %i slices, focus %s, reach %i is %j", (depth, focus, reach, range) => {
    expect(playRange(depth, focus, reach)).toEqual(range);
  });

  it("is none while nothing can be shown", () => {
    expect(playRange(0, null, 3)).toBeNull();
  });
});

describe("otherSpeed", () => {
  it("goes through its steps and stays at the ends", () => {
    const up: number[] = [];
    for (let seconds = 4, i = 0; i < 10; i++) {
      seconds = otherSpeed(seconds, 1);
      up.push(Math.round(100 / seconds) / 100);
    }
    expect(up).toEqual([0.5, 1, 2, 3, 5, 8, 12, 20, 20, 20]);
    expect(1 / otherSpeed(0.5, -1)).toBe(1);
    expect(1 / otherSpeed(4, -1)).toBe(0.25);
    expect(1 / otherSpeed(0.4, 1)).toBe(3);
  });
});
