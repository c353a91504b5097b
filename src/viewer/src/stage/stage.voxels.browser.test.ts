import { afterEach, beforeEach, expect, test } from "vitest";
import { channels, display, StageRig } from "../testing/stageRig.ts";
import type { LoadedChannel, LoadedPlane } from "../voxels/voxelType.ts";
import type { StageBlock } from "./stageContract.ts";

let rig: StageRig;

beforeEach(() => {
  rig = new StageRig();
});

afterEach(() => rig.dispose());

test("Stage_SwitchedToAPreparedBlock_PaintsItAtOnce", () => {
  rig.stage.setDisplay(display);
  const first = rig.open("block_0001", 1);
  const second = rig.open("block_0002", 5);
  rig.stage.show(first, "");
  const picture = rig.pixels();
  rig.stage.show(second, "");
  expect(rig.pixels()).not.toBe(picture);
  rig.stage.release(first);
  const again = rig.open("block_0001", 1);
  rig.stage.show(again, "");
  expect(rig.pixels()).toBe(picture);
});

test("Stage_PlanesThenVolume_KeepsThePictureAndThenSteps", () => {
  const whole = channels();
  const plane = (c: LoadedChannel): LoadedPlane => ({
    ...c,
    data: c.data.slice(9 * 1200, 10 * 1200),
    z: 9,
  });
  rig.stage.setDisplay(display);
  const block = rig.stage.prepare({ key: "k", label: "block_0003", focus: null }, []);
  rig.stage.setPlanes(block, whole.map(plane));
  rig.stage.show(block, "");
  rig.stage.setSlice(9);
  const first = rig.pixels();
  expect(rig.canvas.dataset).toMatchObject({
    blockId: "block_0003",
    complete: "false",
    slice: "9",
  });
  rig.stage.setVolumes(block, whole);
  expect(rig.pixels()).toBe(first);
  expect(rig.canvas.dataset.complete).toBe("true");
  rig.stage.setSlice(10);
  const next = rig.pixels();
  expect(next).not.toBe(first);
  rig.stage.setSlice(9);
  expect(rig.pixels()).toBe(first);
});

test("Stage_SliceShownBeforeTheUpload_DoesNotWaitForIt", async () => {
  rig.stage.setDisplay(display);
  const block = rig.open();
  rig.stage.show(block, "");
  rig.stage.setSlice(9);
  const nine = rig.pixels();
  rig.stage.setSlice(10);
  const ten = rig.pixels();
  expect(ten).not.toBe(nine);
  expect(block.uploaded).toBe(false);
  await expect.poll(() => block.uploaded).toBe(true);
  expect(rig.pixels()).toBe(ten);
  rig.stage.setSlice(9);
  expect(rig.pixels()).toBe(nine);
});

test("Stage_VolumeShownBeforeTheUpload_IsUploadedFirst", () => {
  rig.stage.setDisplay({ ...display, viewMode: "quad" });
  const block = rig.open();
  rig.stage.show(block, "");
  rig.stage.drawNow();
  expect(block.uploaded).toBe(true);
});

test("Stage_BlockThatIsNotReady_HasNoTexturesUntilItIs", async () => {
  const gl = rig.canvas.getContext("webgl2");
  if (gl === null) throw new Error("no context");
  const depths: number[] = [];
  const store = gl.texStorage3D.bind(gl);
  gl.texStorage3D = (...of: Parameters<typeof store>) => {
    depths.push(of[5]);
    store(...of);
  };
  rig.stage.setDisplay(display);
  const far = rig.stage.prepare({ key: "far", label: "block_0009", focus: null }, []);
  rig.stage.setReady(far, false);
  rig.stage.setVolumes(far, channels());
  await expect.poll(() => far.counts(0)?.finite).toBe(20 * 30 * 40);
  expect(depths).toEqual([]);
  rig.stage.setReady(far, true);
  await expect.poll(() => far.uploaded).toBe(true);
  rig.stage.show(far, "");
  const picture = rig.pixels();
  rig.stage.show(null, "");
  rig.stage.setReady(far, false);
  expect(far.uploaded).toBe(false);
  rig.open("block_0002", 4);
  expect(depths).toEqual([20]);
  rig.stage.show(far, "");
  expect(rig.pixels()).toBe(picture);
});

test("Stage_FlippedThroughManyBlocks_ReusesItsTextures", () => {
  rig.stage.setDisplay(display);
  const gl = rig.canvas.getContext("webgl2");
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
    const next = rig.stage.prepare({ key: `k${i}`, label: `block_${i}`, focus: null }, voxels);
    rig.stage.show(next, "");
    if (i % 20 === 0) rig.stage.drawNow();
    if (shown !== null) rig.stage.release(shown);
    shown = next;
  }
  expect(made).toBeLessThanOrEqual(3);
});

test("Stage_VolumeThatTheGpuCannotHold_IsRefusedByName", () => {
  const huge: LoadedChannel = {
    key: "488",
    type: "uint8",
    shape: [1, 1, 1 << 20],
    data: new Uint8Array(0),
    voxelSizeUm: null,
  };
  const prepare = (): StageBlock =>
    rig.stage.prepare({ key: "h", label: "huge", focus: null }, [huge]);
  expect(prepare).toThrow(/488 is 1 x 1 x 1048576 voxels/);
  expect(prepare).toThrow(RangeError);
});

test("Stage_PreparedNeighbour_IsUploadedAndCountedInIdleMoments", async () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  const neighbour = rig.open("block_0002", 4);
  expect(neighbour.uploaded).toBe(false);
  await expect.poll(() => neighbour.uploaded).toBe(true);
  expect(neighbour.counts(0)?.finite).toBe(20 * 30 * 40);
});
