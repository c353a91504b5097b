import type { Gl } from "./context.ts";

/** When a frame is checked, and the latest moment at which the check still means something. */
const LOOK_MS = 6;
const LATE_MS = 12;
const MOST_PATIENCE = 64;

/**
 * Decides at what share of full resolution (per axis) a moving picture is rendered. It starts at half, goes to full after
 * several frames in a row within milliseconds, as on a real graphics card, and back to half after a slow full frame.
 */
export class AdaptiveResolution {
  private full = false;
  private quick = 0;
  private patience = 3;

  constructor(private readonly gl: Gl) {}

  get share(): number {
    return this.full ? 1 : 0.5;
  }

  /** Call it right after a frame's draw calls. */
  watch(): void {
    const gl = this.gl;
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    if (sync === null) return;
    const begin = performance.now();
    setTimeout(() => {
      const isDone = gl.clientWaitSync(sync, 0, 0) !== gl.TIMEOUT_EXPIRED;
      gl.deleteSync(sync);
      this.learn(isDone, performance.now() - begin);
    }, LOOK_MS);
  }

  /** `isDone`: the GPU had finished the frame `after` milliseconds. */
  learn(isDone: boolean, after: number): void {
    if (isDone && after <= LATE_MS) {
      this.quick++;
      if (this.quick >= this.patience) this.full = true;
      return;
    }
    if (this.full) this.patience = Math.min(MOST_PATIENCE, this.patience * 4);
    this.quick = 0;
    this.full = false;
  }
}
