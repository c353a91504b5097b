import { type Limits, mapped } from "../display/contrast.ts";
import { type Lut, type Rgb, tinted } from "../display/tint.ts";
import { type Coverage, isWhole, realMask } from "../voxels/coverage.ts";
import type { Voxels, Zyx } from "../voxels/voxelType.ts";

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
  readonly lut?: Lut | null;
  readonly opacity?: number;
  readonly coverage?: Coverage | undefined;
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
  hatch(sums, width, channels);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, from = 0; i < pixels.length; i += 4, from += 3) {
    pixels[i] = (sums[from] ?? 0) * 255;
    pixels[i + 1] = (sums[from + 1] ?? 0) * 255;
    pixels[i + 2] = (sums[from + 2] ?? 0) * 255;
    pixels[i + 3] = 255;
  }
  return pixels;
}

const HATCH = 0.35;
const HATCH_GAP = 5;

/** Lines over what no channel has real voxels for. */
function hatch(sums: Float32Array, across: number, channels: readonly ComposedChannel[]): void {
  const masks = channels.map(({ coverage, width, height }) =>
    coverage === undefined || isWhole(coverage, [1, height, width])
      ? null
      : realMask([1, height, width], coverage),
  );
  const [first] = channels;
  if (first === undefined || masks.includes(null)) return;
  for (let at = 0; at < first.width * first.height; at++) {
    const [x, y] = [at % first.width, Math.floor(at / first.width)];
    if ((x + y) % HATCH_GAP !== 0 || masks.some((mask) => mask?.[at] === 1)) continue;
    for (let c = 0; c < 3; c++) sums[(y * across + x) * 3 + c] = HATCH;
  }
}

/** Null: every pixel lies in the volume. */
function insideMask(shape: Zyx, coverage: Coverage): Uint8Array | null {
  const inside = { ...coverage, missing: [] };
  return isWhole(inside, shape) ? null : realMask(shape, inside);
}

/** Levels that a table of colours has: more than a screen shows. */
const LEVELS = 1023;
const KEPT_TABLES = 64;
const tables = new Map<string, readonly Rgb[]>();

/** The colours of a channel from its lower limit to the upper one. */
function tableOf({ color, inverted, lut, opacity }: ComposedChannel): readonly Rgb[] {
  const name = [color, inverted, lut, opacity].join();
  let table = tables.get(name);
  if (table === undefined) {
    if (tables.size >= KEPT_TABLES) tables.clear();
    const tint = { color, inverted, lut: lut ?? null, opacity: opacity ?? 1 };
    table = Array.from({ length: LEVELS + 1 }, (_, i) => tinted(i / LEVELS, tint));
    tables.set(name, table);
  }
  return table;
}

function add(sums: Float32Array, across: number, channel: ComposedChannel): void {
  const { width, height, data, limits, gamma } = channel;
  const table = tableOf(channel);
  const { coverage } = channel;
  const mask = coverage === undefined ? null : insideMask([1, height, width], coverage);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask?.[y * width + x] === 0) continue;
      const t = mapped(data[y * width + x] ?? Number.NaN, limits, gamma);
      const [r, g, b] = table[Math.round(t * LEVELS)] ?? [0, 0, 0];
      const at = (y * across + x) * 3;
      sums[at] = (sums[at] ?? 0) + r;
      sums[at + 1] = (sums[at + 1] ?? 0) + g;
      sums[at + 2] = (sums[at + 2] ?? 0) + b;
    }
  }
}
