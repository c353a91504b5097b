import { afterEach, beforeEach, expect, test } from "vitest";
import { blockRef, FakeServer } from "../testing/fakes.ts";
import { shownAs } from "../testing/phantom.ts";
import { ContextView } from "./contextView.ts";

const host = document.createElement("div");
const display = [shownAs("488", "#00ff00", [0, 100])];
let server: FakeServer;
let view: ContextView;
let toggles: number;

beforeEach(() => {
  host.style.cssText = "position:relative;width:400px;height:400px";
  document.body.append(host);
  server = new FakeServer();
  toggles = 0;
  view = new ContextView(host, () => toggles++, server.fetch);
});

afterEach(() => {
  view.dispose();
  host.remove();
});

/** A plane of 8 x 8 voxels, bright on its left half; the box is 2 x 2 in the middle. */
function answer(failure: string | null = null): Response {
  const channel = {
    name: "488",
    file: "488.zarr",
    shape: [1, 8, 8],
    type: "uint8",
    codec: "none",
    storedType: "uint8",
    voxelSizeUm: null,
    notice: null,
    failure: failure === null ? null : { kind: "corrupt", message: failure },
  };
  const header = {
    z: 3,
    context: { level: 1, zoom: 4, box: [3, 5, 3, 5] },
    channels: [{ channel, version: "1-2", offset: 0, inside: "0,1,0,8,0,8" }],
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = Math.ceil((4 + text.length) / 8) * 8;
  const bytes = new Uint8Array(begin + 64);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  for (let i = 0; i < 64; i++) bytes[begin + i] = i % 8 < 4 ? 100 : 0;
  return new Response(bytes);
}

function root(): HTMLElement {
  const found = host.querySelector<HTMLElement>("[data-testid=context-view]");
  if (found === null) throw new Error("no view");
  return found;
}

function words(): string {
  return root().querySelector("[data-testid=context-words]")?.textContent ?? "";
}

/** Of the canvas at a share of its width and height. */
function colorAt(x: number, y: number): number[] {
  const canvas = root().querySelector("canvas");
  const context = canvas?.getContext("2d");
  if (canvas === null || context === null || context === undefined) throw new Error("no canvas");
  const [px, py] = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
  return [...context.getImageData(px, py, 1, 1).data];
}

test("ContextView_Closed_AsksForNothing", () => {
  view.update(blockRef(1), display);

  expect(view.isOpen).toBe(false);
  expect(server.asked).toEqual([]);
});

test("ContextView_Opened_ShowsThePlaneWithTheBoxOutlined", async () => {
  view.update(blockRef(1), display);
  view.toggle();

  expect([view.isOpen, toggles, words()]).toEqual([true, 1, "Loading…"]);
  expect(server.asked.map(({ url }) => url)).toEqual([
    "http://server/api/context/block_0001?zoom=8",
  ]);
  server.asked[0]?.answer(answer());
  await expect.poll(() => root().dataset.blockId).toBe("block_0001");

  expect(words()).toBe("4 boxes wide · level 1");
  expect(colorAt(0.1, 0.1)).toEqual([0, 255, 0, 255]);
  expect(colorAt(0.9, 0.1)).toEqual([0, 0, 0, 255]);
  expect(colorAt(3 / 8, 0.5)).toEqual([255, 213, 74, 255]);
});

test("ContextView_AnotherBlock_GivesUpWhatWasUnderWayAndShowsNothingOfIt", async () => {
  view.update(blockRef(1), display);
  view.toggle();
  view.update(blockRef(2), display);

  expect(server.asked[0]?.signal?.aborted).toBe(true);
  server.asked[0]?.answer(answer());
  expect(root().dataset.blockId).toBe("");
  server.asked[1]?.answer(answer());
  await expect.poll(() => root().dataset.blockId).toBe("block_0002");
  view.update(blockRef(3), display);
  expect([root().dataset.blockId, root().querySelector("canvas")?.hidden]).toEqual(["", true]);
});

test("ContextView_OtherColours_AreDrawnWithoutAskingAgain", async () => {
  view.update(blockRef(1), display);
  view.toggle();
  server.asked[0]?.answer(answer());
  await expect.poll(() => root().dataset.blockId).toBe("block_0001");

  view.update(blockRef(1), [shownAs("488", "#ff0000", [0, 100])]);

  expect(server.asked.length).toBe(1);
  expect(colorAt(0.1, 0.1)).toEqual([255, 0, 0, 255]);
});

test("ContextView_BlockOfFiles_SaysWhyThereIsNothing", async () => {
  view.update(blockRef(1), display);
  view.toggle();
  const detail = "Nothing is known of what lies around this block: it is a folder of files.";
  server.asked[0]?.answer(new Response(JSON.stringify({ detail }), { status: 404 }));

  await expect.poll(words).toBe(detail);
});
