import { scaleOf } from "../display/contrast.ts";
import { isLut, LUT_NUMBERS, type Rgb, tinted } from "../display/tint.ts";
import type { Gl } from "../gl/context.ts";
import type { Program } from "../gl/program.ts";
import type { GroupSignature } from "../shaders/groups.ts";
import type { ChannelDisplay, DisplayByKey } from "./channelDisplay.ts";
import type { PlacedTexture } from "./gpuBlock.ts";

/** Textures a fragment shader may bind at once, everywhere (with room for one more each). */
export const TEXTURES_PER_PASS = 8;

/** Textures with something to show, in portions that one pass can bind. */
export function passesOf(
  textures: readonly PlacedTexture[],
  display: DisplayByKey,
): PlacedTexture[][] {
  const shown = textures.filter((t) => t.keys.some((key) => display.get(key)?.visible === true));
  const passes: PlacedTexture[][] = [];
  for (let i = 0; i < shown.length; i += TEXTURES_PER_PASS) {
    passes.push(shown.slice(i, i + TEXTURES_PER_PASS));
  }
  return passes;
}

export function signatureOf(texture: PlacedTexture): GroupSignature {
  return { type: texture.volume.group.type, components: texture.keys.length };
}

export function needsGamma(textures: readonly PlacedTexture[], display: DisplayByKey): boolean {
  return textures.some((t) => t.keys.some((key) => (display.get(key)?.gamma ?? 1) !== 1));
}

export function needsLuts(textures: readonly PlacedTexture[], display: DisplayByKey): boolean {
  return textures.some((t) => t.keys.some((key) => isLut(display.get(key)?.lut)));
}

/** Binds group i's texture to unit i and sets its limits, curve and colours; what is hidden is black. */
export function bindGroup(
  gl: Gl,
  program: Program,
  i: number,
  placed: { readonly texture: PlacedTexture; readonly display: DisplayByKey },
): void {
  const { texture, display } = placed;
  const [depth, height, width] = texture.volume.group.shape;
  const shown = texture.keys.map((key) => display.get(key));
  gl.activeTexture(gl.TEXTURE0 + i);
  gl.bindTexture(gl.TEXTURE_3D, texture.volume.texture);
  gl.uniform1i(program.at(`uVolume${i}`), i);
  gl.uniform3i(program.at(`uSize${i}`), width, height, depth);
  gl.uniform1i(program.at(`uFirstPlane${i}`), texture.firstPlane);
  setFloats(
    gl,
    program.at(`uLow${i}`),
    shown.map((c) => c?.limits[0] ?? 0),
  );
  setFloats(
    gl,
    program.at(`uScale${i}`),
    shown.map((c) => (c === undefined ? 0 : scaleOf(c.limits))),
  );
  setFloats(
    gl,
    program.at(`uGamma${i}`),
    shown.map((c) => c?.gamma ?? 1),
  );
  setFloats(
    gl,
    program.at(`uHidden${i}`),
    shown.map((c) => (c?.visible === true ? 0 : 1)),
  );
  const tints = shown.map((c) => tintOf(c));
  gl.uniform3fv(
    program.at(`uBase${i}`),
    tints.flatMap(({ base }) => base),
  );
  gl.uniform3fv(
    program.at(`uColor${i}`),
    tints.flatMap(({ color }) => color),
  );
  const luts = shown.map((c) => (isLut(c?.lut) ? LUT_NUMBERS[c.lut] : 0));
  if (luts.some((lut) => lut > 0)) {
    gl.uniform1iv(program.at(`uLut${i}`), luts);
  }
}

/**
 * A channel paints base + color * t, where t goes from 0 at the lower limit to 1. Of one with a scale, their first parts give
 * the share, and the second part of base its opacity.
 */
export function tintOf(
  shown: Pick<ChannelDisplay, "color" | "visible" | "inverted" | "lut" | "opacity"> | undefined,
): { readonly base: Rgb; readonly color: Rgb } {
  const none: Rgb = [0, 0, 0];
  if (shown?.visible !== true) return { base: none, color: none };
  const { inverted, lut, opacity = 1 } = shown;
  if (isLut(lut)) {
    return { base: [inverted ? 1 : 0, opacity, 0], color: [inverted ? -1 : 1, 0, 0] };
  }
  const [r, g, b] = tinted(1, { color: shown.color, opacity });
  return inverted ? { base: [r, g, b], color: [-r, -g, -b] } : { base: none, color: [r, g, b] };
}

function setFloats(gl: Gl, at: WebGLUniformLocation | null, values: readonly number[]): void {
  const list = [...values];
  if (list.length === 1) gl.uniform1fv(at, list);
  else if (list.length === 2) gl.uniform2fv(at, list);
  else if (list.length === 3) gl.uniform3fv(at, list);
  else gl.uniform4fv(at, list);
}
