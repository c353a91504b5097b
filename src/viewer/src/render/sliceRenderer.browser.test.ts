import { afterEach, beforeEach, expect, test } from "vitest";
import type { Slab } from "../display/settings.ts";
import { openContext } from "../gl/context.ts";
import { ProgramCache } from "../gl/program.ts";
import { TexturePool } from "../gl/texturePool.ts";
import { Staging } from "../gl/volumeTexture.ts";
import { phantom, shownAs } from "../testing/phantom.ts";
import { coverageOf } from "../voxels/coverage.ts";
import type { LoadedChannel } from "../voxels/voxelType.ts";
import type { ChannelDisplay } from "./channelDisplay.ts";
import { type GlResources, GpuBlock } from "./gpuBlock.ts";
import { slicePixel } from "./slice.reference.ts";
import { SliceRenderer, sliceSteps } from "./sliceRenderer.ts";
import type { Plane } from "./slices.ts";

const WIDTH = 90;
const HEIGHT = 70;
let resources: GlResources;
let renderer: SliceRenderer;

beforeEach(() => {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const gl = openContext(canvas);
  if (gl === null) throw new Error("no WebGL2");
  resources = { gl, pool: new TexturePool(gl), staging: new Staging() };
  renderer = new SliceRenderer(gl, new ProgramCache(gl));
});

afterEach(() => {
  resources.gl.getExtension("WEBGL_lose_context")?.loseContext();
});

interface Case {
  readonly channels: readonly LoadedChannel[];
  readonly reference?: readonly LoadedChannel[];
  readonly display: readonly ChannelDisplay[];
  readonly plane?: Plane;
  readonly slab?: Slab;
  readonly thickness?: number;
}

