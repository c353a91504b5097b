import { expect, test } from "vitest";
import type { ViewMode } from "../display/settings.ts";
import { GpuBlock } from "../render/gpuBlock.ts";
import { phantom, shownAs } from "../testing/phantom.ts";
import { PLAIN_DISPLAY } from "../testing/stageDriver.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { StageView } from "./stageView.ts";

interface Given {
  readonly focus?: Zyx | null;
  readonly shape?: Zyx;
  readonly voxelSizeUm?: Zyx | null;
  readonly mode?: ViewMode;
  readonly size?: readonly [width: number, height: number];
}

function viewOf(given: Given = {}): StageView {
  const { focus = null, shape = [20, 30, 40], voxelSizeUm = null, mode = "slice" } = given;
  const [width, height] = given.size ?? [400, 300];
  const block = new GpuBlock({ key: "k", label: "block_0001", focus });
  block.setVolumes(null, [{ ...phantom("a", "uint8", shape), voxelSizeUm }]);
  const view = new StageView(
    () => ({ width, height }),
    () => undefined,
  );
  view.setDisplay({
    ...PLAIN_DISPLAY,
    channels: [shownAs("a", "#ffffff", [0, 255])],
    viewMode: mode,
  });
  view.show(block);
  return view;
}

/** Another view that looks as this one does. */
function followed(view: StageView, given: Given = {}): StageView {
  const follower = viewOf(given);
  follow(follower, view);
  return follower;
}

function follow(follower: StageView, view: StageView): void {
  if (view.look === null) throw new Error("nothing to look at");
  follower.follow(view.look);
}

function centreOf(view: StageView): Zyx | undefined {
  return view.scene?.camera.center;
}

test("Slice_IsAsFarFromTheFocusPoint_AndFromTheMiddleWithoutOne", () => {
  const view = viewOf({ focus: [4, 5, 6] });
  view.setCursor([7, 5, 8]);
  const other = followed(view, { focus: [10, 11, 12] });
  expect(other.scene?.cursor).toEqual([13, 11, 14]);
  expect(other.cursor).toEqual([13, 11, 14]);
  expect(followed(view).scene?.cursor).toEqual([13, 15, 22]);
  expect(followed(view, { focus: [99, 0, 0] }).scene?.cursor).toEqual([13, 15, 22]);
});

test("Slice_EndsWithTheVolume", () => {
  const view = viewOf({ focus: [4, 5, 6] });
  view.setCursor([19, 0, 0]);
  expect(followed(view, { focus: [18, 2, 2] }).scene?.cursor).toEqual([19, 0, 0]);
});

test("Distances_AreEqualInMicrometres_WhereBothVoxelSizesAreKnown", () => {
  const view = viewOf({ focus: [4, 5, 6], voxelSizeUm: [1, 0.5, 0.5] });
  view.setCursor([7, 5, 6]);
  const fine = followed(view, { focus: [4, 5, 6], voxelSizeUm: [0.5, 0.5, 0.25] });
  expect(fine.scene?.cursor).toEqual([10, 5, 6]);
  expect(followed(view, { focus: [4, 5, 6] }).scene?.cursor).toEqual([7, 5, 6]);
});

test("WholePicture_StaysWhole_WhereverTheFocusPointsAre", () => {
  const other = followed(viewOf({ focus: [4, 5, 6] }), { focus: [15, 25, 35] });
  expect(centreOf(other)).toEqual([10, 15, 20]);
});

test("Pan_MovesBothByTheSameVoxels", () => {
  const view = viewOf({ focus: [4, 5, 6] });
  view.scene;
  view.setCamera({ center: [10, 17, 23], zoom: 1, turn: [0, 0, 0, 1] });
  expect(centreOf(followed(view))).toEqual([10, 17, 23]);
  expect(centreOf(followed(view, { shape: [10, 20, 20] }))).toEqual([5, 12, 13]);
});

test("Zoomed_TheSamePlaceBesideTheFocusPoint_IsInTheMiddle", () => {
  const view = viewOf({ focus: [10, 14, 18] });
  view.setCamera({ center: [10, 16, 21], zoom: 8, turn: [0, 0, 0, 1] });
  const other = followed(view, { focus: [10, 20, 25], size: [200, 150] });
  // Both rest on their focus point: the block is 1.5 and 2.5 voxels beside it.
  const [, y = 0, x = 0] = centreOf(other) ?? [];
  expect([y, x]).toEqual([22, 28]);
  expect(other.scene?.camera.zoom).toBe(8);
});

test("Turn_IsTheSame_In3D", () => {
  const view = viewOf({ mode: "volume", focus: [4, 5, 6] });
  view.setCamera({ center: [10, 15, 20], zoom: 2, turn: [0.5, 0.5, 0.5, 0.5] });
  const camera = followed(view, { mode: "volume", focus: [9, 9, 9] }).scene?.camera;
  expect(camera).toEqual({ center: [10, 15, 20], zoom: 2, turn: [0.5, 0.5, 0.5, 0.5] });
});

test("Follower_OnceMoved_GoesItsOwnWayUntilItFollowsAgain", () => {
  const view = viewOf();
  view.setCursor([3, 0, 0]);
  const other = followed(view);
  expect(other.scene?.cursor[0]).toBe(3);
  other.setCursor([9, 0, 0]);
  expect(other.scene?.cursor[0]).toBe(9);
  follow(view, other);
  expect(view.scene?.cursor[0]).toBe(9);
  follow(other, view);
  expect(other.look).toEqual(view.look);
});

test("Follower_ShownAnotherBlock_LooksThereAlike", () => {
  const view = viewOf({ focus: [4, 5, 6] });
  view.setCursor([6, 5, 6]);
  const other = followed(view);
  const next = new GpuBlock({ key: "n", label: "block_0002", focus: [1, 2, 3] });
  next.setVolumes(null, [phantom("a", "uint8", [8, 8, 8])]);
  other.show(next);
  expect(other.scene?.cursor).toEqual([3, 2, 3]);
});

test("MaximizedPane_IsTheSame", () => {
  const view = viewOf({ mode: "quad" });
  view.toggleMaximized("xz");
  const other = followed(view, { mode: "quad" });
  expect(other.scene?.panes.map(({ pane }) => pane.id)).toEqual(["xz"]);
});
