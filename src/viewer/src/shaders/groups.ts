import { isFloat, VOXEL_TYPES, type VoxelType } from "../voxels/voxelType.ts";

/** The part of a texture group that decides the text of a shader. */
export interface GroupSignature {
  readonly type: VoxelType;
  readonly components: number;
}

export function signatureKey(groups: readonly GroupSignature[]): string {
  return groups.map((g) => `${g.type}*${g.components}`).join("+");
}

export const PREAMBLE = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler3D;
precision highp usampler3D;
`;

/** One triangle that covers the viewport. */
export const COVER_VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

export const FLOAT_TYPES = ["float", "vec2", "vec3", "vec4"] as const;
export const SWIZZLES = ["r", "rg", "rgb", "rgba"] as const;

export function floatType(group: GroupSignature): string {
  return FLOAT_TYPES[group.components - 1] ?? "vec4";
}

/** Uniforms of group i and `fetchI(ivec3 voxel)`, which answers NOTHING (contrast.ts) for NaN and infinities. */
export function groupGlsl(group: GroupSignature, i: number, luts: boolean): string {
  const type = floatType(group);
  const swizzle = SWIZZLES[group.components - 1] ?? "rgba";
  const { sampler } = VOXEL_TYPES[group.type];
  const fetch = isFloat(group.type)
    ? `float v = texelFetch(uVolume${i}, voxel, 0).r;
  return (floatBitsToUint(v) & 0x7f800000u) == 0x7f800000u ? -3.0e38 : v;`
    : `return ${type}(texelFetch(uVolume${i}, voxel, 0).${swizzle});`;
  return `
uniform ${sampler} uVolume${i};
uniform ivec3 uSize${i};
uniform int uFirstPlane${i};
uniform ${type} uLow${i};
uniform ${type} uScale${i};
uniform ${type} uGamma${i};
uniform ${type} uHidden${i};
uniform vec3 uBase${i}[${group.components}];
uniform vec3 uColor${i}[${group.components}];
${luts ? `uniform int uLut${i}[${group.components}];` : ""}
${type} fetch${i}(ivec3 voxel) {
  ${fetch}
}
vec3 tinted${i}(${type} t) {
  return ${tinted(group.components, i, luts)};
}`;
}

function tinted(components: number, i: number, luts: boolean): string {
  const letters = components === 1 ? [""] : [".r", ".g", ".b", ".a"].slice(0, components);
  const parts = letters.map((at, c) => {
    const plain = `uBase${i}[${c}] + uColor${i}[${c}] * t${at}`;
    return luts
      ? `(uLut${i}[${c}] == 0 ? ${plain} : uBase${i}[${c}].y * lutColor(uLut${i}[${c}], uBase${i}[${c}].x + uColor${i}[${c}].x * t${at}))`
      : plain;
  });
  return parts.join(" + ");
}

/** GLSL functions once per type that occurs. */
export function perType(groups: readonly GroupSignature[], text: (type: string) => string): string {
  return [...new Set(groups.map(floatType))].map(text).join("\n");
}
