import { curved, normalized } from "../display/contrast.ts";
import type { Slab } from "../display/settings.ts";
import { tinted } from "../display/tint.ts";
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
    const value = raw(channel, start, steps);
    if (value === null) continue;
    const t = curved(normalized(value, shown.limits), shown.gamma);
    tinted(t, shown).forEach((part, i) => {
      sum[i as 0 | 1 | 2] += part;
    });
  }
  return sum.map((v) => Math.min(1, v)) as [number, number, number];
}

function along(steps: SliceSteps, i: 0 | 1 | 2, [x, y]: readonly [number, number]): number {
  const f = Math.fround;
  const across = f(f(x + 0.5) * f(steps.across[i]));
  return f(f(f(steps.base[i]) + across) + f(f(y + 0.5) * f(steps.up[i])));
}

/** Null: nothing of the channel is there. */
function raw(
  channel: LoadedChannel,
  start: readonly number[],
  steps: SliceSteps & { readonly slab: Slab },
): number | null {
  const values: number[] = [];
  const [depth, height, width] = channel.shape;
  let isThere = false;
  for (let k = 0; k < steps.count; k++) {
    const [x = 0, y = 0, z = 0] = start.map((s, i) => s + k * (steps.normal[i] ?? 0));
    isThere ||= x >= 0 && y >= 0 && z >= 0 && x < width && y < height && z < depth;
    const value = voxel(channel, x, y, z);
    if (Number.isFinite(value)) values.push(value);
  }
  if (!isThere) return null;
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
