import { expect, it } from "vitest";
import type { Slab } from "../display/settings.ts";
import { slicePixel } from "../render/slice.reference.ts";
import type { SliceSteps } from "../render/sliceRenderer.ts";
import { type ComposedChannel, composed, sizeOf } from "./compose.ts";

const WIDTH = 7;
const HEIGHT = 5;

function channel(seed: number, more: Partial<ComposedChannel> = {}): ComposedChannel {
  const data = Uint16Array.from(
    { length: WIDTH * HEIGHT },
    (_, i) => (i * 7919 * seed + 31 * seed) % 3000,
  );
  return {
    width: WIDTH,
    height: HEIGHT,
    data,
    color: "#ff8000",
    limits: [200, 2500],
    gamma: 1,
    inverted: false,
    ...more,
  };
}

/** What the slice shader's twin says of the same voxels. */
function expected(channels: readonly ComposedChannel[], x: number, y: number): number[] {
  const loaded = channels.map(({ data, width, height }, i) => ({
    key: String(i),
    type: "uint16" as const,
    shape: [1, height, width] as const,
    data,
    voxelSizeUm: null,
  }));
  const display = channels.map((of, i) => ({ ...of, key: String(i), name: "", visible: true }));
  const steps: SliceSteps & { slab: Slab } = {
    base: [0, 0, 0],
    across: [1, 0, 0],
    up: [0, 1, 0],
    normal: [0, 0, 1],
    count: 1,
    slab: "none",
  };
  return slicePixel(loaded, display, steps, [x, y]).map((v) => Math.round(v * 255));
}

it.each([
  ["one channel", [channel(1)]],
  ["a gamma curve", [channel(1, { gamma: 0.5 })]],
  ["inverted", [channel(2, { inverted: true })]],
  ["empty limits", [channel(2, { limits: [50, 50] })]],
  [
    "three channels that clip",
    [channel(1, { color: "#00ff00" }), channel(2, { color: "#ff00ff" }), channel(3)],
  ],
] as const)("A tile is drawn as the slice shader draws it: %s", (_, channels) => {
  const pixels = composed(channels);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const at = (y * WIDTH + x) * 4;
      const found = [...pixels.slice(at, at + 3)];
      const wanted = expected(channels, x, y);
      for (const [i, value] of wanted.entries()) {
        expect(Math.abs((found[i] ?? 0) - value)).toBeLessThanOrEqual(1);
      }
      expect(pixels[at + 3]).toBe(255);
    }
  }
});

it("Channels of different sizes are drawn pixel on pixel", () => {
  const small = { ...channel(1), width: 2, height: 2, data: Uint16Array.of(0, 9, 9, 0) };
  expect(sizeOf([small, channel(1)])).toEqual([WIDTH, HEIGHT]);
  const pixels = composed([
    { ...small, limits: [0, 9], color: "#ffffff" },
    channel(1, { limits: [5000, 6000] }),
  ]);
  const lit = [...pixels]
    .map((value, i) => (i % 4 === 0 && value > 0 ? i / 4 : -1))
    .filter((i) => i >= 0);
  expect(lit).toEqual([1, WIDTH]);
});
