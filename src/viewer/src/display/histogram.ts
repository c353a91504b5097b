import { holds } from "../voxels/coverage.ts";
import {
  type LoadedChannel,
  VOXEL_TYPES,
  type Voxels,
  type VoxelType,
  type Zyx,
} from "../voxels/voxelType.ts";
import type { Limits } from "./contrast.ts";

/** What is counted: voxels of one channel. */
export type CountedVoxels = Pick<LoadedChannel, "type" | "data">;

type CountedVolume = Pick<LoadedChannel, "type" | "data" | "shape" | "coverage">;

export interface NonFinite {
  readonly nan: number;
  /** Of either sign. */
  readonly infinite: number;
}

const BINS = 65536;

/**
 * How often every value occurs in a volume. Integers have a bin each. Finite floats are counted by the upper half of
 * their order-preserving bits; a percentile counts the lower half of the bins it falls into, so it is exact as well.
 * NaN and infinities are left out. Counting can be spread over idle moments with `advance`.
 */
export class IntensityCounts {
  private readonly byValue: Uint32Array;
  private readonly bits: Uint32Array | null;
  private counted = 0;
  private finiteCount = 0;
  private nan = 0;

  constructor(readonly voxels: CountedVoxels) {
    this.byValue = new Uint32Array((VOXEL_TYPES[voxels.type].max ?? BINS - 1) + 1);
    this.bits = voxels.data instanceof Float32Array ? bitsOf(voxels.data) : null;
  }

  static of(voxels: CountedVoxels): IntensityCounts {
    const counts = new IntensityCounts(voxels);
    counts.finish();
    return counts;
  }

  get done(): boolean {
    return this.counted >= this.voxels.data.length;
  }

  /** Number of voxels that are finite. */
  get finite(): number {
    this.finish();
    return this.finiteCount;
  }

  /** Voxels that are not finite. */
  get nonFinite(): NonFinite {
    const infinite = this.voxels.data.length - this.finite - this.nan;
    return { nan: this.nan, infinite };
  }

  finish(): void {
    while (!this.done) this.advance(this.voxels.data.length);
  }

  /** Counts the next `length` voxels. */
  advance(length: number): void {
    const { data } = this.voxels;
    const end = Math.min(data.length, this.counted + length);
    if (this.bits === null) {
      countIntegers(data, this.byValue, this.counted, end);
      this.finiteCount += end - this.counted;
    } else {
      const { finite, nan } = countFloats(this.bits, this.byValue, this.counted, end);
      this.finiteCount += finite;
      this.nan += nan;
    }
    this.counted = end;
  }

  /** Smallest and largest finite value; null when there is none. */
  range(): Limits | null {
    if (this.finite === 0) return null;
    const [least, most] = this.atRanks([0, this.finiteCount - 1]);
    return [least ?? 0, most ?? 0];
  }

  /** Percentiles (0..100) with linear interpolation between the two neighbouring ranks, as numpy's default. */
  percentiles(wanted: readonly number[]): number[] {
    if (this.finite === 0) return wanted.map(() => Number.NaN);
    const places = wanted.map((q) => (q / 100) * (this.finiteCount - 1));
    const values = this.atRanks(places.flatMap((p) => [Math.floor(p), Math.ceil(p)]));
    return places.map((p, i) =>
      between(values[2 * i] ?? 0, values[2 * i + 1] ?? 0, p - Math.floor(p)),
    );
  }

  /** Counts in `count` equal bins from low to high; what lies outside is not counted. */
  bins([low, high]: Limits, count: number): Uint32Array {
    this.finish();
    const out = new Uint32Array(count);
    const scale = high > low ? count / (high - low) : 0;
    const put = (value: number, times: number): void => {
      if (value < low || value > high) return;
      const bin = Math.min(count - 1, Math.floor((value - low) * scale));
      out[bin] = (out[bin] ?? 0) + times;
    };
    if (this.bits === null) {
      this.byValue.forEach((times, value) => {
        if (times > 0) put(value, times);
      });
    } else {
      for (const value of this.voxels.data) if (Number.isFinite(value)) put(value, 1);
    }
    return out;
  }

  /** Number of finite voxels above `value`. */
  above(value: number): number {
    this.finish();
    if (this.bits === null) {
      const first = Math.max(0, Math.floor(value) + 1);
      return this.byValue.subarray(first).reduce((sum, times) => sum + times, 0);
    }
    let count = 0;
    for (const voxel of this.voxels.data) if (voxel > value && voxel < Infinity) count++;
    return count;
  }

  /** Values at 0-based ranks of the sorted finite voxels. */
  private atRanks(ranks: readonly number[]): number[] {
    const found = ranks.map((rank) => binAtRank(this.byValue, rank));
    const bits = this.bits;
    if (bits === null) return found.map((f) => f.bin);
    const lower = new Map<number, Uint32Array>();
    for (const { bin } of found) if (!lower.has(bin)) lower.set(bin, new Uint32Array(BINS));
    countLowerHalves(bits, lower);
    return found.map(({ bin, rest }) => {
      const halves = lower.get(bin) ?? new Uint32Array(BINS);
      return floatOfOrder(bin * BINS + binAtRank(halves, rest).bin);
    });
  }
}

function between(a: number, b: number, t: number): number {
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

function binAtRank(bins: Uint32Array, rank: number): { bin: number; rest: number } {
  let before = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    const count = bins[bin] as number;
    if (before + count > rank) return { bin, rest: rank - before };
    before += count;
  }
  return { bin: bins.length - 1, rest: 0 };
}

