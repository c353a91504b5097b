import { type Gl, prepareState } from "../gl/context.ts";
import { ProgramCache } from "../gl/program.ts";
import { TexturePool } from "../gl/texturePool.ts";
import { Staging } from "../gl/volumeTexture.ts";
import type { GpuHome } from "../render/blockTextures.ts";
import { type CanvasScale, deviceRect, SliceRenderer } from "../render/sliceRenderer.ts";
import { VolumePicture } from "../render/volumePicture.ts";
import { type VolumeJob, VolumeRenderer } from "../render/volumeRenderer.ts";
import type { PaneView, Scene } from "./scene.ts";

/** All that lives on one GL context. Thrown away and made anew when the context is lost. */
export class Painter {
  readonly home: GpuHome;
  readonly #gl: Gl;
  readonly #programs: ProgramCache;
  readonly #slices: SliceRenderer;
  readonly #picture: VolumePicture;
  #warmed = "";

  constructor(gl: Gl) {
    prepareState(gl);
    this.#gl = gl;
    this.home = { gl, pool: new TexturePool(gl), staging: new Staging() };
    this.#programs = new ProgramCache(gl);
    this.#slices = new SliceRenderer(gl, this.#programs);
    this.#picture = new VolumePicture(gl, new VolumeRenderer(gl, this.#programs));
  }

  /** Paints a frame. True: all of it at full resolution. */
  paint(scene: Scene | null, canvas: CanvasScale & { readonly width: number }): boolean {
    const gl = this.#gl;
    scene?.block.makeReady(this.home, onlySlice(scene));
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    let refined = true;
    for (const view of scene?.panes ?? []) {
      if (scene !== null) refined = this.#paintPane(scene, view, canvas) && refined;
    }
    return refined;
  }

  /** A step towards full resolution, off screen. True: the next paint shows it. */
  refine(scene: Scene, canvas: CanvasScale): boolean {
    for (const view of scene.panes) {
      if (view.kind !== "volume") continue;
      const area = deviceRect(view.pane.rect, canvas);
      if (!this.#picture.refine(volumeJob(scene, view), area, canvas.ratio)) return false;
    }
    return true;
  }

  /** Compiles the 3D shader of this display before it is asked for. */
  warm(scene: Scene): void {
    const { block, display } = scene;
    const key = [
      block.channels.map((c) => `${c.type} ${c.shape}`),
      display.projection,
      display.smooth,
    ].join("|");
    const [view] = scene.panes;
    if (key === this.#warmed || !block.uploaded || view === undefined) return;
    this.#warmed = key;
    const gaze = {
      rect: view.pane.rect,
      origin: [0, 0, 0],
      right: [0, 0, 0],
      down: [0, 0, 0],
      forward: [0, 0, 1],
    } as const;
    this.#picture.warm(
      volumeJob(scene, { kind: "volume", pane: view.pane, gaze, display: view.display }),
    );
  }

  dispose(): void {
    this.#picture.dispose();
    this.#programs.dispose();
    this.home.pool.dispose();
  }

  #paintPane(scene: Scene, view: PaneView, canvas: CanvasScale): boolean {
    if (view.kind === "volume") {
      return this.#picture.paint(
        volumeJob(scene, view),
        deviceRect(view.pane.rect, canvas),
        canvas.ratio,
      );
    }
    const { slab, slabThickness } = scene.display;
    const { gaze, slice, display } = view;
    this.#slices.draw({ block: scene.block, display, gaze, slice, slab, slabThickness }, canvas);
    return true;
  }
}

/** The one XY slice that the scene shows; null when it needs more of the volume. */
function onlySlice(scene: Scene): number | null {
  const { viewMode, slab, slabThickness } = scene.display;
  const single = viewMode === "slice" && (slab === "none" || slabThickness <= 1);
  return single ? scene.cursor[0] : null;
}

function volumeJob(scene: Scene, view: Extract<PaneView, { kind: "volume" }>): VolumeJob {
  const { projection, smooth, isoThreshold } = scene.display;
  const { block, aspect } = scene;
  return {
    block,
    display: view.display,
    gaze: view.gaze,
    aspect,
    projection,
    smooth,
    threshold: isoThreshold,
  };
}
