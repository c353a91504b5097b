import { contrastGlsl, curvedGlsl } from "../display/contrast.ts";
import type { Projection } from "../display/settings.ts";
import { lutGlsl } from "../display/tint.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { floatType, type GroupSignature, groupGlsl, PREAMBLE, perType } from "./groups.ts";
import { projectionOf } from "./projections.ts";

/** What decides the text of a ray-marching shader. */
export interface VolumeVariant {
  readonly groups: readonly GroupSignature[];
  readonly projection: Projection;
  readonly smooth: boolean;
  readonly gamma: boolean;
  /** Some channel has a scale of colours. */
  readonly luts: boolean;
}

/**
 * Orthographic rays through every texture group. Pixel (x, y) from the bottom left starts at uOrigin + x * uRight +
 * y * uUp in voxel order (x, y, z) and goes along uForward, whose length is one voxel. Inside a volume's box, and from uFrom to uTo of the block, samples lie
 * half a voxel behind the entry and one voxel apart: round(length of the ray in the box) of them. The projection runs
 * for every channel alone; the coloured results are added.
 */
export function volumeFragment(variant: VolumeVariant): string {
  const { groups, gamma, luts } = variant;
  return `${PREAMBLE}
uniform vec3 uOrigin;
uniform vec3 uRight;
uniform vec3 uUp;
uniform vec3 uForward;
uniform vec3 uInverse;
uniform vec3 uAspect;
uniform vec3 uLight;
uniform float uThreshold;
uniform vec3 uFrom;
uniform vec3 uTo;
out vec4 color;
${perType(groups, contrastGlsl)}
${perType(groups, (type) => curvedGlsl(type, gamma))}
${perType(groups, reachedGlsl)}
${luts ? lutGlsl() : ""}
vec2 crossing(vec3 origin, ivec3 size) {
  vec3 a = (uFrom - origin) * uInverse;
  vec3 b = (min(vec3(size), uTo) - origin) * uInverse;
  vec3 near = min(a, b);
  vec3 far = max(a, b);
  return vec2(max(max(near.x, near.y), near.z), min(min(far.x, far.y), far.z));
}
${groups.map((g, i) => groupGlsl(g, i, luts) + sampleGlsl(g, i, variant.smooth) + marchGlsl(g, i, variant)).join("\n")}
void main() {
  vec3 origin = uOrigin + gl_FragCoord.x * uRight + gl_FragCoord.y * uUp;
  color = vec4(${groups.map((_, i) => `march${i}(origin)`).join(" + ")}, 1.0);
}`;
}

function reachedGlsl(type: string): string {
  const body = type === "float" ? "value >= limit" : "all(greaterThanEqual(value, limit))";
  return `
bool reached(${type} value, ${type} limit) {
  return ${body};
}`;
}

/** `atI(vec3)`: the voxel there, or the trilinear mean of eight; voxel centres are at .5. */
function sampleGlsl(group: GroupSignature, i: number, smooth: boolean): string {
  const type = floatType(group);
  if (!smooth) {
    return `
${type} at${i}(vec3 p) {
  return fetch${i}(ivec3(p));
}`;
  }
  const corner = isFloat(group.type)
    ? `float v = fetch${i}(c); return v > -3.0e38 ? v : uLow${i};`
    : `return fetch${i}(c);`;
  return `
${type} corner${i}(ivec3 c) {
  c = clamp(c, ivec3(uFrom), min(uSize${i}, ivec3(uTo)) - 1);
  ${corner}
}
${type} at${i}(vec3 p) {
  vec3 q = p - 0.5;
  vec3 low = floor(q);
  vec3 f = q - low;
  ivec3 c = ivec3(low);
  ${type} near = mix(
    mix(corner${i}(c), corner${i}(c + ivec3(1, 0, 0)), f.x),
    mix(corner${i}(c + ivec3(0, 1, 0)), corner${i}(c + ivec3(1, 1, 0)), f.x), f.y);
  ${type} far = mix(
    mix(corner${i}(c + ivec3(0, 0, 1)), corner${i}(c + ivec3(1, 0, 1)), f.x),
    mix(corner${i}(c + ivec3(0, 1, 1)), corner${i}(c + ivec3(1, 1, 1)), f.x), f.y);
  return mix(near, far, f.z);
}`;
}

function marchGlsl(group: GroupSignature, i: number, variant: VolumeVariant): string {
  const { before, sample, after, functions } = projectionOf(group, i, variant);
  return `
${functions ?? ""}
vec3 march${i}(vec3 origin) {
  vec2 ray = crossing(origin, uSize${i});
  int steps = int(ray.y - ray.x + 0.5);
  if (steps <= 0) return vec3(0.0);
  vec3 start = origin + (ray.x + 0.5) * uForward;
  vec3 p = start;
  ${before}
  for (int k = 0; k < steps; k++) {
    ${sample}
    p += uForward;
  }
  ${after}
}`;
}
