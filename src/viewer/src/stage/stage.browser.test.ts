import { afterEach, beforeEach, expect, test } from "vitest";
import { phantom, shownAs } from "../testing/phantom.ts";
import { StageDriver } from "../testing/stageDriver.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import { createStage } from "./stage.ts";
import type { StageBlock, StageDisplay } from "./stageContract.ts";

const SHAPE: Zyx = [20, 30, 40];
let host: HTMLElement;
let stage: StageDriver;
let cursors: Zyx[];
let paintings: string[];
let contrasts: (readonly [dx: number, dy: number, phase: string])[];

beforeEach(() => {
  host = document.createElement("div");
  host.style.cssText = "position:relative;width:400px;height:300px";
  document.body.append(host);
  cursors = [];
  paintings = [];
  contrasts = [];
  const made = createStage(host, {
    onCursor: (c) => cursors.push(c),
    onPainted: (_frame, blockKey) => paintings.push(blockKey),
    onContrast: (...drag) => contrasts.push(drag),
  });
  if (made === null) throw new Error("no WebGL2");
  stage = new StageDriver(made);
});

afterEach(() => {
  stage.dispose();
  host.remove();
});

const display: StageDisplay = {
  channels: [shownAs("a", "#00ff00", [100, 3000]), shownAs("b", "#ff00ff", [100, 3000])],
  viewMode: "slice",
  projection: "mip",
  smooth: false,
  isoThreshold: 0.5,
  slab: "none",
  slabThickness: 1,
  showFocus: true,
  channelStrip: false,
};

function channels(seed = 1, shape = SHAPE): LoadedChannel[] {
  return [phantom("a", "uint16", shape, seed), phantom("b", "uint16", shape, seed + 1)];
}

function open(id = "block_0001", seed = 1, shape = SHAPE): StageBlock {
  return stage.prepare({ key: `root ${id}`, label: id, focus: [4, 5, 6] }, channels(seed, shape));
}

function canvas(): HTMLCanvasElement {
  const found = host.querySelector<HTMLCanvasElement>("[data-testid=viewer-canvas]");
  if (found === null) throw new Error("no canvas");
  return found;
}

/** The picture on the canvas now; drawn in the same task, before the browser may clear it. */
function pixels(): string {
  stage.drawNow();
  const copy = document.createElement("canvas");
  copy.width = canvas().width;
  copy.height = canvas().height;
  const context = copy.getContext("2d");
  context?.drawImage(canvas(), 0, 0);
  return [...(context?.getImageData(0, 0, copy.width, copy.height).data ?? [])].join();
}

function point(type: string, x: number, y: number, more: PointerEventInit = {}): void {
  const box = canvas().getBoundingClientRect();
  const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true, pointerId: 1, ...more };
  canvas().dispatchEvent(new PointerEvent(type, at));
}

test("Stage_WhileNothingIsShown_NamesWhatLoads", () => {
  stage.setDisplay(display);
  stage.show(null, "block_0007");
  stage.drawNow();
  expect(canvas().dataset.blockId).toBe("");
  expect(canvas().dataset.complete).toBe("false");
  expect(host.querySelector("[data-testid=viewer-loading]")?.textContent).toBe("block_0007");
  stage.show(null, "block_0008");
  expect(stage.isHoldingStaleFrame).toBe(false);
});

const loadingText = () => host.querySelector("[data-testid=viewer-loading]")?.textContent;

test("Stage_ShowingNothingMore_CountsAsUnpaintedAtOnceAndGoesAMomentLater", async () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  const frame = canvas().dataset.frame;
  stage.show(null, "block_0007");
  expect(canvas().dataset).toMatchObject({ blockId: "", complete: "false", frame });
  expect(paintings.at(-1)).toBe("");
  expect(stage.isHoldingStaleFrame).toBe(true);
  expect(loadingText()).toBe("");
  await expect.poll(loadingText).toBe("block_0007");
  expect(stage.isHoldingStaleFrame).toBe(false);
  expect(canvas().dataset).toMatchObject({ blockId: "", complete: "false" });
  expect(Number(canvas().dataset.frame)).toBe(Number(frame) + 1);
});

