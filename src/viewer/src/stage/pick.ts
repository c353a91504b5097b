import { normalized } from "../display/contrast.ts";
import { inside } from "../render/slices.ts";
import type { LoadedChannel, Zyx } from "../voxels/voxelType.ts";
import type { PaneView } from "./scene.ts";

/** The voxel whose shown channels are brightest together on the ray under a point of a 3D pane; null: nothing there. */
export function brightestAlong(
  channels: readonly LoadedChannel[],
  view: Extract<PaneView, { kind: "volume" }>,
  x: number,
  y: number,
): Zyx | null {
  const { origin, right, down, forward, rect } = view.paneCamera;
  const at = (i: 0 | 1 | 2): number => origin[i] + right[i] * (x - rect.x) + down[i] * (y - rect.y);
  const start = [at(0), at(1), at(2)] as const;
  const shown = channels.filter((c) => view.display.get(c.key)?.visible === true);
  const length = 4 * Math.max(1, ...shown.flatMap((c) => [...c.shape]));
  let most = 0;
  let best: Zyx | null = null;
  for (let t = 0; t < length; t++) {
    const voxel: Zyx = [
      Math.floor(start[2] + t * forward[2]),
      Math.floor(start[1] + t * forward[1]),
      Math.floor(start[0] + t * forward[0]),
    ];
    let sum = 0;
    for (const c of shown) sum += valueAt(c, voxel, view.display.get(c.key)?.limits ?? [0, 1]);
    if (sum > most) {
      most = sum;
      best = voxel;
    }
  }
  return best;
}

function valueAt(channel: LoadedChannel, voxel: Zyx, limits: readonly [number, number]): number {
  if (!inside(voxel, channel.shape)) return 0;
  const [z, y, x] = voxel;
  const value = channel.data[(z * channel.shape[1] + y) * channel.shape[2] + x] ?? 0;
  return normalized(value, limits);
}
