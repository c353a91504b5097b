import type { ChannelDisplay } from "../render/channelDisplay.ts";
import { type LoadedChannel, VOXEL_TYPES, type VoxelType, type Zyx } from "../voxels/voxelType.ts";

/** Test pictures: smooth blobs over a background with a little fixed noise, different for every channel. */
export function phantom(key: string, type: VoxelType, shape: Zyx, seed = 1): LoadedChannel {
  const [depth, height, width] = shape;
  const length = depth * height * width;
  const { bytes, view } = VOXEL_TYPES[type];
  const data = view(new ArrayBuffer(length * bytes), 0);
  const top = type === "uint8" ? 220 : type === "uint16" ? 4000 : 1.5;
  let noise = seed >>> 0;
  let i = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
        const value = blobs(z / depth, y / height, x / width, seed);
        data[i++] = top * (0.05 + 0.85 * value + 0.02 * (noise / 4294967296));
      }
    }
  }
  return { key, type, shape, data, voxelSizeUm: null };
}

function blobs(z: number, y: number, x: number, seed: number): number {
  let most = 0;
  for (let k = 0; k < 3; k++) {
    const a = seed * 1.7 + k * 2.1;
    const dz = z - (0.5 + 0.28 * Math.sin(a * 1.3));
    const dy = y - (0.5 + 0.28 * Math.cos(a * 0.7));
    const dx = x - (0.5 + 0.28 * Math.sin(a * 2.9));
    most = Math.max(most, Math.exp(-(dz * dz + dy * dy + dx * dx) * 40));
  }
  return most;
}

export function shownAs(
  key: string,
  color: string,
  limits: readonly [number, number],
  change: Partial<ChannelDisplay> = {},
): ChannelDisplay {
  return { key, name: key, color, limits, gamma: 1, visible: true, inverted: false, ...change };
}
