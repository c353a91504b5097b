import { type Limits, mapped, rgbOf } from "../display/contrast.ts";
import type { Voxels } from "../voxels/voxelType.ts";

/** One channel of a tile and how it is shown. */
export interface ComposedChannel {
  readonly width: number;
  readonly height: number;
  readonly data: Voxels;
  /** "#rrggbb" */
  readonly color: string;
  readonly limits: Limits;
  readonly gamma: number;
  readonly inverted: boolean;
}

/** Channels of different sizes are drawn pixel on pixel, as slices are. */
export function sizeOf(channels: readonly ComposedChannel[]): [width: number, height: number] {
  return [
    Math.max(1, ...channels.map(({ width }) => width)),
    Math.max(1, ...channels.map(({ height }) => height)),
  ];
}

/** RGBA of the sum of the channels, as the slice shader has it: limits, gamma, colour, clipped at white. */
export function composed(channels: readonly ComposedChannel[]): Uint8ClampedArray<ArrayBuffer> {
  const [width, height] = sizeOf(channels);
  const sums = new Float32Array(width * height * 3);
  for (const channel of channels) {
    add(sums, width, channel);
  }
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, from = 0; i < pixels.length; i += 4, from += 3) {
    pixels[i] = (sums[from] ?? 0) * 255;
    pixels[i + 1] = (sums[from + 1] ?? 0) * 255;
    pixels[i + 2] = (sums[from + 2] ?? 0) * 255;
    pixels[i + 3] = 255;
  }
  return pixels;
}

function add(sums: Float32Array, across: number, channel: ComposedChannel): void {
  const { width, height, data, limits, gamma, inverted } = channel;
  const [r, g, b] = rgbOf(channel.color);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const t = mapped(data[y * width + x] ?? Number.NaN, limits, gamma);
      const share = inverted ? 1 - t : t;
      const at = (y * across + x) * 3;
      sums[at] = (sums[at] ?? 0) + r * share;
      sums[at + 1] = (sums[at + 1] ?? 0) + g * share;
      sums[at + 2] = (sums[at + 2] ?? 0) + b * share;
    }
  }
}