test("Stage_NextBlockWithinTheMoment_FollowsWithoutAnEmptyFrame", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  const frame = Number(canvas().dataset.frame);
  stage.setDisplay({ ...display, showFocus: false });
  stage.show(null, "block_0002");
  stage.setDisplay(display);
  stage.show(open("block_0002", 3), "");
  stage.drawNow();
  expect(canvas().dataset).toMatchObject({ blockId: "block_0002", frame: String(frame + 1) });
  expect(loadingText()).toBe("");
});

test("Readout_UnderAPointerAtRest_FollowsSliceAndBlock", () => {
  const readout = () => host.querySelector("[data-testid=readout]")?.textContent ?? "";
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.setSlice(7);
  stage.drawNow();
  point("pointermove", 200, 150);
  const before = readout();
  expect(before).toMatch(/^z 7 /);
  stage.setSlice(8);
  stage.drawNow();
  expect(readout()).toMatch(/^z 8 /);
  stage.setSlice(7);
  stage.show(open("block_0002", 3), "");
  stage.drawNow();
  expect(readout()).toMatch(/^z 7 /);
  expect(readout()).not.toBe(before);
});

test("Stage_FramePendingWhenTheLastIsHeld_IsNotDrawn", async () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  const frame = canvas().dataset.frame;
  let isStill: boolean | null = null;
  stage.setDisplay({ ...display, showFocus: false });
  requestAnimationFrame(() => {
    isStill = canvas().dataset.frame === frame || !stage.isHoldingStaleFrame;
  });
  stage.show(null, "block_0002");
  expect(stage.isHoldingStaleFrame).toBe(true);
  await expect.poll(() => isStill).toBe(true);
});

test("Stage_ContextLostWhileTheFrameIsHeld_StillTellsThatItEnds", async () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  canvas().getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  await expect.poll(() => canvas().dataset.blockId).toBe("");
  paintings.length = 0;
  stage.drawNow();
  expect(paintings).toEqual([""]);
});

test("Stage_ReleasedWhileTheFrameIsHeld_IsNotPaintedAgain", () => {
  stage.setDisplay(display);
  const first = open();
  stage.show(first, "");
  stage.drawNow();
  stage.show(null, "block_0002");
  stage.release(first);
  stage.drawNow();
  expect(canvas().dataset.blockId).toBe("");
  expect(loadingText()).toBe("block_0002");
});

test("Stage_Shown_TellsBlockSliceAndFrameInTheTickOfTheDraw", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.setSlice(7);
  stage.drawNow();
  const before = Number(canvas().dataset.frame);
  expect(canvas().dataset).toMatchObject({ blockId: "block_0001", slice: "7", complete: "true" });
  stage.setSlice(99);
  stage.drawNow();
  expect(canvas().dataset.slice).toBe("19");
  expect(Number(canvas().dataset.frame)).toBe(before + 1);
});

test("Stage_SwitchedToAPreparedBlock_PaintsItAtOnce", () => {
  stage.setDisplay(display);
  const first = open("block_0001", 1);
  const second = open("block_0002", 5);
  stage.show(first, "");
  const picture = pixels();
  stage.show(second, "");
  expect(pixels()).not.toBe(picture);
  stage.release(first);
  const again = open("block_0001", 1);
  stage.show(again, "");
  expect(pixels()).toBe(picture);
});

test("Stage_ContextLost_ComesBackWithTheSamePicture", async () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  const neighbour = open("block_0002", 4);
  await expect.poll(() => neighbour.uploaded).toBe(true);
  const picture = pixels();
  const lose = canvas().getContext("webgl2")?.getExtension("WEBGL_lose_context");
  const lost = new Promise((resolve) => canvas().addEventListener("webglcontextlost", resolve));
  lose?.loseContext();
  await lost;
  // The event's own task has to end before the context may come back.
  await new Promise(requestAnimationFrame);
  stage.setSlice(0);
  const restored = new Promise((resolve) =>
    canvas().addEventListener("webglcontextrestored", resolve),
  );
  lose?.restoreContext();
  await restored;
  expect(pixels()).toBe(picture);
  expect(neighbour.uploaded).toBe(false);
  await expect.poll(() => neighbour.uploaded).toBe(true);
});

