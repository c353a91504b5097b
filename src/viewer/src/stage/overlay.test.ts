import { expect, test } from "vitest";
import type { ViewMode } from "../display/settings.ts";
import { cameraOn } from "../render/camera.ts";
import { GpuBlock } from "../render/gpuBlock.ts";
import { phantom, shownAs } from "../testing/phantom.ts";
import type { LoadedChannel, Zyx } from "../voxels/voxelType.ts";
import { overlayOf, type Shape } from "./overlay.ts";
import { brightestAlong } from "./pick.ts";
import { type Scene, sceneOf } from "./scene.ts";

function scene(
  channels: readonly LoadedChannel[],
  viewMode: ViewMode,
  cursor: Zyx,
  focus: Zyx | null = null,
  width = 400,
): Scene {
  const block = new GpuBlock({ key: "k", label: "block_0001", focus });
  block.setVolumes(null, channels);
  return sceneOf({
    block,
    display: {
      channels: channels.map((c) => shownAs(c.key, "#ffffff", [0, 4000])),
      viewMode,
      projection: "mip",
      smooth: false,
      isoThreshold: 0.5,
      slab: "none",
      slabThickness: 1,
      showFocus: true,
      channelStrip: false,
    },
    camera: cameraOn(block.shape),
    cursor,
    width,
    height: 300,
    split: null,
    maximized: null,
  });
}

function shapesOf(made: Scene): Shape[] {
  return overlayOf(made).flatMap((p) => [...p.shapes]);
}

function texts(made: Scene): string[] {
  return shapesOf(made).flatMap((s) => (s.kind === "text" ? [s.text] : []));
}

const volume = phantom("488", "uint16", [8, 10, 12]);

test("Overlay_FocusPoint_IsRingedInFullOnItsSliceAndFaintBeside", () => {
  const ring = (z: number): string | undefined =>
    shapesOf(scene([volume], "slice", [z, 0, 0], [3, 4, 5])).find((s) => s.kind === "ring")?.color;
  expect(ring(3)).toBe("#ffd54a");
  expect(ring(4)).toMatch(/^rgba/);
  expect(shapesOf(scene([volume], "slice", [0, 0, 0], [3, 40, 5]))).toEqual([]);
});

test("Overlay_VoxelSizeKnown_DrawsAScaleBarOfOneLengthInEachPane", () => {
  const sized = { ...volume, voxelSizeUm: [1, 0.5, 0.5] as const };
  const bars = texts(scene([sized], "quad", [0, 0, 0])).filter((t) => t.endsWith("µm"));
  expect(bars).toHaveLength(4);
  expect(new Set(bars).size).toBe(1);
  expect(texts(scene([volume], "quad", [0, 0, 0])).filter((t) => t.endsWith("µm"))).toEqual([]);
});

test("Overlay_Quad_NamesEachCrossSectionsSlice", () => {
  const found = texts(scene([volume], "quad", [3, 4, 5]));
  expect(found).toEqual(
    expect.arrayContaining(["XY", "z 3", "XZ", "y 4", "ZY", "x 5", "3D", "maximum"]),
  );
});

test("BrightestAlong_ARayThroughABrightVoxel_FindsIt", () => {
  const data = new Uint16Array(8 * 10 * 12).fill(100);
  data[(5 * 10 + 4) * 12 + 6] = 3000;
  const made = scene([{ ...volume, data }], "volume", [0, 0, 0]);
  const [view] = made.panes;
  if (view?.kind !== "volume") throw new Error("no 3D pane");
  const perVoxel = 1 / view.paneCamera.right[0];
  const found = brightestAlong(
    made.block.channels,
    view,
    200 + 0.5 * perVoxel,
    150 - 0.5 * perVoxel,
  );
  expect(found).toEqual([5, 4, 6]);
  expect(brightestAlong(made.block.channels, view, 1, 1)).toBeNull();
});

test("Projection_IsNamed_WhereItsPaneHasRoom", () => {
  const channels = [phantom("a", "uint8", [8, 8, 8])];
  expect(texts(scene(channels, "quad", [0, 0, 0]))).toContain("maximum");
  const narrow = texts(scene(channels, "quad", [0, 0, 0], null, 160));
  expect(narrow).toContain("3D");
  expect(narrow).not.toContain("maximum");
});
