import { curved, normalized } from "../display/contrast.ts";
import type { Projection } from "../display/settings.ts";
import { tinted } from "../display/tint.ts";
import { AMBIENT, ATTENUATION, OPACITY, OPAQUE } from "../shaders/projections.ts";
import type { LoadedChannel } from "../voxels/voxelType.ts";
import type { ChannelDisplay } from "./channelDisplay.ts";
import { voxel } from "./slice.reference.ts";
import type { RaySteps } from "./volumeRenderer.ts";

type Vec3 = readonly [number, number, number];

export interface VolumeLook {
  readonly projection: Projection;
  readonly smooth: boolean;
  readonly threshold: number;
}

/** The ray-marching shader's twin on the CPU: 0..1 per colour of the pixel (x, y), counted from the bottom left. */
export function volumePixel(
  channels: readonly LoadedChannel[],
  display: readonly ChannelDisplay[],
  scene: { readonly steps: RaySteps; readonly look: VolumeLook },
  [x, y]: readonly [x: number, y: number],
): [number, number, number] {
  const { origin, right, up } = scene.steps;
  const at = (i: 0 | 1 | 2): number =>
    f32(f32(f32(origin[i]) + f32((x + 0.5) * f32(right[i]))) + f32((y + 0.5) * f32(up[i])));
  const sum: [number, number, number] = [0, 0, 0];
  for (const channel of channels) {
    const shown = display.find((d) => d.key === channel.key);
    if (shown === undefined || !shown.visible) continue;
    const ray = new Ray(channel, shown, scene, [at(0), at(1), at(2)]);
    if (ray.steps <= 0) continue;
    const t = curved(PROJECTIONS[scene.look.projection](ray), shown.gamma);
    tinted(t, shown).forEach((part, i) => {
      sum[i as 0 | 1 | 2] += part;
    });
  }
  return sum.map((v) => Math.min(1, v)) as [number, number, number];
}

const f32 = Math.fround;

/** One channel's samples along one ray. */
class Ray {
  readonly steps: number;
  readonly start: Vec3;

  constructor(
    readonly channel: LoadedChannel,
    readonly shown: ChannelDisplay,
    readonly scene: { readonly steps: RaySteps; readonly look: VolumeLook },
    origin: Vec3,
  ) {
    const { forward, inverse, from, to } = scene.steps;
    let near = Number.NEGATIVE_INFINITY;
    let far = Number.POSITIVE_INFINITY;
    for (const i of [0, 1, 2] as const) {
      const end = Math.min(channel.shape[2 - i] ?? 0, to[i]);
      const a = f32(f32(from[i] - origin[i]) * f32(inverse[i]));
      const b = f32(f32(end - origin[i]) * f32(inverse[i]));
      near = Math.max(near, Math.min(a, b));
      far = Math.min(far, Math.max(a, b));
    }
    this.steps = Math.trunc(f32(f32(far - near) + 0.5));
    const at = (i: 0 | 1 | 2): number => f32(origin[i] + f32(f32(near + 0.5) * f32(forward[i])));
    this.start = [at(0), at(1), at(2)];
  }

  /** Raw values front to back; NaN for what is not finite. */
  *values(): Generator<number> {
    const { forward } = this.scene.steps;
    let p: Vec3 = this.start;
    for (let k = 0; k < this.steps; k++) {
      yield this.at(p);
      p = [f32(p[0] + f32(forward[0])), f32(p[1] + f32(forward[1])), f32(p[2] + f32(forward[2]))];
    }
  }

  at(p: Vec3): number {
    if (!this.scene.look.smooth) {
      return voxel(this.channel, Math.trunc(p[0]), Math.trunc(p[1]), Math.trunc(p[2]));
    }
    const low = p.map((v) => Math.floor(v - 0.5));
    let sum = 0;
    for (let corner = 0; corner < 8; corner++) {
      let weight = 1;
      const c = [0, 1, 2].map((i) => {
        const far = (corner >> i) & 1;
        const f = (p[i] ?? 0) - 0.5 - (low[i] ?? 0);
        weight *= far === 1 ? f : 1 - f;
        const { from, to } = this.scene.steps;
        const last = Math.min(this.channel.shape[2 - i] ?? 1, to[i] ?? 1) - 1;
        return Math.min(last, Math.max(from[i] ?? 0, (low[i] ?? 0) + far));
      });
      const value = voxel(this.channel, c[0] ?? 0, c[1] ?? 0, c[2] ?? 0);
      sum += weight * (Number.isFinite(value) ? value : this.shown.limits[0]);
    }
    return sum;
  }

  mapped(value: number): number {
    return normalized(value, this.shown.limits);
  }

  /** Mapped value near a surface, kept inside of the volume. */
  surface(p: Vec3): number {
    const { from, to } = this.scene.steps;
    const kept = (i: 0 | 1 | 2): number => {
      const end = Math.min(this.channel.shape[2 - i] ?? 1, to[i]);
      return Math.min(end - 0.25, Math.max(from[i] + 0.25, p[i]));
    };
    return this.mapped(this.at([kept(0), kept(1), kept(2)]));
  }
}

const PROJECTIONS: Readonly<Record<Projection, (ray: Ray) => number>> = {
  mip: (ray) => {
    let most = Number.NEGATIVE_INFINITY;
    for (const v of ray.values()) if (Number.isFinite(v)) most = Math.max(most, v);
    return ray.mapped(most);
  },
  average: (ray) => {
    let sum = 0;
    let n = 0;
    for (const v of ray.values()) {
      if (!Number.isFinite(v)) continue;
      sum += v;
      n++;
    }
    return n === 0 ? 0 : ray.mapped(sum / n);
  },
  attenuated: (ray) => {
    let sum = 0;
    let best = 0;
    for (const v of ray.values()) {
      const t = ray.mapped(v);
      sum += t;
      best = Math.max(best, t * Math.exp(-ATTENUATION * (sum - 1)));
    }
    return Math.min(1, best);
  },
  translucent: (ray) => {
    let sum = 0;
    let through = 1;
    for (const v of ray.values()) {
      const t = ray.mapped(v);
      const part = through * t * OPACITY;
      sum += part * t;
      through -= part;
      if (through <= 1 - OPAQUE) break;
    }
    return sum;
  },
  iso: (ray) => {
    const { threshold, smooth } = ray.scene.look;
    let last = 0;
    let k = 0;
    for (const v of ray.values()) {
      const t = ray.mapped(v);
      if (t >= threshold) {
        const back = smooth
          ? Math.min(1, Math.max(0, (t - threshold) / Math.max(t - last, 1e-6)))
          : 0;
        return shade(ray, Math.max(0, k - back));
      }
      last = t;
      k++;
    }
    return 0;
  },
};

function shade(ray: Ray, depth: number): number {
  const { forward, aspect, light } = ray.scene.steps;
  const p = [0, 1, 2].map((i) => (ray.start[i] ?? 0) + depth * (forward[i] ?? 0));
  const slope = [0, 1, 2].map((i) => {
    const moved = (d: number): Vec3 =>
      [0, 1, 2].map((j) => (p[j] ?? 0) + (i === j ? d : 0)) as unknown as Vec3;
    return (ray.surface(moved(1)) - ray.surface(moved(-1))) / (aspect[i] ?? 1);
  });
  const steep = Math.hypot(...slope);
  const facing = Math.abs(slope.reduce((sum, s, i) => sum + s * (light[i] ?? 0), 0));
  return steep > 0 ? AMBIENT + ((1 - AMBIENT) * facing) / steep : 1;
}
