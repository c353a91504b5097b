import type { Projection } from "../display/settings.ts";
import type { Gl } from "../gl/context.ts";
import type { Program, ProgramCache } from "../gl/program.ts";
import { COVER_VERTEX, signatureKey } from "../shaders/groups.ts";
import { volumeFragment } from "../shaders/volume.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { VolumeCamera } from "./camera.ts";
import type { DisplayByKey } from "./channelDisplay.ts";
import { bindGroup, needsGamma, needsLuts, passesOf, signatureOf } from "./channelUniforms.ts";
import type { GpuBlock, PlacedTexture } from "./gpuBlock.ts";
import type { Rect } from "./slices.ts";

export interface VolumeJob {
  readonly block: GpuBlock;
  readonly display: DisplayByKey;
  readonly paneCamera: VolumeCamera;
  readonly aspect: Zyx;
  readonly projection: Projection;
  readonly smooth: boolean;
  /** 0..1 between the limits. */
  readonly threshold: number;
}

/** Uniforms of the ray-marching shader, in voxel order (x, y, z), for a target with its origin at the bottom left. */
export interface RaySteps {
  readonly origin: Vec3;
  readonly right: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
  readonly inverse: Vec3;
  readonly aspect: Vec3;
  /** Unit vector from the eye in world units. */
  readonly light: Vec3;
  /** The part of the block that lies in its volume: rays go through nothing else. */
  readonly from: Vec3;
  readonly to: Vec3;
}

type Vec3 = readonly [number, number, number];

/** `pixels`: device pixels of the target per CSS pixel; `height`: of the target in device pixels. */
export function raySteps(job: VolumeJob, pixels: number, height: number): RaySteps {
  const { paneCamera } = job;
  const aspect: Vec3 = [job.aspect[2], job.aspect[1], job.aspect[0]];
  const per = (make: (i: 0 | 1 | 2) => number): Vec3 => [make(0), make(1), make(2)];
  const world = per((i) => paneCamera.forward[i] * aspect[i]);
  const length = Math.hypot(...world);
  const { from, to } = job.block.inside ?? { from: [0, 0, 0], to: job.block.shape };
  return {
    origin: per((i) => paneCamera.origin[i] + (paneCamera.down[i] * height) / pixels),
    right: per((i) => paneCamera.right[i] / pixels),
    up: per((i) => -paneCamera.down[i] / pixels),
    forward: paneCamera.forward,
    inverse: per((i) => inverseOf(paneCamera.forward[i])),
    aspect,
    light: per((i) => world[i] / length),
    from: [from[2], from[1], from[0]],
    to: [to[2], to[1], to[0]],
  };
}

/** Finite for rays along a face: they cross its planes far outside of any volume. */
function inverseOf(v: number): number {
  const least = 1e-7;
  return 1 / (Math.abs(v) < least ? (v < 0 ? -least : least) : v);
}

/** Marches rays into whatever framebuffer is bound. */
export class VolumeRenderer {
  constructor(
    private readonly gl: Gl,
    private readonly programs: ProgramCache,
  ) {}

  /** Paints the target's pixels inside `area` (device pixels from the bottom left). Expects them cleared. */
  draw(job: VolumeJob, steps: RaySteps, area: Rect): void {
    const gl = this.gl;
    if (area.width <= 0 || area.height <= 0) return;
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(area.x, area.y, area.width, area.height);
    passesOf(job.block.projectionTextures, job.display).forEach((textures, pass) => {
      const program = this.program(job, textures);
      program.use();
      textures.forEach((texture, i) => {
        bindGroup(gl, program, i, { texture, display: job.display });
      });
      this.setRays(program, steps, job.threshold);
      if (pass > 0) gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    });
    gl.disable(gl.BLEND);
    gl.disable(gl.SCISSOR_TEST);
  }

  private program({ projection, smooth, display }: VolumeJob, textures: PlacedTexture[]): Program {
    const groups = textures.map(signatureOf);
    const gamma = needsGamma(textures, display);
    const luts = needsLuts(textures, display);
    const key = `volume ${signatureKey(groups)} ${projection} ${smooth} ${gamma} ${luts}`;
    return this.programs.get(key, () => ({
      vertex: COVER_VERTEX,
      fragment: volumeFragment({ groups, projection, smooth, gamma, luts }),
    }));
  }

  private setRays(program: Program, steps: RaySteps, threshold: number): void {
    const gl = this.gl;
    gl.uniform3fv(program.at("uOrigin"), [...steps.origin]);
    gl.uniform3fv(program.at("uRight"), [...steps.right]);
    gl.uniform3fv(program.at("uUp"), [...steps.up]);
    gl.uniform3fv(program.at("uForward"), [...steps.forward]);
    gl.uniform3fv(program.at("uInverse"), [...steps.inverse]);
    gl.uniform3fv(program.at("uAspect"), [...steps.aspect]);
    gl.uniform3fv(program.at("uLight"), [...steps.light]);
    gl.uniform3fv(program.at("uFrom"), [...steps.from]);
    gl.uniform3fv(program.at("uTo"), [...steps.to]);
    gl.uniform1f(program.at("uThreshold"), threshold);
  }
}
