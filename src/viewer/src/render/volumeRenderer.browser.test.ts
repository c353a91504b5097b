import { afterEach, beforeEach, expect, test } from "vitest";
import type { Projection } from "../display/settings.ts";
import { openContext } from "../gl/context.ts";
import { ProgramCache } from "../gl/program.ts";
import { TexturePool } from "../gl/texturePool.ts";
import { Staging } from "../gl/volumeTexture.ts";
import { phantom, shownAs } from "../testing/phantom.ts";
import { coverageOf } from "../voxels/coverage.ts";
import type { LoadedChannel, Zyx } from "../voxels/voxelType.ts";
import { type Camera, cameraOn, turned, volumeCameraOf } from "./camera.ts";
import type { ChannelDisplay } from "./channelDisplay.ts";
import { type GlResources, GpuBlock } from "./gpuBlock.ts";
import { volumePixel } from "./volume.reference.ts";
import { raySteps, VolumeRenderer } from "./volumeRenderer.ts";

const WIDTH = 64;
const HEIGHT = 56;
let resources: GlResources;
let renderer: VolumeRenderer;

beforeEach(() => {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const gl = openContext(canvas);
  if (gl === null) throw new Error("no WebGL2");
  resources = { gl, pool: new TexturePool(gl), staging: new Staging() };
  renderer = new VolumeRenderer(gl, new ProgramCache(gl));
});

afterEach(() => {
  resources.gl.getExtension("WEBGL_lose_context")?.loseContext();
});

interface Case {
  readonly channels: readonly LoadedChannel[];
  /** What the picture has to look like; absent: as the channels. */
  readonly reference?: readonly LoadedChannel[];
  readonly display: readonly ChannelDisplay[];
  readonly projection: Projection;
  readonly smooth?: boolean;
  readonly aspect?: Zyx;
  readonly camera?: (
    rect: { x: number; y: number; width: number; height: number },
    c: Camera,
  ) => Camera;
}

/** Differences of every pixel and colour between the GPU and the CPU in levels of 255, largest first. */
function differences(c: Case): number[] {
  const { gl } = resources;
  const block = new GpuBlock({ key: "b", label: "b", focus: null });
  block.setVolumes(resources, c.channels);
  block.uploadAll(resources);
  const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const start = { ...cameraOn(block.shape), zoom: 1.3 };
  const camera =
    c.camera?.(rect, start) ?? turned(turned(start, rect, 11.3, 4.1), rect, -3.7, 14.9);
  const aspect = c.aspect ?? [1, 1, 1];
  const smooth = c.smooth ?? false;
  const { projection, channels, display } = c;
  const job = {
    block,
    display: new Map(display.map((d) => [d.key, d])),
    paneCamera: volumeCameraOf(rect, camera, block.shape, aspect),
    aspect,
    projection,
    smooth,
    threshold: 0.5,
  };
  const steps = raySteps(job, 1, HEIGHT);
  gl.viewport(0, 0, WIDTH, HEIGHT);
  gl.clear(gl.COLOR_BUFFER_BIT);
  renderer.draw(job, steps, rect);
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  gl.readPixels(0, 0, WIDTH, HEIGHT, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  block.dispose();
  const scene = { steps, look: { projection, smooth, threshold: 0.5 } };
  const all: number[] = [];
  let lit = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      volumePixel(c.reference ?? channels, display, scene, [x, y]).forEach((want, i) => {
        const got = pixels[(y * WIDTH + x) * 4 + i] ?? 0;
        if (got > 8) lit++;
        all.push(Math.abs(got - want * 255));
      });
    }
  }
  expect(lit).toBeGreaterThan(300);
  return all.sort((a, b) => b - a);
}

const shape: Zyx = [22, 26, 30];
const three = [
  phantom("a", "uint16", shape, 1),
  phantom("b", "uint16", shape, 2),
  phantom("c", "uint16", shape, 3),
];
const threeShown = [
  shownAs("a", "#22ff44", [300, 3600]),
  shownAs("b", "#ff00ff", [350, 3500], { gamma: 0.6 }),
  shownAs("c", "#3366ff", [300, 3900], { gamma: 1.7 }),
];
const projections = ["mip", "attenuated", "average", "translucent", "iso"] as const;

for (const projection of projections) {
  for (const smooth of [false, true]) {
    test(`VolumeRenderer_${projection}${smooth ? "Smooth" : "Nearest"}_AgreesWithTheCpu`, () => {
      const all = differences({ channels: three, display: threeShown, projection, smooth });
      expect(all[0]).toBeLessThanOrEqual(1);
    });
  }
}

for (const projection of projections) {
  test(`VolumeRenderer_MixedTypesShapesAndNaN_${projection}_AgreesWithTheCpu`, () => {
    const broken = phantom("f", "float32", [22, 18, 16], 4);
    for (let i = 0; i < 400; i++) {
      broken.data[i * 13] = i % 2 === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    }
    const channels = [
      phantom("a", "uint8", shape, 1),
      phantom("b", "uint16", [12, 20, 33], 2),
      broken,
    ];
    const display = [
      shownAs("a", "#00ff00", [15, 200]),
      shownAs("b", "#ff0000", [250, 3000], { gamma: 0.5 }),
      shownAs("f", "#0000ff", [0.1, 1.2]),
    ];
    for (const smooth of [false, true]) {
      const most = differences({ channels, display, projection, smooth })[0];
      expect(most, `smooth ${smooth}`).toBeLessThanOrEqual(1);
    }
  });
}

