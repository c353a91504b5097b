/** Contrast limits in voxel values. */
export type Limits = readonly [low: number, high: number];

/** 1 / (high - low); 0 for empty limits, which paints black instead of dividing by zero. */
export function scaleOf([low, high]: Limits): number {
  return high > low ? 1 / (high - low) : 0;
}

/** Stands for NaN and infinities from the texture on: below any limit, never a maximum. */
export const NOTHING = -3.0e38;

/** Voxel value -> 0..1 by the limits, then the gamma curve. Twin of the GLSL below. */
export function mapped(value: number, limits: Limits, gamma: number): number {
  return curved(normalized(value, limits), gamma);
}

export function normalized(value: number, limits: Limits): number {
  if (!Number.isFinite(value)) return 0;
  return Math.min(1, Math.max(0, (value - limits[0]) * scaleOf(limits)));
}

export function curved(t: number, gamma: number): number {
  return gamma === 1 ? t : t ** gamma;
}

/** GLSL of the same functions for a group of `type` (float, vec2, vec3, vec4). */
export function contrastGlsl(type: string): string {
  return `
${type} normalized(${type} value, ${type} low, ${type} scale) {
  return clamp((value - low) * scale, 0.0, 1.0);
}`;
}

/** GLSL: no pow where every gamma of the picture is 1. */
export function curvedGlsl(type: string, withGamma: boolean): string {
  const body = withGamma ? "pow(t, gamma)" : "t";
  return `
${type} curved(${type} t, ${type} gamma) {
  return ${body};
}`;
}

/** "#rrggbb" -> 0..1 each. */
export function rgbOf(color: string): [r: number, g: number, b: number] {
  const value = Number.parseInt(color.slice(1, 7), 16);
  if (!Number.isFinite(value)) return [1, 1, 1];
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