test("Stage_QuadPressedInAPane_MovesTheCrossHairOfTheOthers", () => {
  stage.setDisplay({ ...display, viewMode: "quad" });
  stage.show(open(), "");
  // Left column 252 px wide, upper row 176 px high: by the shape.
  stage.center([10, 10, 10]);
  stage.drawNow();
  point("pointerdown", 126, 88);
  point("pointerup", 126, 88);
  const [, y, x] = stage.cursor;
  expect([y, x]).toEqual([15, 20]);
  expect(stage.cursor[0]).toBe(10);
  point("pointerdown", 126, 241);
  point("pointerup", 126, 241);
  expect(stage.cursor).toEqual([10, 15, 20]);
  point("pointerdown", 126, 255);
  point("pointerup", 126, 255);
  expect(stage.cursor[0]).toBeGreaterThan(10);
  expect(cursors.at(-1)).toEqual(stage.cursor);
});

test("Stage_DoubleClickInAPane_FillsTheStageWithItAndBack", () => {
  stage.setDisplay({ ...display, viewMode: "quad" });
  stage.show(open(), "");
  const quad = pixels();
  point("dblclick", 300, 70);
  const one = pixels();
  expect(one).not.toBe(quad);
  expect(host.querySelector<HTMLElement>("[data-testid=splitter-x]")?.style.display).toBe("none");
  point("dblclick", 300, 70);
  expect(pixels()).toBe(quad);
});

test("Stage_SplitterMoved_ResizesThePanes", () => {
  stage.setDisplay({ ...display, viewMode: "quad" });
  stage.show(open(), "");
  const quad = pixels();
  const bar = host.querySelector<HTMLElement>("[data-testid=splitter-x]");
  bar?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(pixels()).not.toBe(quad);
});

test("Stage_WheelWithControl_StepsSlices", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.setSlice(5);
  stage.drawNow();
  const box = canvas().getBoundingClientRect();
  const at = { clientX: box.left + 200, clientY: box.top + 150, bubbles: true, cancelable: true };
  canvas().dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: 100, ctrlKey: true }));
  expect(stage.cursor[0]).toBe(6);
  canvas().dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -100, ctrlKey: true }));
  expect(stage.cursor[0]).toBe(5);
});

test("Stage_RenderedAgainAfterThePersonMoved_StaysWhereThePersonIs", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.setSlice(5);
  const box = canvas().getBoundingClientRect();
  const at = { clientX: box.left + 200, clientY: box.top + 150, bubbles: true, cancelable: true };
  canvas().dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: 100, ctrlKey: true }));
  stage.setDisplay({ ...display, showFocus: false });
  expect(stage.cursor[0]).toBe(6);
  stage.setSlice(5);
  expect(stage.cursor[0]).toBe(5);
});

test("Stage_HoveredAndZoomed_ReadsTheVoxelThatStaysUnderThePointer", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  const text = (): string => host.querySelector("[data-testid=readout]")?.textContent ?? "";
  point("pointermove", 120, 90);
  const before = text();
  expect(before).toMatch(/^z 0 {2}y \d+ {2}x \d+ {3}a \d+ {3}b \d+$/);
  const box = canvas().getBoundingClientRect();
  const at = { clientX: box.left + 120, clientY: box.top + 90, bubbles: true, cancelable: true };
  for (let i = 0; i < 5; i++)
    canvas().dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -120 }));
  stage.drawNow();
  point("pointermove", 120, 90);
  expect(text()).toBe(before);
});

test("Stage_VolumeView_RefinesToFullResolution", async () => {
  stage.setDisplay({ ...display, viewMode: "volume" });
  stage.show(open(), "");
  stage.drawNow();
  expect(canvas().dataset.refined).toBe("false");
  await expect.poll(() => canvas().dataset.refined).toBe("true");
});

test("Stage_ChannelStrip_ShowsEachChannelInGrey", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  const merge = pixels();
  stage.setDisplay({ ...display, channelStrip: true });
  expect(pixels()).not.toBe(merge);
});

test("Stage_Screenshot_IsAPngOfTheStagesSize", async () => {
  stage.setDisplay({ ...display, viewMode: "quad" });
  stage.show(open(), "");
  stage.drawNow();
  const picture = await createImageBitmap(await stage.screenshot());
  expect([picture.width, picture.height]).toEqual([canvas().width, canvas().height]);
});

test("Stage_Centred_ShowsTheWholePictureAtZoomOneAndTheFocusWhenZoomedIn", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  const whole = pixels();
  stage.center([0, 3, 4]);
  expect(pixels()).toBe(whole);
  expect(stage.cursor).toEqual([0, 3, 4]);
});