test("VolumeRenderer_BoxOverTheEdge_ShowsNothingOfWhatLiesOutside", () => {
  const coverage = coverageOf("6,22,5,26,0,20", null);
  const channels = three.map((channel) => {
    const data = channel.data.slice();
    // Every voxel before z = 6 would outshine the picture.
    data.fill(65535, 0, 6 * 26 * 30);
    return { ...channel, data, coverage };
  });
  for (const projection of projections) {
    for (const smooth of [false, true]) {
      const off = differences({ channels, display: threeShown, projection, smooth });
      expect(off[0], `${projection} ${smooth}`).toBeLessThanOrEqual(1);
    }
  }
  const dark = three.map((channel) => {
    const data = channel.data.map((value, i) => {
      const [z, y, x] = [Math.floor(i / 780), Math.floor(i / 30) % 26, i % 30];
      return z >= 6 && y >= 5 && x < 20 ? value : 0;
    }) as typeof channel.data;
    return { ...channel, data };
  });
  const off = differences({ channels, reference: dark, display: threeShown, projection: "mip" });
  // Rays begin elsewhere in a smaller box, so their samples may lie in neighbouring voxels.
  expect(off.filter((difference) => difference > 40).length).toBeLessThan(off.length / 50);
});

test("VolumeRenderer_MissingPartWithABrightFillValue_IsDark", () => {
  const coverage = coverageOf("0,22,0,26,0,30", "0.4 0,8,0,26,0,30");
  const filled = (channel: LoadedChannel, value: number): LoadedChannel => {
    const data = channel.data.slice();
    data.fill(value, 0, 8 * 26 * 30);
    return { ...channel, data };
  };
  const floats = phantom("f", "float32", shape, 4);
  const channels = [...three, floats].map((c) => ({ ...filled(c, 65535), coverage }));
  const reference = [...three.map((channel) => filled(channel, 0)), filled(floats, Number.NaN)];
  const display = [...threeShown, shownAs("f", "#0000ff", [0.1, 1.2])];
  for (const projection of projections) {
    const most = differences({ channels, reference, display, projection })[0];
    expect(most, projection).toBeLessThanOrEqual(1);
  }
});

test("VolumeRenderer_InvertedChannel_AgreesWithTheCpu", () => {
  const broken = phantom("f", "float32", [12, 20, 33], 4);
  broken.data.fill(Number.NaN);
  const channels = [phantom("a", "uint16", shape, 1), broken];
  for (const inverted of ["a", "f"]) {
    const display = [
      shownAs("a", "#338844", [300, 3600], { inverted: inverted === "a" }),
      shownAs("f", "#552255", [0.1, 1.2], { inverted: inverted === "f" }),
    ];
    for (const projection of projections) {
      const most = differences({ channels, display, projection, smooth: false })[0];
      expect(most, `${inverted} ${projection}`).toBeLessThanOrEqual(1);
    }
  }
});

test("VolumeRenderer_ScalesOfColoursAndOpacity_AgreeWithTheCpu", () => {
  const display = threeShown.map((d, i) => ({
    ...d,
    lut: ([null, "inferno", "viridis"] as const)[i] ?? null,
    opacity: 0.4 + i / 10,
    inverted: d.key === "c",
  }));
  for (const projection of projections) {
    const most = differences({ channels: three, display, projection, smooth: false })[0];
    expect(most, projection).toBeLessThanOrEqual(1);
  }
});

test("VolumeRenderer_HiddenChannelAndCoarseZ_AgreesWithTheCpu", () => {
  const display = threeShown.map((d) => ({ ...d, visible: d.key !== "b" }));
  for (const projection of projections) {
    const most = differences({ channels: three, display, projection, aspect: [2.5, 1, 1] })[0];
    expect(most, projection).toBeLessThanOrEqual(1);
  }
});

test("VolumeRenderer_UnturnedAndOneSlice_AgreesWithTheCpu", () => {
  const channels = [phantom("a", "uint16", [1, 26, 30], 1)];
  const display = [shownAs("a", "#ffffff", [200, 500])];
  for (const projection of projections) {
    const most = differences({ channels, display, projection, camera: (_, c) => c })[0];
    expect(most, projection).toBeLessThanOrEqual(1);
  }
});

test("VolumeRenderer_SixteenChannels_AgreesWithTheCpu", () => {
  const channels = Array.from({ length: 16 }, (_, i) =>
    phantom(`c${i}`, i % 3 === 0 ? "float32" : "uint16", [12, 20, 30], i + 1),
  );
  const display = channels.map((c, i) =>
    shownAs(
      c.key,
      ["#400000", "#004000", "#000040", "#202020"][i % 4] ?? "",
      c.type === "uint16" ? [300, 5000] : [0.1, 2],
    ),
  );
  expect(differences({ channels, display, projection: "mip" })[0]).toBeLessThanOrEqual(1);
});
