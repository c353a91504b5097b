import { expect, it } from "vitest";
import { keysOf, ThumbnailSource, thumbnailOf } from "./thumbnailSource.ts";

interface Asked {
  readonly url: string;
  readonly signal: AbortSignal;
  answer(bytes: ArrayBuffer | number): void;
}

function bytesOf(channels: readonly object[], planes: readonly number[]): ArrayBuffer {
  const header = new TextEncoder().encode(JSON.stringify({ z: 3, channels }));
  const start = Math.ceil((4 + header.length) / 8) * 8;
  const bytes = new ArrayBuffer(start + planes.length * 2);
  new DataView(bytes).setUint32(0, header.length, true);
  new Uint8Array(bytes).set(header, 4);
  new Uint16Array(bytes, start).set(planes);
  return bytes;
}

const readable = {
  channel: { name: "488", file: "a.tif", shape: [1, 1, 4], type: "uint16", failure: null },
  version: "9-1",
  offset: 0,
};
const broken = {
  channel: {
    name: "488",
    file: "b.tif",
    shape: null,
    type: null,
    failure: { kind: "corrupt", message: "cut short" },
  },
  version: "3-1",
  offset: null,
};

function rig() {
  const asked: Asked[] = [];
  const arrived: string[] = [];
  const source = new ThumbnailSource(
    (id) => arrived.push(id),
    (url, init) =>
      new Promise((resolve, reject) => {
        const signal = init?.signal as AbortSignal;
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        asked.push({
          url: String(url),
          signal,
          answer: (bytes) =>
            resolve(
              typeof bytes === "number"
                ? new Response(null, { status: bytes })
                : new Response(bytes),
            ),
        });
      }),
  );
  source.open("configured", "maximum");
  return { asked, arrived, source };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const ids = Array.from({ length: 9 }, (_, i) => `tile 1/block_${i}`);

it("Asks for a few at once, in order, and for those on screen only", async () => {
  const { asked, arrived, source } = rig();
  source.want(ids);
  expect(asked.map(({ url }) => url)).toEqual(
    ids
      .slice(0, 5)
      .map((id) => `/api/thumbnails/tile%201/${id.slice(7)}?root=configured&kind=maximum`),
  );
  asked[1]?.answer(bytesOf([readable], [1, 2, 3, 4]));
  await settled();
  expect(arrived).toEqual([ids[1]]);
  expect(asked.length).toBe(6);
  source.want(ids.slice(7));
  expect(asked.filter(({ signal }) => signal.aborted).length).toBe(5);
  expect(asked.length).toBe(8);
});

it("Knows what a thumbnail on screen was made from, and forgets it with the folder", async () => {
  const { asked, source } = rig();
  source.want([ids[0] as string, ids[1] as string]);
  asked[0]?.answer(bytesOf([readable, broken], [1, 2, 3, 4]));
  asked[1]?.answer(503);
  await settled();
  expect(source.seen(ids[0] as string)).toEqual([
    { index: 0, file: "a.tif", version: "9-1", failure: null, isOutage: false },
    { index: 1, file: "b.tif", version: null, failure: "cut short", isOutage: false },
  ]);
  expect(source.seen(ids[1] as string)).toBeNull();
  expect(source.state(ids[1] as string)).toContain("503");
  expect(source.open("configured", "maximum")).toBe(false);
  expect(source.open("configured", "slice")).toBe(true);
  expect(source.seen(ids[0] as string)).toBeNull();
  expect(source.state(ids[0] as string)).toBeNull();
});

it("Asks again for what was dropped or could not be had", async () => {
  const { asked, source } = rig();
  const id = ids[0] as string;
  source.want([id]);
  asked[0]?.answer(500);
  await settled();
  source.want([id]);
  expect(asked.length).toBe(1);
  source.forgetFailures();
  source.want([id]);
  asked[1]?.answer(bytesOf([readable], [1, 2, 3, 4]));
  await settled();
  source.drop(id);
  expect([asked.length, source.seen(id)]).toEqual([3, null]);
});

it("A block without a readable channel says why", () => {
  expect(thumbnailOf(bytesOf([broken], []))).toBe("cut short");
  expect(thumbnailOf(bytesOf([], []))).toBe("It has no channels");
});

it("Channels of one name have keys of their own", () => {
  expect(keysOf(["488", "561", "488", "488"])).toEqual(["488", "561", "488 (2)", "488 (3)"]);
});
