import { contrastGlsl, curvedGlsl } from "../display/contrast.ts";
import type { Slab } from "../display/settings.ts";
import { lutGlsl } from "../display/tint.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { floatType, type GroupSignature, groupGlsl, PREAMBLE, perType } from "./groups.ts";

/** What decides the text of a slice shader. */
export interface SliceVariant {
  readonly groups: readonly GroupSignature[];
  readonly slab: Slab;
  readonly gamma: boolean;
  /** Some channel has a scale of colours. */
  readonly luts: boolean;
  /** Every texture fills the painted area, so that no pixel can lie outside of one. */
  readonly whole: boolean;
}

/**
 * Colour of a pixel = sum over channels of colour * curve(limits(voxel)), or 1 - curve where a channel is inverted, or the scale of colours there. Pixel (x, y) from the bottom left lies at
 * voxel floor(uBase + x * uAcross + y * uUp), in (x, y, z) order; a slab goes on from there along uNormal.
 */
export function sliceFragment({ groups, slab, gamma, luts, whole }: SliceVariant): string {
  return `${PREAMBLE}
uniform vec3 uBase;
uniform vec3 uAcross;
uniform vec3 uUp;
uniform ivec3 uNormal;
uniform int uCount;
out vec4 color;
${perType(groups, contrastGlsl)}
${perType(groups, (type) => curvedGlsl(type, gamma))}
${luts ? lutGlsl() : ""}
bool within(ivec3 voxel, ivec3 size) {
  return all(greaterThanEqual(voxel, ivec3(0))) && all(lessThan(voxel, size));
}
${groups.map((g, i) => groupGlsl(g, i, luts) + paintGlsl(g, i, { slab, whole })).join("\n")}
void main() {
  ivec3 voxel = ivec3(floor(uBase + gl_FragCoord.x * uAcross + gl_FragCoord.y * uUp));
  color = vec4(${groups.map((_, i) => `paint${i}(voxel)`).join(" + ")}, 1.0);
}`;
}

function paintGlsl(
  group: GroupSignature,
  i: number,
  { slab, whole }: Pick<SliceVariant, "slab" | "whole">,
): string {
  const type = floatType(group);
  const show = (value: string): string =>
    `tinted${i}(curved(normalized(${value}, uLow${i}, uScale${i}), uGamma${i}))`;
  const shifted = `voxel -= ivec3(0, 0, uFirstPlane${i});`;
  if (slab === "none" && whole) {
    return `
vec3 paint${i}(ivec3 voxel) {
  ${shifted}
  return ${show(`fetch${i}(voxel)`)};
}`;
  }
  if (slab === "none") {
    return `
vec3 paint${i}(ivec3 voxel) {
  ${shifted}
  return within(voxel, uSize${i}) ? ${show(`fetch${i}(voxel)`)} : vec3(0.0);
}`;
  }
  const { before, sample, after } = SLABS[slab](group, type);
  return `
vec3 paint${i}(ivec3 voxel) {
  ${shifted}
  ${before}
  bool isThere = false;
  for (int k = 0; k < uCount; k++, voxel += uNormal) {
    if (!within(voxel, uSize${i})) continue;
    isThere = true;
    ${type} v = fetch${i}(voxel);
    ${sample}
  }
  ${after}
  return isThere ? ${show("result")} : vec3(0.0);
}`;
}

interface Snippet {
  readonly before: string;
  readonly sample: string;
  readonly after: string;
}

const SLABS: Readonly<Record<"max" | "mean", (g: GroupSignature, type: string) => Snippet>> = {
  max: (_, type) => ({
    before: `${type} result = ${type}(-3.0e38);`,
    sample: "result = max(result, v);",
    after: "",
  }),
  mean: (group, type) => ({
    before: `${type} sum = ${type}(0.0); float n = 0.0;`,
    sample: isFloat(group.type)
      ? "if (v > -3.0e38) { sum += v; n += 1.0; }"
      : "sum += v; n += 1.0;",
    after: `${type} result = n > 0.0 ? sum / n : ${type}(-3.0e38);`,
  }),
};
