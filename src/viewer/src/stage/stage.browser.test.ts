import { afterEach, beforeEach, expect, test } from "vitest";
import { channels, display, StageRig } from "../testing/stageRig.ts";

let rig: StageRig;

beforeEach(() => {
  rig = new StageRig();
});

afterEach(() => rig.dispose());

test("Stage_WhileNothingIsShown_NamesWhatLoads", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(null, "block_0007");
  rig.stage.drawNow();
  expect(rig.canvas.dataset.blockId).toBe("");
  expect(rig.canvas.dataset.complete).toBe("false");
  expect(rig.host.querySelector("[data-testid=viewer-loading]")?.textContent).toBe("block_0007");
  rig.stage.show(null, "block_0008");
  expect(rig.stage.isHoldingStaleFrame).toBe(false);
});

const loadingText = () => rig.host.querySelector("[data-testid=viewer-loading]")?.textContent;

test("Stage_ShowingNothingMore_CountsAsUnpaintedAtOnceAndGoesAMomentLater", async () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  const frame = rig.canvas.dataset.frame;
  rig.stage.show(null, "block_0007");
  expect(rig.canvas.dataset).toMatchObject({ blockId: "", complete: "false", frame });
  expect(rig.paintings.at(-1)).toBe("");
  expect(rig.stage.isHoldingStaleFrame).toBe(true);
  expect(loadingText()).toBe("");
  await expect.poll(loadingText).toBe("block_0007");
  expect(rig.stage.isHoldingStaleFrame).toBe(false);
  expect(rig.canvas.dataset).toMatchObject({ blockId: "", complete: "false" });
  expect(Number(rig.canvas.dataset.frame)).toBe(Number(frame) + 1);
});

test("Stage_NextBlockWithinTheMoment_FollowsWithoutAnEmptyFrame", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  const frame = Number(rig.canvas.dataset.frame);
  rig.stage.setDisplay({ ...display, showFocus: false });
  rig.stage.show(null, "block_0002");
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open("block_0002", 3), "");
  rig.stage.drawNow();
  expect(rig.canvas.dataset).toMatchObject({ blockId: "block_0002", frame: String(frame + 1) });
  expect(loadingText()).toBe("");
});

test("Stage_FramePendingWhenTheLastIsHeld_IsNotDrawn", async () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  const frame = rig.canvas.dataset.frame;
  let isStill: boolean | null = null;
  rig.stage.setDisplay({ ...display, showFocus: false });
  requestAnimationFrame(() => {
    isStill = rig.canvas.dataset.frame === frame || !rig.stage.isHoldingStaleFrame;
  });
  rig.stage.show(null, "block_0002");
  expect(rig.stage.isHoldingStaleFrame).toBe(true);
  await expect.poll(() => isStill).toBe(true);
});

test("Stage_ContextLostWhileTheFrameIsHeld_StillTellsThatItEnds", async () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  rig.canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  await expect.poll(() => rig.canvas.dataset.blockId).toBe("");
  rig.paintings.length = 0;
  rig.stage.drawNow();
  expect(rig.paintings).toEqual([""]);
});

test("Stage_ReleasedWhileTheFrameIsHeld_IsNotPaintedAgain", () => {
  rig.stage.setDisplay(display);
  const first = rig.open();
  rig.stage.show(first, "");
  rig.stage.drawNow();
  rig.stage.show(null, "block_0002");
  rig.stage.release(first);
  rig.stage.drawNow();
  expect(rig.canvas.dataset.blockId).toBe("");
  expect(loadingText()).toBe("block_0002");
});

test("Stage_Shown_TellsBlockSliceAndFrameInTheTickOfTheDraw", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.setSlice(7);
  rig.stage.drawNow();
  const before = Number(rig.canvas.dataset.frame);
  expect(rig.canvas.dataset).toMatchObject({ blockId: "block_0001", slice: "7", complete: "true" });
  rig.stage.setSlice(99);
  rig.stage.drawNow();
  expect(rig.canvas.dataset.slice).toBe("19");
  expect(Number(rig.canvas.dataset.frame)).toBe(before + 1);
});

test("Stage_ContextLost_ComesBackWithTheSamePicture", async () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  const neighbour = rig.open("block_0002", 4);
  await expect.poll(() => neighbour.uploaded).toBe(true);
  const picture = rig.pixels();
  const lose = rig.canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context");
  const lost = new Promise((resolve) => rig.canvas.addEventListener("webglcontextlost", resolve));
  lose?.loseContext();
  await lost;
  // The event's own task has to end before the context may come back.
  await new Promise(requestAnimationFrame);
  rig.stage.setSlice(0);
  const restored = new Promise((resolve) =>
    rig.canvas.addEventListener("webglcontextrestored", resolve),
  );
  lose?.restoreContext();
  await restored;
  expect(rig.pixels()).toBe(picture);
  expect(neighbour.uploaded).toBe(false);
  await expect.poll(() => neighbour.uploaded).toBe(true);
});

test("Stage_VolumeView_RefinesToFullResolution", async () => {
  rig.stage.setDisplay({ ...display, viewMode: "volume" });
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  expect(rig.canvas.dataset.refined).toBe("false");
  await expect.poll(() => rig.canvas.dataset.refined).toBe("true");
});

test("Stage_ChannelStrip_ShowsEachChannelInGrey", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  const merge = rig.pixels();
  rig.stage.setDisplay({ ...display, channelStrip: true });
  expect(rig.pixels()).not.toBe(merge);
});

test("Stage_Screenshot_IsAPngOfTheStagesSize", async () => {
  rig.stage.setDisplay({ ...display, viewMode: "quad" });
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  const picture = await createImageBitmap(await rig.stage.screenshot());
  expect([picture.width, picture.height]).toEqual([rig.canvas.width, rig.canvas.height]);
});

test("Stage_CentredWhileHidden_LooksAsIfItHadBeenInView", async () => {
  const resized = (): Promise<void> =>
    new Promise((done) => {
      const watch = new ResizeObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => done());
      });
      watch.observe(rig.host);
    });
  rig.stage.setDisplay(display);
  await resized();
  rig.stage.show(rig.open(), "");
  rig.stage.center([4, 5, 6]);
  const inView = rig.pixels();
  rig.stage.show(null, "");
  rig.stage.resetView();
  rig.host.style.display = "none";
  await resized();

  rig.stage.show(rig.open("block_0002"), "");
  rig.stage.center([4, 5, 6]);
  rig.stage.drawNow();
  rig.host.style.display = "block";
  await resized();

  await expect.poll(() => rig.pixels() === inView).toBe(true);
});

for (const mode of ["slice", "quad", "volume"] as const) {
  test(`Stage_OneSliceAndCoarseVoxels_ShowsIn_${mode}`, () => {
    const thin = channels(2, [1, 30, 40]).map((c) => ({
      ...c,
      voxelSizeUm: [1, 0.2, 0.2] as const,
    }));
    rig.stage.setDisplay({
      ...display,
      viewMode: mode,
      channels: display.channels.map((c) => ({ ...c, limits: [100, 400] })),
    });
    rig.stage.show(rig.stage.prepare({ key: "t", label: "thin", focus: null }, thin), "");
    rig.stage.drawNow();
    const block = new Set(rig.pixels().split(","));
    expect(block.size).toBeGreaterThan(10);
  });
}
