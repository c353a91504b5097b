import { expect, it } from "vitest";
import type { Zyx } from "../voxels/voxelType.ts";
import { focusInside } from "./opening.ts";

it.each<[focus: Zyx, isInside: boolean]>([
  [[0, 0, 0], true],
  [[3.9, 4.9, 5.9], true],
  [[4, 0, 0], false],
  [[0, 5, 0], false],
  [[0, 0, 6], false],
  [[-0.1, 0, 0], false],
])("Focus_At%j_CountsOnlyInsideTheBlock", (focus, isInside) => {
  expect(focusInside(focus, [4, 5, 6])).toEqual(isInside ? focus : null);
  expect(focusInside(focus, null)).toEqual(focus);
});