test("Stage_PlanesThenVolume_KeepsThePictureAndThenSteps", () => {
  const whole = channels();
  const plane = (c: LoadedChannel): LoadedPlane => ({
    ...c,
    data: c.data.slice(9 * 1200, 10 * 1200),
    z: 9,
  });
  stage.setDisplay(display);
  const block = stage.prepare({ key: "k", label: "block_0003", focus: null }, []);
  stage.setPlanes(block, whole.map(plane));
  stage.show(block, "");
  stage.setSlice(9);
  const first = pixels();
  expect(canvas().dataset).toMatchObject({ blockId: "block_0003", complete: "false", slice: "9" });
  stage.setVolumes(block, whole);
  expect(pixels()).toBe(first);
  expect(canvas().dataset.complete).toBe("true");
  stage.setSlice(10);
  const next = pixels();
  expect(next).not.toBe(first);
  stage.setSlice(9);
  expect(pixels()).toBe(first);
});

test("Stage_SliceShownBeforeTheUpload_DoesNotWaitForIt", async () => {
  stage.setDisplay(display);
  const block = open();
  stage.show(block, "");
  stage.setSlice(9);
  const nine = pixels();
  stage.setSlice(10);
  const ten = pixels();
  expect(ten).not.toBe(nine);
  expect(block.uploaded).toBe(false);
  await expect.poll(() => block.uploaded).toBe(true);
  expect(pixels()).toBe(ten);
  stage.setSlice(9);
  expect(pixels()).toBe(nine);
});

test("Stage_VolumeShownBeforeTheUpload_IsUploadedFirst", () => {
  stage.setDisplay({ ...display, viewMode: "quad" });
  const block = open();
  stage.show(block, "");
  stage.drawNow();
  expect(block.uploaded).toBe(true);
});

test("Stage_BlockThatIsNotReady_HasNoTexturesUntilItIs", async () => {
  const gl = canvas().getContext("webgl2");
  if (gl === null) throw new Error("no context");
  const depths: number[] = [];
  const store = gl.texStorage3D.bind(gl);
  gl.texStorage3D = (...of: Parameters<typeof store>) => {
    depths.push(of[5]);
    store(...of);
  };
  stage.setDisplay(display);
  const far = stage.prepare({ key: "far", label: "block_0009", focus: null }, []);
  stage.setReady(far, false);
  stage.setVolumes(far, channels());
  await expect.poll(() => far.counts(0)?.finite).toBe(20 * 30 * 40);
  expect(depths).toEqual([]);
  stage.setReady(far, true);
  await expect.poll(() => far.uploaded).toBe(true);
  stage.show(far, "");
  const picture = pixels();
  stage.show(null, "");
  stage.setReady(far, false);
  expect(far.uploaded).toBe(false);
  open("block_0002", 4);
  expect(depths).toEqual([20]);
  stage.show(far, "");
  expect(pixels()).toBe(picture);
});

test("Stage_FlippedThroughManyBlocks_ReusesItsTextures", () => {
  stage.setDisplay(display);
  const gl = canvas().getContext("webgl2");
  if (gl === null) throw new Error("no context");
  let made = 0;
  const create = gl.createTexture.bind(gl);
  gl.createTexture = () => {
    made++;
    return create();
  };
  const voxels = channels(3, [8, 16, 16]);
  let shown: StageBlock | null = null;
  for (let i = 0; i < 1000; i++) {
    const next = stage.prepare({ key: `k${i}`, label: `block_${i}`, focus: null }, voxels);
    stage.show(next, "");
    if (i % 20 === 0) stage.drawNow();
    if (shown !== null) stage.release(shown);
    shown = next;
  }
  expect(made).toBeLessThanOrEqual(3);
});

test("Stage_CentredWhileHidden_LooksAsIfItHadBeenInView", async () => {
  const resized = (): Promise<void> =>
    new Promise((done) => {
      const watch = new ResizeObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => done());
      });
      watch.observe(host);
    });
  stage.setDisplay(display);
  await resized();
  stage.show(open(), "");
  stage.center([4, 5, 6]);
  const inView = pixels();
  stage.show(null, "");
  stage.resetView();
  host.style.display = "none";
  await resized();

  stage.show(open("block_0002"), "");
  stage.center([4, 5, 6]);
  stage.drawNow();
  host.style.display = "block";
  await resized();

  await expect.poll(() => pixels() === inView).toBe(true);
});

