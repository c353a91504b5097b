import type { Projection } from "../display/settings.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { FLOAT_TYPES, floatType, type GroupSignature, SWIZZLES } from "./groups.ts";
import type { VolumeVariant } from "./volume.ts";

/** Attenuation per unit of summed brightness of the attenuated MIP. */
export const ATTENUATION = 0.05;
/** Opacity of a voxel at the upper limit, translucent mode. */
export const OPACITY = 0.1;
/** A ray ends where less than this share of light gets through. */
export const OPAQUE = 0.995;
/** Share of light that reaches a surface seen edge-on. */
export const AMBIENT = 0.25;

/**
 * What happens before, at every sample `p` of and after a ray. `after` returns the colour. `functions` stand outside.
 * Each has a twin in volume.reference.ts.
 */
export interface ProjectionSnippet {
  readonly before: string;
  readonly sample: string;
  readonly after: string;
  readonly functions?: string;
}

type Build = (g: GroupSignature, i: number, v: VolumeVariant) => ProjectionSnippet;

export function projectionOf(
  group: GroupSignature,
  i: number,
  variant: VolumeVariant,
): ProjectionSnippet {
  return PROJECTIONS[variant.projection](group, i, variant);
}

const normalized = (value: string, i: number): string =>
  `normalized(${value}, uLow${i}, uScale${i})`;
const painted = (value: string, i: number): string =>
  `return tinted${i}(curved(${value}, uGamma${i}));`;

/** Nearest integers are compared and added as integers: fewer instructions, no rounding. */
function rawSample(
  group: GroupSignature,
  i: number,
  smooth: boolean,
): { type: string; value: string } {
  const integers = ["uint", "uvec2", "uvec3", "uvec4"] as const;
  if (smooth || isFloat(group.type)) return { type: floatType(group), value: `at${i}(p)` };
  const swizzle = SWIZZLES[group.components - 1] ?? "rgba";
  return {
    type: integers[group.components - 1] ?? "uvec4",
    value: `texelFetch(uVolume${i}, ivec3(p), 0).${swizzle}`,
  };
}

const PROJECTIONS: Readonly<Record<Projection, Build>> = {
  mip: (g, i, { smooth }) => {
    const raw = rawSample(g, i, smooth);
    return {
      before: `${raw.type} most = ${raw.type}(${raw.type.startsWith("u") ? "0u" : "-3.0e38"});`,
      sample: `most = max(most, ${raw.value});`,
      after: painted(normalized(`${floatType(g)}(most)`, i), i),
    };
  },
  average: (g, i, { smooth }) => {
    const raw = rawSample(g, i, smooth);
    const zero = `${raw.type}(${raw.type.startsWith("u") ? "0u" : "0.0"})`;
    const type = floatType(g);
    return {
      before: `${raw.type} sum = ${zero}; float n = 0.0;`,
      sample: isFloat(g.type)
        ? `float v = ${raw.value}; if (v > -3.0e38) { sum += v; n += 1.0; }`
        : `sum += ${raw.value};`,
      after: `${isFloat(g.type) ? `if (n == 0.0) ${painted("0.0", i)}` : "n = float(steps);"}
  ${painted(normalized(`${type}(sum) / n`, i), i)}`,
    };
  },
  attenuated: (g, i) => {
    const type = floatType(g);
    const a = (ATTENUATION * Math.LOG2E).toFixed(8);
    return {
      before: `${type} sum = ${type}(0.0); ${type} best = uHidden${i} * 2.0;`,
      sample: `${type} t = ${normalized(`at${i}(p)`, i)};
    sum += t;
    ${type} light = exp2(${a} - ${a} * sum);
    best = max(best, t * light);
    if (reached(best, light)) break;`,
      after: painted(`min(best, ${type}(1.0))`, i),
    };
  },
  translucent: (g, i) => {
    const type = floatType(g);
    return {
      before: `${type} sum = ${type}(0.0); ${type} through = 1.0 - uHidden${i};`,
      sample: `${type} t = ${normalized(`at${i}(p)`, i)};
    ${type} part = through * t * ${OPACITY.toFixed(4)};
    sum += part * t;
    through -= part;
    if (reached(${type}(${(1 - OPAQUE).toFixed(4)}), through)) break;`,
      after: painted("sum", i),
    };
  },
  iso: (g, i, { smooth }) => isoSurface(g, i, smooth),
};

/** The first sample at or above the threshold, lit from the eye by the slope of the mapped values there. */
function isoSurface(g: GroupSignature, i: number, smooth: boolean): ProjectionSnippet {
  const type = floatType(g);
  const letters = g.components === 1 ? [""] : [".r", ".g", ".b", ".a"].slice(0, g.components);
  const back = smooth
    ? (c: string) =>
        `depth${c} = max(0.0, depth${c} - clamp((t${c} - uThreshold) / max(t${c} - last${c}, 1e-6), 0.0, 1.0));`
    : () => "";
  const hits = letters
    .map((c) => `if (depth${c} < 0.0 && t${c} >= uThreshold) { depth${c} = float(k); ${back(c)} }`)
    .join("\n    ");
  return {
    functions: `
${type} value${i}(vec3 p) {
  return ${normalized(`at${i}(clamp(p, uFrom + 0.25, min(vec3(uSize${i}), uTo) - 0.25))`, i)};
}
float shade${i}(vec3 p, int c) {
  ${FLOAT_TYPES[g.components - 1]} dx = value${i}(p + vec3(1, 0, 0)) - value${i}(p - vec3(1, 0, 0));
  ${FLOAT_TYPES[g.components - 1]} dy = value${i}(p + vec3(0, 1, 0)) - value${i}(p - vec3(0, 1, 0));
  ${FLOAT_TYPES[g.components - 1]} dz = value${i}(p + vec3(0, 0, 1)) - value${i}(p - vec3(0, 0, 1));
  vec3 slope = vec3(${["dx", "dy", "dz"].map((d) => (g.components === 1 ? d : `${d}[c]`)).join(", ")}) / uAspect;
  float steep = length(slope);
  return steep > 0.0 ? ${AMBIENT} + ${1 - AMBIENT} * abs(dot(slope, uLight)) / steep : 1.0;
}`,
    before: `${type} depth = uHidden${i} * 2.0 - 1.0; ${type} last = ${type}(0.0);`,
    sample: `${type} t = ${normalized(`at${i}(p)`, i)};
    ${hits}
    last = t;
    if (reached(depth, ${type}(0.0))) break;`,
    after: `${type} lit = ${type}(0.0);
  ${letters.map((c, n) => `if (depth${c} >= 0.0 && uHidden${i}${c} == 0.0) lit${c} = shade${i}(start + depth${c} * uForward, ${n});`).join("\n  ")}
  ${painted("lit", i)}`,
  };
}
