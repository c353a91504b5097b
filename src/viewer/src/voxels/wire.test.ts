import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sliceBytes } from "../testing/fakes.ts";
import { VOXEL_TYPES } from "./voxelType.ts";
import { headerOf, sliceOf, versionOf, voxelsOf } from "./wire.ts";

function headers(given: Record<string, string> = {}): Headers {
  return new Headers({ "X-Volume-Shape": "4,2,3", "X-Volume-Type": "uint16", ...given });
}

describe("headerOf", () => {
  it("Header_WithEverything_IsRead", () => {
    const header = headerOf(
      headers({
        ETag: '"8388-638000"',
        "X-Volume-Codec": "Deflate",
        "X-Volume-Stored-Type": "int32",
        "X-Voxel-Size-Um": "0.3,0.1,0.1",
        "X-Volume-Notice": "3%20of%205%20pages",
      }),
    );
    expect(header).toEqual({
      shape: [4, 2, 3],
      type: "uint16",
      version: "8388-638000",
      codec: "Deflate",
      storedType: "int32",
      voxelSizeUm: [0.3, 0.1, 0.1],
      notice: "3 of 5 pages",
    });
  });

  it("Header_OfABox_SaysWhichVoxelsAreReal", () => {
    const box = { "X-Volume-Inside": "1,4,0,2,0,3", "X-Volume-Missing": "0.5 1,4,0,1,0,3 +2" };
    expect(headerOf(headers(box)).coverage).toEqual({
      inside: { from: [1, 0, 0], to: [4, 2, 3] },
      missing: [{ from: [1, 0, 0], to: [4, 1, 3] }],
      missingShare: 0.5,
      unlisted: 2,
    });
    expect(headerOf(headers()).coverage).toBeUndefined();
  });

  it("VoxelSize_WithoutZ_KeepsThePixelSize", () => {
    expect(headerOf(headers({ "X-Voxel-Size-Um": ",0.1,0.2" })).voxelSizeUm).toEqual([
      null,
      0.1,
      0.2,
    ]);
  });

  it.each(["4,2", "4,2,0", "4,2,1.5", "a,b,c", ""])("Shape_%s_IsRefusedByName", (shape) => {
    expect(() => headerOf(headers({ "X-Volume-Shape": shape }))).toThrow(/X-Volume-Shape/);
  });

  it("Type_Unknown_IsRefusedByName", () => {
    expect(() => headerOf(headers({ "X-Volume-Type": "int8" }))).toThrow(/X-Volume-Type.*int8/);
  });
});

describe("versionOf", () => {
  it.each([
    ['"12-34"', "12-34"],
    ['W/"12-34"', "12-34"],
    ['"12-34;z=7"', "12-34"],
    [null, null],
  ])("Version_Of_%s_Is_%s", (etag, version) => {
    expect(versionOf(etag)).toBe(version);
  });
});

it("Voxels_OfBytes_AreAViewNotACopy", () => {
  const bytes = new Uint8Array([1, 2, 255, 255]).buffer;
  const voxels = voxelsOf(bytes, "uint16");
  expect([...voxels]).toEqual([513, 65535]);
  expect(voxels.buffer).toBe(bytes);
});

describe("sliceOf", () => {
  const sent = { file: "488.tif", shape: [4, 1, 3], type: "uint8", version: "17-5" } as const;

  it("Planes_OfOddLength_EachLieWhereTheHeaderSays", async () => {
    const bytes = sliceBytes(2, [
      { ...sent, plane: new Uint8Array([1, 2, 3]) },
      { ...sent, plane: null },
      { ...sent, plane: new Uint8Array([4, 5, 6]) },
    ]);
    const { z, channels } = sliceOf(await bytes.arrayBuffer());
    expect(z).toBe(2);
    expect(channels.map(({ plane }) => plane && [...plane])).toEqual([[1, 2, 3], null, [4, 5, 6]]);
    expect(channels[0]?.header).toMatchObject({ shape: [4, 1, 3], type: "uint8", version: "17-5" });
  });

  it("Failure_OfAFileThatCannotBeOpened_ComesWithoutAHeader", async () => {
    const failure = { kind: "corrupt", message: "561.tif: ends early" };
    const bytes = sliceBytes(0, [
      { file: "561.tif", shape: null, type: null, version: "1-1", plane: null, failure },
    ]);
    expect(sliceOf(await bytes.arrayBuffer()).channels).toEqual([
      { file: "561.tif", header: null, plane: null, failure },
    ]);
  });

  it.each([0, 3, 40])("Answer_ThatEndsAfter%iBytes_IsRefused", async (length) => {
    const whole = sliceBytes(2, [{ ...sent, plane: new Uint8Array([1, 2, 3]) }]);
    const cut = await whole.slice(0, length).arrayBuffer();
    expect(() => sliceOf(cut)).toThrow(RangeError);
  });

  it("Type_Unknown_IsRefused", async () => {
    const bytes = sliceBytes(0, [{ ...sent, type: "int64", plane: new Uint8Array(3) }]);
    const whole = await bytes.arrayBuffer();
    expect(() => sliceOf(whole)).toThrow(/int64/);
  });

  it("Example_OfTheDocument_IsReadAsItSays", () => {
    const example = documented(/```json\n([\s\S]*?)```/);
    const header = new TextEncoder().encode(example);
    const begin = Math.ceil((4 + header.length) / 8) * 8;
    const bytes = new Uint8Array(begin + 2 * 128 * 128);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(header, 4);
    bytes.set([1, 2], begin);
    const { z, channels } = sliceOf(bytes.buffer);
    expect(z).toBe(64);
    expect(channels[0]?.header).toEqual({
      shape: [128, 128, 128],
      type: "uint16",
      version: "4196866-638397642000000000",
      codec: "Deflate",
      storedType: "uint16",
      voxelSizeUm: [0.5, 0.108, 0.108],
      notice: null,
    });
    expect(channels[0]?.plane?.[0]).toBe(513);
    expect(channels[1]).toMatchObject({ header: null, plane: null, failure: { kind: "corrupt" } });
  });
});

function documented(part: RegExp): string {
  const bytes = readFileSync(new URL("../../../../docs/volume-wire.md", import.meta.url));
  return new TextDecoder().decode(bytes).match(part)?.[1] ?? "";
}

/** The example answer in the document that both sides are written to. */
function documentedHeaders(): Headers {
  const example = documented(/200 OK\n([\s\S]*?)```/);
  const lines = example.trim().split("\n");
  return new Headers(lines.map((line) => line.split(/:\s*/, 2) as [string, string]));
}

it("Example_OfTheDocument_IsReadAsItSays", () => {
  const given = documentedHeaders();
  const header = headerOf(given);
  expect(header).toMatchObject({
    shape: [1, 128, 128],
    type: "uint16",
    version: "4196866-638397642000000000",
    codec: "Deflate",
    voxelSizeUm: [0.5, 0.108, 0.108],
  });
  const [depth, height, width] = header.shape;
  expect(Number(given.get("Content-Length"))).toBe(
    depth * height * width * VOXEL_TYPES[header.type].bytes,
  );
});
