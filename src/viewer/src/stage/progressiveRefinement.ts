import type { Gl } from "../gl/context.ts";

/** Rest before a moving picture is refined. */
const REST_MS = 120;
const POLL_MS = 4;

/**
 * Takes steps towards full resolution once the picture rests, each only after the GPU has finished the last, so that a key
 * or a drag waits for one step at most.
 */
export class ProgressiveRefinement {
  private readonly step: () => boolean;
  private readonly done: () => void;
  private timer = 0;
  private fence: { readonly gl: Gl; readonly sync: WebGLSync } | null = null;

  /** `step` answers true when nothing is left to do; then `done` is called. */
  constructor(step: () => boolean, done: () => void) {
    this.step = step;
    this.done = done;
  }

  /** Starts again after a rest. */
  after(gl: Gl): void {
    this.cancel();
    this.timer = window.setTimeout(() => this.next(gl), REST_MS);
  }

  cancel(): void {
    window.clearTimeout(this.timer);
    this.fence?.gl.deleteSync(this.fence.sync);
    this.fence = null;
  }

  private next(gl: Gl): void {
    if (gl.isContextLost()) return;
    if (this.fence !== null && gl.clientWaitSync(this.fence.sync, 0, 0) === gl.TIMEOUT_EXPIRED) {
      this.timer = window.setTimeout(() => this.next(gl), POLL_MS);
      return;
    }
    this.cancel();
    if (this.step()) {
      this.done();
      return;
    }
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    if (sync !== null) this.fence = { gl, sync };
    this.timer = window.setTimeout(() => this.next(gl), 0);
  }
}
