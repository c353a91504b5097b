import type { Slab } from "../display/settings.ts";
import type { Gl } from "../gl/context.ts";
import type { ProgramCache } from "../gl/program.ts";
import { COVER_VERTEX, signatureKey } from "../shaders/groups.ts";
import { sliceFragment } from "../shaders/slice.ts";
import type { VoxelRange } from "../voxels/coverage.ts";
import type { DisplayByKey } from "./channelDisplay.ts";
import { bindGroup, needsGamma, needsLuts, passesOf, signatureOf } from "./channelUniforms.ts";
import type { GpuBlock, PlacedTexture } from "./gpuBlock.ts";
import {
  type Axis,
  axesOf,
  pointOf,
  type Rect,
  type SliceCamera,
  slabRange,
  voxelAt,
} from "./slices.ts";

/** Device pixels of the canvas: `height` is the whole canvas, to turn top-left into GL's bottom-left. */
export interface CanvasScale {
  readonly ratio: number;
  readonly height: number;
}

export interface SliceJob {
  readonly block: GpuBlock;
  readonly display: DisplayByKey;
  readonly paneCamera: SliceCamera;
  /** Index along the plane's normal. */
  readonly slice: number;
  readonly slab: Slab;
  readonly slabThickness: number;
}

/** Uniforms of the slice shader, in voxel order (x, y, z). Pure, so that the CPU twin steps the same way. */
export interface SliceSteps {
  readonly base: [number, number, number];
  readonly across: [number, number, number];
  readonly up: [number, number, number];
  readonly normal: [number, number, number];
  readonly count: number;
}

/** `count` 0: no slice of the slab lies in the volume. */
export function sliceSteps(
  job: SliceJob,
  { from, to }: VoxelRange,
  canvas: CanvasScale,
): SliceSteps {
  const { paneCamera } = job;
  const { across, down, normal } = axesOf(paneCamera.plane);
  const slab = slabRange(job.slab, job.slice, job.slabThickness, [from[normal], to[normal]]);
  const base = voxelAt(paneCamera, 0, canvas.height / canvas.ratio);
  base[normal] = slab.first + 0.5;
  const unit = (axis: Axis, length: number): [number, number, number] => {
    const v: [number, number, number] = [0, 0, 0];
    v[2 - axis] = length;
    return v;
  };
  return {
    base: [base[2], base[1], base[0]],
    across: unit(across, 1 / (paneCamera.scale[across] * canvas.ratio)),
    up: unit(down, -1 / (paneCamera.scale[down] * canvas.ratio)),
    normal: unit(normal, 1),
    count: slab.count,
  };
}

/** Paints cross-sections. Expects a cleared canvas and the pane's viewport untouched (gl_FragCoord is absolute). */
export class SliceRenderer {
  constructor(
    private readonly gl: Gl,
    private readonly programs: ProgramCache,
  ) {}

  draw(job: SliceJob, canvas: CanvasScale): void {
    const gl = this.gl;
    const area = deviceRect(pictureRect(job.paneCamera, realPart(job.block)), canvas);
    const steps = sliceSteps(job, realPart(job.block), canvas);
    if (area.width <= 0 || area.height <= 0 || steps.count <= 0) return;
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(area.x, area.y, area.width, area.height);
    passesOf(job.block.textures, job.display).forEach((textures, pass) => {
      const slab = steps.count > 1 ? job.slab : "none";
      const variant = {
        groups: textures.map(signatureOf),
        slab,
        whole: textures.every((t) => fills(t, job)),
        gamma: needsGamma(textures, job.display),
        luts: needsLuts(textures, job.display),
      };
      const { gamma, luts, whole } = variant;
      const key = `slice ${signatureKey(variant.groups)} ${slab} ${gamma} ${luts} ${whole}`;
      const program = this.programs.get(key, () => ({
        vertex: COVER_VERTEX,
        fragment: sliceFragment(variant),
      }));
      program.use();
      textures.forEach((texture, i) => {
        bindGroup(gl, program, i, { texture, display: job.display });
      });
      gl.uniform3fv(program.at("uBase"), steps.base);
      gl.uniform3fv(program.at("uAcross"), steps.across);
      gl.uniform3fv(program.at("uUp"), steps.up);
      gl.uniform3iv(program.at("uNormal"), steps.normal);
      gl.uniform1i(program.at("uCount"), steps.count);
      if (pass > 0) gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    });
    gl.disable(gl.BLEND);
    gl.disable(gl.SCISSOR_TEST);
  }
}

/** A volume as large as the block, or its plane of just this slice. */
function fills(
  { volume, firstPlane }: PlacedTexture,
  { block, paneCamera, slice }: SliceJob,
): boolean {
  const [depth, height, width] = volume.group.shape;
  const isPlane = depth === 1 && paneCamera.plane === "xy" && firstPlane === slice;
  const isDeep = depth === block.shape[0] && firstPlane === 0;
  return height === block.shape[1] && width === block.shape[2] && (isPlane || isDeep);
}

/** What is drawn of a block: the part that lies in its volume. */
function realPart({ inside, shape }: GpuBlock): VoxelRange {
  return inside ?? { from: [0, 0, 0], to: shape };
}

/** The part of the pane that these voxels cover, CSS pixels; no width or height where they are out of sight. */
export function pictureRect(paneCamera: SliceCamera, { from, to }: VoxelRange): Rect {
  const [x0, y0] = pointOf(paneCamera, from);
  const [x1, y1] = pointOf(paneCamera, to);
  const { rect } = paneCamera;
  const x = Math.max(rect.x, x0);
  const y = Math.max(rect.y, y0);
  return {
    x,
    y,
    width: Math.min(rect.x + rect.width, x1) - x,
    height: Math.min(rect.y + rect.height, y1) - y,
  };
}

/** Whole device pixels, counted from the bottom left. */
export function deviceRect(r: Rect, canvas: CanvasScale): Rect {
  const left = Math.round(r.x * canvas.ratio);
  const top = Math.round(r.y * canvas.ratio);
  const right = Math.round((r.x + r.width) * canvas.ratio);
  const bottom = Math.round((r.y + r.height) * canvas.ratio);
  return { x: left, y: canvas.height - bottom, width: right - left, height: bottom - top };
}
