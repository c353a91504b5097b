import { expect, test } from "vitest";
import type { Slab, ViewMode } from "../display/settings.ts";
import { cameraOn } from "../render/camera.ts";
import { GpuBlock } from "../render/gpuBlock.ts";
import { phantom, shownAs } from "../testing/phantom.ts";
import { coverageOf } from "../voxels/coverage.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { hatchesOf, legendOf } from "./hatches.ts";
import { type Scene, sceneOf } from "./scene.ts";

const SHAPE: Zyx = [8, 10, 12];

interface Look {
  readonly inside?: string;
  /** Of each channel. */
  readonly missing?: readonly (string | null)[];
  readonly cursor?: Zyx;
  readonly viewMode?: ViewMode;
  readonly slab?: Slab;
  readonly hidden?: string;
}

function scene({ inside = "0,8,0,10,0,12", missing = [null], ...look }: Look): Scene {
  const channels = missing.map((parts, i) => ({
    ...phantom(`c${i}`, "uint16", SHAPE),
    coverage: coverageOf(inside, parts),
  }));
  const block = new GpuBlock({ key: "k", label: "point_a", focus: null });
  block.setVolumes(null, channels);
  return sceneOf({
    block,
    display: {
      channels: channels.map(({ key }, i) => ({
        ...shownAs(key, i === 0 ? "#00ff00" : "#ff00ff", [0, 4000]),
        visible: key !== look.hidden,
      })),
      viewMode: look.viewMode ?? "slice",
      projection: "mip",
      smooth: false,
      isoThreshold: 0.5,
      slab: look.slab ?? "none",
      slabThickness: look.slab === undefined ? 1 : 3,
      showFocus: true,
      channelStrip: false,
    },
    camera: cameraOn(block.shape),
    cursor: look.cursor ?? [4, 5, 6],
    // Ten pixels a voxel in the slice view.
    width: 120,
    height: 100,
    split: null,
    maximized: null,
  });
}

/** Of each pane: what is hatched, as [x, y, width, height] in voxels of a picture that fills the pane. */
function hatched(made: Scene, means: "outside" | "missing"): number[][] {
  const [view] = made.panes;
  if (view?.kind !== "slice") throw new Error("no slice");
  const [unit] = view.paneCamera.scale;
  return hatchesOf(made, view)
    .filter((hatch) => hatch.means === means)
    .map(({ rect }) => [rect.x, rect.y, rect.width, rect.height].map((n) => Math.round(n / unit)));
}

test("Hatches_WholeBoxInside_AreNone", () => {
  expect(hatched(scene({}), "outside")).toEqual([]);
  expect(hatched(scene({}), "missing")).toEqual([]);
});

test("Hatches_BoxOverACorner_CoverWhatLiesOutside", () => {
  // Above: y 0 to 5 in full width; left: x 0 to 6 below it.
  expect(hatched(scene({ inside: "4,8,5,10,6,12" }), "outside")).toEqual([
    [0, 0, 12, 5],
    [0, 5, 6, 5],
  ]);
});

test("Hatches_SliceOutside_CoverAllOfIt", () => {
  expect(hatched(scene({ inside: "4,8,5,10,6,12", cursor: [3, 5, 6] }), "outside")).toEqual([
    [0, 0, 12, 10],
  ]);
  expect(hatched(scene({ inside: "0,0,0,0,0,0" }), "outside")).toEqual([[0, 0, 12, 10]]);
});

test("Hatches_SlabThatReachesIn_LeavesOutWhatItShows", () => {
  const reaching = scene({ inside: "4,8,0,10,0,12", cursor: [3, 5, 6], slab: "max" });
  expect(hatched(reaching, "outside")).toEqual([]);
  const away = scene({ inside: "4,8,0,10,0,12", cursor: [2, 5, 6], slab: "max" });
  expect(hatched(away, "outside")).toEqual([[0, 0, 12, 10]]);
});

test("Hatches_MissingPart_IsOnItsSlicesOnly", () => {
  const missing = ["0.1 4,6,2,5,1,4"];
  expect(hatched(scene({ missing }), "missing")).toEqual([[1, 2, 3, 3]]);
  expect(hatched(scene({ missing, cursor: [6, 5, 6] }), "missing")).toEqual([]);
});

test("Hatches_MissingPart_HasTheColourOfItsChannelOrWhiteWhereSeveralMissIt", () => {
  const part = "0.1 4,6,2,5,1,4";
  const colors = (look: Look): string[] => {
    const made = scene(look);
    const [view] = made.panes;
    return view?.kind === "slice"
      ? hatchesOf(made, view).map(({ color }) => color.slice(0, 7))
      : [];
  };
  expect(colors({ missing: [part, null] })).toEqual(["#00ff00"]);
  expect(colors({ missing: [part, part] })).toEqual(["#ffffff"]);
  expect(colors({ missing: [part, part], hidden: "c0" })).toEqual(["#ff00ff"]);
  expect(colors({ missing: [part, null], hidden: "c0" })).toEqual([]);
});

test("Hatches_QuadView_AreInEachPlane", () => {
  const made = scene({ inside: "0,8,0,10,6,12", viewMode: "quad" });
  const counts = made.panes.map((view) =>
    view.kind === "slice" ? hatchesOf(made, view).length : null,
  );
  // zy at x = 6 lies inside; xy and xz are cut by the edge.
  expect(made.panes.map((view) => view.pane.plane)).toEqual(["xy", "zy", "xz", null]);
  expect(counts).toEqual([1, 0, 1, null]);
});

test("Legend_SaysWhatTheHatchingMeans", () => {
  const made = scene({ inside: "4,8,5,10,6,12", missing: ["0.1 4,6,6,9,6,9"] });
  const [view] = made.panes;
  const hatches = view?.kind === "slice" ? hatchesOf(made, view) : [];
  const texts = (width: number): string[] =>
    legendOf(hatches, { x: 0, y: 0, width, height: 300 }).flatMap((shape) =>
      shape.kind === "text" ? [shape.text] : [],
    );
  expect(texts(600)).toEqual([
    "outside of the volume",
    "never written, or nothing but the fill value",
  ]);
  expect(texts(120)).toEqual([]);
  expect(legendOf([], { x: 0, y: 0, width: 600, height: 300 })).toEqual([]);
});