function bitsOf(data: Float32Array): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length);
}

/** Loads two 16-bit voxels at once where the alignment allows it, which halves the time. */
function countIntegers(data: Voxels, bins: Uint32Array, begin: number, end: number): void {
  let i = begin;
  if (data instanceof Uint16Array && (data.byteOffset + 2 * begin) % 4 === 0) {
    const pairs = new Uint32Array(data.buffer, data.byteOffset + 2 * begin, (end - begin) >> 1);
    for (let k = 0; k < pairs.length; k++) {
      const pair = pairs[k] as number;
      (bins[pair & 0xffff] as number)++;
      (bins[pair >>> 16] as number)++;
    }
    i += 2 * pairs.length;
  }
  for (; i < end; i++) (bins[data[i] as number] as number)++;
}

const EXPONENT = 0x7f800000;
const MANTISSA = 0x007fffff;

function countFloats(
  bits: Uint32Array,
  bins: Uint32Array,
  begin: number,
  end: number,
): { finite: number; nan: number } {
  let finite = 0;
  let nan = 0;
  for (let i = begin; i < end; i++) {
    const b = bits[i] as number;
    if ((b & EXPONENT) === EXPONENT) {
      if ((b & MANTISSA) !== 0) nan++;
      continue;
    }
    (bins[orderOf(b) >>> 16] as number)++;
    finite++;
  }
  return { finite, nan };
}

function countLowerHalves(bits: Uint32Array, lower: ReadonlyMap<number, Uint32Array>): void {
  const targets = [...lower];
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i] as number;
    if ((b & EXPONENT) === EXPONENT) continue;
    const order = orderOf(b);
    for (let k = 0; k < targets.length; k++) {
      const target = targets[k] as (typeof targets)[number];
      if (order >>> 16 === target[0]) (target[1][order & 0xffff] as number)++;
    }
  }
}

/** IEEE 754 bits -> unsigned integers in the order of the numbers. */
function orderOf(bits: number): number {
  return (bits & 0x80000000) !== 0 ? ~bits >>> 0 : (bits | 0x80000000) >>> 0;
}

function floatOfOrder(order: number): number {
  const bits = new Uint32Array([(order & 0x80000000) !== 0 ? order & 0x7fffffff : ~order]);
  return new Float32Array(bits.buffer)[0] ?? 0;
}

/** `flat`: every finite voxel has the same value, so there is no contrast to set. */
export interface RangeChoice {
  readonly limits: Limits;
  readonly flat: boolean;
}

/** Of the voxels, 0 to 100, the low one first. */
export type Percentiles = readonly [low: number, high: number];

/** The rule behind every Auto, where nobody chose another: 1st to 99.9th percentile. */
export const AUTO_PERCENTILES: Percentiles = [1, 99.9];
export const AUTO_RADIUS = 16;

/** Auto: from one percentile to the other. Where these are equal the largest value is the upper limit. */
export function autoRange(
  counts: IntensityCounts,
  percentiles: Percentiles = AUTO_PERCENTILES,
): RangeChoice {
  const [low, high, most] = counts.percentiles([...percentiles, 100]);
  return spanned(low ?? 0, high ?? 0, most ?? 0);
}

/** Auto of the voxels at most 16 voxels from the focus point. */
export function autoAround(
  channel: CountedVolume,
  focus: Zyx,
  percentiles: Percentiles = AUTO_PERCENTILES,
): RangeChoice {
  const ball = ballAround(channel, focus, AUTO_RADIUS);
  return autoRange(IntensityCounts.of({ type: channel.type, data: ball }), percentiles);
}

/** Smallest to largest value of the volume. */
export function dataRange(counts: IntensityCounts): RangeChoice {
  const range = counts.range() ?? [0, 0];
  return spanned(range[0], range[1], range[1]);
}

/** All that the type can hold; for floats the data range. */
export function fullRange(type: VoxelType, counts: IntensityCounts): RangeChoice {
  const { max } = VOXEL_TYPES[type];
  return max === null ? dataRange(counts) : { limits: [0, max], flat: false };
}

function spanned(low: number, high: number, most: number): RangeChoice {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { limits: [0, 1], flat: true };
  if (high > low) return { limits: [low, high], flat: false };
  return most > low ? { limits: [low, most], flat: false } : { limits: [low, low + 1], flat: true };
}

function isReal({ coverage }: CountedVolume, voxel: Zyx): boolean {
  return (
    coverage === undefined ||
    (holds(coverage.inside, voxel) && !coverage.missing.some((part) => holds(part, voxel)))
  );
}

function ballAround(channel: CountedVolume, focus: Zyx, radius: number): Voxels {
  const [depth, height, width] = channel.shape;
  const values: number[] = [];
  const span = (center: number, size: number): [number, number] => [
    Math.max(0, Math.ceil(center - radius)),
    Math.min(size - 1, Math.floor(center + radius)),
  ];
  const [z0, z1] = span(focus[0], depth);
  const [y0, y1] = span(focus[1], height);
  const [x0, x1] = span(focus[2], width);
  for (let z = z0; z <= z1; z++) {
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const away = (z - focus[0]) ** 2 + (y - focus[1]) ** 2 + (x - focus[2]) ** 2;
        if (away <= radius * radius && isReal(channel, [z, y, x])) {
          values.push(channel.data[(z * height + y) * width + x] ?? 0);
        }
      }
    }
  }
  return VOXEL_TYPES[channel.type].from(values);
}