for (const mode of ["slice", "volume"] as const) {
  test(`RightDrag_In_${mode}_IsForContrast_AndMovesNothing`, () => {
    stage.setDisplay({ ...display, viewMode: mode });
    stage.show(open(), "");
    const before = pixels();
    point("pointerdown", 126, 88, { button: 2 });
    point("pointermove", 146, 78);
    point("pointermove", 156, 98);
    point("pointerup", 156, 98, { button: 2 });
    point("pointermove", 190, 98);
    expect(contrasts).toEqual([
      [0, 0, "begin"],
      [20, -10, "move"],
      [30, 10, "move"],
      [30, 10, "end"],
    ]);
    expect(cursors).toEqual([]);
    expect(pixels()).toBe(before);
  });
}

test("Measure_DragOnASlice_DrawsALineWithItsProfile_UntilTheBlockChangesOrItEnds", () => {
  const chart = () => host.querySelector<HTMLElement>("[data-testid=line-profile]");
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.setSlice(7);
  stage.drawNow();
  expect(chart()?.hidden).toBe(true);
  expect(stage.toggleMeasuring()).toBe(true);
  const before = pixels();
  point("pointerdown", 150, 150, { button: 0 });
  point("pointermove", 250, 150);
  point("pointerup", 250, 150);
  // The picture is fitted with a margin, 30 voxels in 0.98 * 300 px: 100 px are 10.2 voxels.
  expect(pixels()).toBe(before);
  expect(chart()?.hidden).toBe(false);
  expect(chart()?.textContent).toMatch(/^10\.2 voxels · \d+ to \d+$/);
  expect(chart()?.dataset.samples).toBe("12");
  expect(cursors).toEqual([]);
  stage.show(open("block_0002", 3), "");
  stage.drawNow();
  expect(chart()?.hidden).toBe(true);
  point("pointerdown", 150, 150, { button: 0 });
  point("pointermove", 150, 200);
  point("pointerup", 150, 200);
  stage.drawNow();
  expect(chart()?.textContent).toMatch(/^5\.1 voxels/);
  expect(stage.toggleMeasuring()).toBe(false);
  stage.drawNow();
  expect(chart()?.hidden).toBe(true);
});

test("RightDrag_ThePointerIsTakenAway_Ends", () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  stage.drawNow();
  point("pointerdown", 126, 88, { button: 2 });
  point("pointermove", 136, 88);
  point("pointercancel", 136, 88);
  expect(contrasts.at(-1)).toEqual([10, 0, "end"]);
});

test("Stage_VolumeThatTheGpuCannotHold_IsRefusedByName", () => {
  const huge: LoadedChannel = {
    key: "488",
    type: "uint8",
    shape: [1, 1, 1 << 20],
    data: new Uint8Array(0),
    voxelSizeUm: null,
  };
  const prepare = (): StageBlock => stage.prepare({ key: "h", label: "huge", focus: null }, [huge]);
  expect(prepare).toThrow(/488 is 1 x 1 x 1048576 voxels/);
  expect(prepare).toThrow(RangeError);
});

test("Stage_PreparedNeighbour_IsUploadedAndCountedInIdleMoments", async () => {
  stage.setDisplay(display);
  stage.show(open(), "");
  const neighbour = open("block_0002", 4);
  expect(neighbour.uploaded).toBe(false);
  await expect.poll(() => neighbour.uploaded).toBe(true);
  expect(neighbour.counts(0)?.finite).toBe(20 * 30 * 40);
});

for (const mode of ["slice", "quad", "volume"] as const) {
  test(`Stage_OneSliceAndCoarseVoxels_ShowsIn_${mode}`, () => {
    const thin = channels(2, [1, 30, 40]).map((c) => ({
      ...c,
      voxelSizeUm: [1, 0.2, 0.2] as const,
    }));
    stage.setDisplay({
      ...display,
      viewMode: mode,
      channels: display.channels.map((c) => ({ ...c, limits: [100, 400] })),
    });
    stage.show(stage.prepare({ key: "t", label: "thin", focus: null }, thin), "");
    stage.drawNow();
    const block = new Set(pixels().split(","));
    expect(block.size).toBeGreaterThan(10);
  });
}