/** Largest difference of any pixel and colour between the GPU and the CPU, in levels of 255. */
function difference({
  channels,
  reference,
  display,
  plane = "xy",
  slab = "none",
  thickness = 1,
}: Case): number {
  const { gl } = resources;
  const block = new GpuBlock({ key: "b", label: "b", focus: null });
  block.setVolumes(resources, channels);
  block.uploadAll(resources);
  const rect = { x: 3, y: 5, width: 80, height: 60 };
  const [z, y, x] = block.shape;
  const job = {
    block,
    display: new Map(display.map((d) => [d.key, d])),
    paneCamera: {
      plane,
      rect,
      center: [z / 2 + 0.3, y / 2 - 1.2, x / 2 + 0.7],
      scale: [2.3, 1.9, 2.1],
    },
    slice: 9,
    slab,
    slabThickness: thickness,
  } as const;
  const scale = { ratio: 1, height: HEIGHT };
  gl.viewport(0, 0, WIDTH, HEIGHT);
  gl.clear(gl.COLOR_BUFFER_BIT);
  renderer.draw(job, scale);
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  gl.readPixels(0, 0, WIDTH, HEIGHT, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const steps = { ...sliceSteps(job, { from: [0, 0, 0], to: block.shape }, scale), slab };
  let worst = 0;
  let lit = 0;
  for (let py = 0; py < HEIGHT; py++) {
    for (let px = 0; px < WIDTH; px++) {
      const inPane = px >= 3 && px < 83 && py >= HEIGHT - 65 && py < HEIGHT - 5;
      const want = inPane ? slicePixel(reference ?? channels, display, steps, [px, py]) : [0, 0, 0];
      for (let c = 0; c < 3; c++) {
        const got = pixels[(py * WIDTH + px) * 4 + c] ?? 0;
        if (got > 0) lit++;
        worst = Math.max(worst, Math.abs(got - 255 * (want[c] ?? 0)));
      }
    }
  }
  expect(lit).toBeGreaterThan(500);
  block.dispose();
  return worst;
}

const three = [
  phantom("a", "uint16", [20, 30, 40], 1),
  phantom("b", "uint16", [20, 30, 40], 2),
  phantom("c", "uint16", [20, 30, 40], 3),
];
const threeShown = [
  shownAs("a", "#22ff44", [100, 3000]),
  shownAs("b", "#ff00ff", [150, 2500], { gamma: 0.6 }),
  shownAs("c", "#3366ff", [80, 3900], { gamma: 1.7 }),
];

for (const plane of ["xy", "xz", "zy"] as const) {
  for (const slab of ["none", "max", "mean"] as const) {
    test(`SliceRenderer_${plane}WithSlab_${slab}_AgreesWithTheCpu`, () => {
      const thickness = slab === "none" ? 1 : 5;
      expect(
        difference({ channels: three, display: threeShown, plane, slab, thickness }),
      ).toBeLessThanOrEqual(1);
    });
  }
}

test("SliceRenderer_BoxOverTheEdge_PaintsNothingOutside", () => {
  const coverage = coverageOf("4,20,0,30,0,40", null);
  const filled = (c: LoadedChannel, outside: number) => c.data.slice().fill(outside, 0, 4 * 1200);
  const channels = three.map((c) => ({ ...c, data: filled(c, 65535), coverage }));
  const reference = three.map((c) => ({ ...c, data: filled(c, 0) }));
  for (const plane of ["xy", "xz", "zy"] as const) {
    const drawn = { channels, reference, display: threeShown, plane };
    expect(difference(drawn)).toBeLessThanOrEqual(1);
    expect(difference({ ...drawn, slab: "max", thickness: 13 })).toBeLessThanOrEqual(1);
  }
});

test("SliceRenderer_MixedTypesAndShapes_AgreesWithTheCpu", () => {
  const broken = phantom("f", "float32", [20, 30, 40], 4);
  broken.data.set(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    9 * 1200 + 15 * 40 + 18,
  );
  const channels = [
    phantom("a", "uint8", [20, 30, 40], 1),
    phantom("b", "uint16", [12, 20, 33], 2),
    broken,
  ];
  const display = [
    shownAs("a", "#00ff00", [5, 200]),
    shownAs("b", "#ff0000", [100, 3000], { gamma: 0.5 }),
    shownAs("f", "#0000ff", [0.05, 1.2]),
  ];
  for (const slab of ["none", "max", "mean"] as const) {
    expect(difference({ channels, display, slab, thickness: 3 })).toBeLessThanOrEqual(1);
  }
});

test("SliceRenderer_ScalesOfColoursAndOpacity_AgreeWithTheCpu", () => {
  const display = [
    shownAs("a", "#22ff44", [100, 3000], { lut: "inferno", opacity: 0.6 }),
    shownAs("b", "#ff00ff", [150, 2500], { lut: "viridis", inverted: true, opacity: 0.3 }),
    shownAs("c", "#3366ff", [80, 3900], { gamma: 1.7, opacity: 0.5, inverted: true }),
  ];
  for (const slab of ["none", "max", "mean"] as const) {
    expect(difference({ channels: three, display, slab, thickness: 3 })).toBeLessThanOrEqual(1);
  }
  for (const lut of ["inferno", "viridis"] as const) {
    const alone = [
      { ...display[0], lut, opacity: 1, visible: true },
      { ...display[1], visible: false },
    ];
    expect(
      difference({ channels: three.slice(0, 2), display: alone as ChannelDisplay[] }),
    ).toBeLessThanOrEqual(1);
  }
});

test("SliceRenderer_InvertedChannels_AgreeWithTheCpu_AlsoWhereAChannelEnds", () => {
  const broken = phantom("f", "float32", [20, 30, 40], 4);
  broken.data.fill(Number.NaN, 8 * 1200, 11 * 1200);
  const channels = [
    phantom("a", "uint8", [20, 30, 40], 1),
    phantom("b", "uint16", [12, 20, 33], 2),
    broken,
  ];
  for (const inverted of ["a", "b", "f"]) {
    const display = [
      shownAs("a", "#005500", [5, 200]),
      shownAs("b", "#550000", [100, 3000], { gamma: 0.5 }),
      shownAs("f", "#000055", [0.05, 1.2]),
    ].map((shown) => ({ ...shown, inverted: shown.key === inverted }));
    for (const plane of ["xy", "xz"] as const) {
      for (const slab of ["none", "max", "mean"] as const) {
        const most = difference({ channels, display, plane, slab, thickness: 3 });
        expect(most, `${inverted} ${plane} ${slab}`).toBeLessThanOrEqual(1);
      }
    }
  }
});

/** More textures than one pass has room for: every one after the first adds to the picture. */
test("SliceRenderer_MoreFloatChannelsThanAPassHolds_AgreesWithTheCpu", () => {
  const channels = Array.from({ length: 9 }, (_, i) =>
    phantom(`f${i}`, "float32", [12, 20, 30], i + 1),
  );
  const display = channels.map(({ key }, i) =>
    shownAs(key, ["#1c0000", "#001c00", "#00001c"][i % 3] ?? "", [0, 1.2]),
  );
  expect(difference({ channels, display })).toBeLessThanOrEqual(1);
});

test.each([
  [99, [0, 0, 0]],
  [100, [0, 0, 0]],
  [200, [128, 0, 0]],
  [300, [255, 0, 0]],
  [301, [255, 0, 0]],
])("SliceRenderer_VoxelsOf%dInRedFrom100To300_AreThatRed", (value, expected) => {
  const [r, g, b] = pixelOf(value, "#ff0000");
  expect(Math.abs((r ?? 0) - (expected[0] ?? 0))).toBeLessThanOrEqual(1);
  expect([g, b]).toEqual(expected.slice(1));
});

test("SliceRenderer_Blue_IsBlueOnScreen", () => {
  expect(pixelOf(300, "#0000ff")).toEqual([0, 0, 255]);
});

/** What a pixel in the middle shows of a volume with this value everywhere. */
function pixelOf(value: number, color: string): number[] {
  const { gl } = resources;
  const block = new GpuBlock({ key: "b", label: "b", focus: null });
  const data = new Uint16Array(10 * 10 * 10).fill(value);
  const shape = [10, 10, 10] as const;
  block.setVolumes(resources, [{ key: "a", type: "uint16", shape, data, voxelSizeUm: null }]);
  block.uploadAll(resources);
  gl.viewport(0, 0, WIDTH, HEIGHT);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const paneCamera = { plane: "xy", rect, center: [5, 5, 5], scale: [8, 8, 8] } as const;
  const display = new Map([["a", shownAs("a", color, [100, 300])]]);
  renderer.draw(
    { block, display, paneCamera, slice: 5, slab: "none", slabThickness: 1 },
    { ratio: 1, height: HEIGHT },
  );
  const pixel = new Uint8Array(4);
  gl.readPixels(WIDTH / 2, HEIGHT / 2, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  block.dispose();
  return [...pixel.slice(0, 3)];
}

for (const count of [1, 4, 7, 16]) {
  test(`SliceRenderer_${count}Channels_AgreesWithTheCpu`, () => {
    const channels = Array.from({ length: count }, (_, i) =>
      phantom(`c${i}`, "uint16", [12, 20, 30], i + 1),
    );
    const display = channels.map((c, i) =>
      shownAs(c.key, ["#ff0000", "#00ff00", "#0000ff", "#301030"][i % 4] ?? "", [50 * i, 9000], {
        visible: i % 5 !== 3,
      }),
    );
    expect(difference({ channels, display })).toBeLessThanOrEqual(1);
  });
}

test("SliceRenderer_OnlyAPlaneThere_PaintsItAtItsSlice", () => {
  const { gl } = resources;
  const volume = three[0];
  if (volume === undefined) throw new Error("no volume");
  const block = new GpuBlock({ key: "b", label: "b", focus: null });
  const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const job = {
    block,
    display: new Map([["a", shownAs("a", "#ffffff", [0, 4000])]]),
    paneCamera: { plane: "xy", rect, center: [10, 15, 20], scale: [2, 2, 2] },
    slice: 7,
    slab: "none",
    slabThickness: 1,
  } as const;
  const paint = (): Uint8Array => {
    gl.clear(gl.COLOR_BUFFER_BIT);
    block.uploadAll(resources);
    renderer.draw(job, { ratio: 1, height: HEIGHT });
    const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
    gl.readPixels(0, 0, WIDTH, HEIGHT, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    return pixels;
  };
  block.setPlanes(resources, [{ ...volume, data: volume.data.subarray(7 * 1200, 8 * 1200), z: 7 }]);
  const plane = paint();
  block.setVolumes(resources, [volume]);
  expect(plane).toEqual(paint());
  expect(Math.max(...plane.filter((_, i) => i % 4 === 0))).toBeGreaterThan(40);
});

test("VolumeOfAChannel_ThatFailedBehindItsPlane_TakesItOffThePicture", () => {
  const shape = [12, 30, 40] as const;
  const [kept, failed] = [phantom("a", "uint16", shape), phantom("b", "uint16", shape)];
  const plane = (c: LoadedChannel) => ({ ...c, data: c.data.subarray(7 * 1200, 8 * 1200), z: 7 });
  const block = new GpuBlock({ key: "b", label: "b", focus: null });
  block.setPlanes(resources, [plane(kept), plane(failed)]);
  block.uploadAll(resources);

  block.setVolumes(resources, [kept]);
  block.makeReady(resources, 7);

  expect(block.textures.flatMap((t) => t.keys)).toEqual(["a"]);
});
