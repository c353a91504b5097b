import { AdaptiveResolution } from "../gl/adaptiveResolution.ts";
import type { Gl } from "../gl/context.ts";
import { Target } from "../gl/target.ts";
import type { Rect } from "./slices.ts";
import { raySteps, type VolumeJob, type VolumeRenderer } from "./volumeRenderer.ts";

const BANDS = 12;

/**
 * The 3D pane's picture: at once at the resolution that keeps it fluid (gl/adaptiveResolution.ts), sampled nearest, which
 * costs an eighth of smooth; in bands at full resolution when asked. It keeps a picture until that is out of date, so a frame
 * in which only other panes change costs a copy.
 */
export class VolumePicture {
  private readonly coarse: Target;
  private readonly fine: Target;
  private readonly resolution: AdaptiveResolution;
  private coarseKey = "";
  private fineKey = "";
  private nextBand = 0;

  constructor(
    private readonly gl: Gl,
    private readonly renderer: VolumeRenderer,
  ) {
    this.resolution = new AdaptiveResolution(gl);
    this.coarse = new Target(gl);
    this.fine = new Target(gl);
  }

  /** Paints the pane on the canvas; `area` in device pixels from the bottom left. True: at full resolution. */
  paint(job: VolumeJob, area: Rect, ratio: number): boolean {
    if (area.width <= 0 || area.height <= 0) return true;
    const key = keyOf(job, area, ratio);
    if (this.isFine(key)) {
      this.fine.copyTo(area);
      return true;
    }
    if (this.coarseKey !== key) this.paintCoarse(job, area, ratio);
    this.coarseKey = key;
    this.coarse.copyTo(area);
    return false;
  }

  /** Renders the next band at full resolution, off screen. True: the picture is whole, paint shows it. */
  refine(job: VolumeJob, area: Rect, ratio: number): boolean {
    if (area.width <= 0 || area.height <= 0) return true;
    const key = keyOf(job, area, ratio);
    if (this.isFine(key)) return true;
    const gl = this.gl;
    this.fine.bind(area.width, area.height);
    if (this.fineKey !== key) {
      gl.clear(gl.COLOR_BUFFER_BIT);
      this.fineKey = key;
      this.nextBand = 0;
    }
    const from = Math.round((area.height * this.nextBand) / BANDS);
    const to = Math.round((area.height * (this.nextBand + 1)) / BANDS);
    const band = { x: 0, y: from, width: area.width, height: to - from };
    this.renderer.draw(job, raySteps(job, ratio, area.height), band);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.nextBand++;
    return this.nextBand >= BANDS;
  }

  /** Draws and scales one pixel off screen, so that the driver compiles what the first real frame needs. */
  warm(job: VolumeJob): void {
    const gl = this.gl;
    const spare = new Target(gl);
    spare.bind(2, 2);
    this.coarse.bind(Math.max(1, this.coarse.width), Math.max(1, this.coarse.height));
    this.renderer.draw({ ...job, smooth: false }, raySteps(job, 1, 1), {
      x: 0,
      y: 0,
      width: 1,
      height: 1,
    });
    this.coarse.copyTo({ x: 0, y: 0, width: 2, height: 2 }, spare);
    spare.dispose();
    this.coarseKey = "";
  }

  dispose(): void {
    this.coarse.dispose();
    this.fine.dispose();
  }

  private isFine(key: string): boolean {
    return this.fineKey === key && this.nextBand >= BANDS;
  }

  private paintCoarse(job: VolumeJob, area: Rect, ratio: number): void {
    const gl = this.gl;
    const width = Math.ceil(area.width * this.resolution.share);
    const height = Math.ceil(area.height * this.resolution.share);
    this.coarse.bind(width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const nearest = { ...job, smooth: false };
    const steps = raySteps(nearest, (ratio * height) / area.height, height);
    this.renderer.draw(nearest, steps, { x: 0, y: 0, width, height });
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.resolution.watch();
  }
}

/** Equal keys, equal pictures. */
function keyOf(job: VolumeJob, area: Rect, ratio: number): string {
  const { block, display, ...look } = job;
  return JSON.stringify([
    block.key,
    block.generation,
    [...display.values()],
    look,
    area.width,
    area.height,
    ratio,
  ]);
}
