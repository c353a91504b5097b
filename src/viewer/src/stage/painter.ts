import { type Gl, prepareState } from "../gl/context.ts";
import { ProgramCache } from "../gl/program.ts";
import { Target } from "../gl/target.ts";
import { TexturePool } from "../gl/texturePool.ts";
import { Staging } from "../gl/volumeTexture.ts";
import type { GlResources } from "../render/gpuBlock.ts";
import { type CanvasScale, deviceRect, SliceRenderer } from "../render/sliceRenderer.ts";
import { VolumePicture } from "../render/volumePicture.ts";
import { type VolumeJob, VolumeRenderer } from "../render/volumeRenderer.ts";
import type { PaneView, Scene } from "./scene.ts";

/** Everything that lives on one GL context. A lost context brings a new one. */
export class Painter {
  readonly resources: GlResources;
  private readonly programs: ProgramCache;
  private readonly slices: SliceRenderer;
  private readonly picture: VolumePicture;
  private readonly warmed = new Set<string>();

  constructor(private readonly gl: Gl) {
    prepareState(gl);
    this.resources = { gl, pool: new TexturePool(gl), staging: new Staging() };
    this.programs = new ProgramCache(gl);
    this.slices = new SliceRenderer(gl, this.programs);
    this.picture = new VolumePicture(gl, new VolumeRenderer(gl, this.programs));
  }

  /** Paints a frame. True: all of it at full resolution. */
  paint(scene: Scene | null, canvas: CanvasScale & { readonly width: number }): boolean {
    const gl = this.gl;
    scene?.block.makeReady(this.resources, onlySlice(scene));
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    let refined = true;
    for (const view of scene?.panes ?? []) {
      if (scene !== null) refined = this.paintPane(scene, view, canvas) && refined;
    }
    return refined;
  }

  /** A step towards full resolution, off screen. True: the next paint shows it. */
  refine(scene: Scene, canvas: CanvasScale): boolean {
    for (const view of scene.panes) {
      if (view.kind !== "volume") continue;
      const area = deviceRect(view.pane.rect, canvas);
      if (!this.picture.refine(volumeJob(scene, view), area, canvas.ratio)) return false;
    }
    return true;
  }

  /**
   * Compiles one shader that is likely to be needed next: the 3D view's, then the slice's with gamma. True: there may be
   * another.
   */
  warm(scene: Scene): boolean {
    const [view] = scene.panes;
    if (!scene.block.uploaded || view === undefined) return false;
    const types = scene.block.channels.map((c) => c.type).join();
    if (this.isNew(`${types} ${scene.display.projection}`)) {
      this.warmVolume(scene, view);
      return true;
    }
    if (view.kind === "slice" && this.isNew(`${types} gamma`)) {
      this.warmGamma(scene, view);
      return true;
    }
    return false;
  }

  dispose(): void {
    this.picture.dispose();
    this.programs.dispose();
    this.resources.pool.dispose();
  }

  private isNew(key: string): boolean {
    const isNew = !this.warmed.has(key);
    this.warmed.add(key);
    return isNew;
  }

  private warmVolume(scene: Scene, view: PaneView): void {
    const paneCamera = {
      rect: view.pane.rect,
      origin: [0, 0, 0],
      right: [0, 0, 0],
      down: [0, 0, 0],
      forward: [0, 0, 1],
    } as const;
    const looking = { kind: "volume", pane: view.pane, paneCamera, display: view.display } as const;
    this.picture.warm(volumeJob(scene, looking));
  }

  private warmGamma(scene: Scene, view: Extract<PaneView, { kind: "slice" }>): void {
    const spare = new Target(this.gl);
    spare.bind(2, 2);
    const display = new Map([...view.display].map(([key, c]) => [key, { ...c, gamma: 0.9 }]));
    const paneCamera = { ...view.paneCamera, rect: { x: 0, y: 0, width: 2, height: 2 } };
    const { slice } = view;
    this.slices.draw(
      { block: scene.block, display, paneCamera, slice, slab: "none", slabThickness: 1 },
      { ratio: 1, height: 2 },
    );
    this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, null);
    spare.dispose();
  }

  private paintPane(scene: Scene, view: PaneView, canvas: CanvasScale): boolean {
    if (view.kind === "volume") {
      return this.picture.paint(
        volumeJob(scene, view),
        deviceRect(view.pane.rect, canvas),
        canvas.ratio,
      );
    }
    const { slab, slabThickness } = scene.display;
    const { paneCamera, slice, display } = view;
    this.slices.draw(
      { block: scene.block, display, paneCamera, slice, slab, slabThickness },
      canvas,
    );
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
    paneCamera: view.paneCamera,
    aspect,
    projection,
    smooth,
    threshold: isoThreshold,
  };
}
