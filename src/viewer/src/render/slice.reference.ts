import { curved, normalized, rgbOf } from "../display/contrast.ts";
import type { Slab } from "../display/settings.ts";
import type { LoadedChannel } from "../voxels/voxelType.ts";
import type { ChannelDisplay } from "./channelDisplay.ts";
import type { SliceSteps } from "./sliceRenderer.ts";

/** The slice shader's twin on the CPU: 0..1 per colour of the pixel (x, y), counted from the bottom left. */
export function slicePixel(
  channels: readonly LoadedChannel[],
  display: readonly ChannelDisplay[],
  steps: SliceSteps & { readonly slab: Slab },
  pixel: readonly [x: number, y: number],
): [number, number, number] {
  const start = [0, 1, 2].map((i) => Math.floor(along(steps, i as 0 | 1 | 2, pixel)));
  const sum: [number, number, number] = [0, 0, 0];
  for (const channel of channels) {
    const shown = display.find((d) => d.key === channel.key);
    if (shown === undefined || !shown.visible) continue;
    const t = curved(normalized(raw(channel, start, steps), shown.limits), shown.gamma);
    rgbOf(shown.color).forEach((part, i) => {
      sum[i as 0 | 1 | 2] += part * t;
    });
  }
  return sum.map((v) => Math.min(1, v)) as [number, number, number];
}

function along(steps: SliceSteps, i: 0 | 1 | 2, [x, y]: readonly [number, number]): number {
  const f = Math.fround;
  const across = f(f(x + 0.5) * f(steps.across[i]));
  return f(f(f(steps.base[i]) + across) + f(f(y + 0.5) * f(steps.up[i])));
}

function raw(
  channel: LoadedChannel,
  start: readonly number[],
  steps: SliceSteps & { readonly slab: Slab },
): number {
  const values: number[] = [];
  for (let k = 0; k < steps.count; k++) {
    const [x, y, z] = start.map((s, i) => s + k * (steps.normal[i] ?? 0));
    const value = voxel(channel, x ?? 0, y ?? 0, z ?? 0);
    if (Number.isFinite(value)) values.push(value);
  }
  if (values.length === 0) return Number.NaN;
  if (steps.slab === "mean") return values.reduce((a, b) => a + b, 0) / values.length;
  return Math.max(...values);
}

/** NaN outside of the volume. */
export function voxel(channel: LoadedChannel, x: number, y: number, z: number): number {
  const [depth, height, width] = channel.shape;
  if (x < 0 || y < 0 || z < 0 || x >= width || y >= height || z >= depth) return Number.NaN;
  return channel.data[(z * height + y) * width + x] ?? Number.NaN;
}
