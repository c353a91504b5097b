import { type Gl, openContext } from "../gl/context.ts";
import type { Camera } from "../render/camera.ts";
import { type BlockSubject, GpuBlock } from "../render/gpuBlock.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import { Captions } from "./captions.ts";
import { IdleWork } from "./idleWork.ts";
import { overlayOf } from "./overlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import { Painter } from "./painter.ts";
import { Pointer } from "./pointer.ts";
import { ProgressiveRefinement } from "./progressiveRefinement.ts";
import { composed } from "./screenshot.ts";
import { Splitters } from "./splitters.ts";
import type { Placement, StageApi, StageBlock, StageEvents, View } from "./stageContract.ts";
import { StageView } from "./stageView.ts";
import { StaleFrameHold } from "./staleFrameHold.ts";
import { Surface } from "./surface.ts";

/** Fills `host`, a positioned element. null: no WebGL2 in this browser. */
export function createStage(host: HTMLElement, events: StageEvents): StageApi | null {
  const canvas = document.createElement("canvas");
  canvas.dataset.testid = "viewer-canvas";
  canvas.setAttribute("role", "img");
  canvas.style.cssText =
    "position:absolute;inset:0;width:100%;height:100%;display:block;touch-action:none";
  const gl = openContext(canvas);
  if (gl === null) return null;
  host.append(canvas);
  return new Stage(host, canvas, gl, events);
}

class Stage implements StageApi {
  private readonly surface: Surface;
  private readonly view: StageView;
  private readonly overlay = new OverlayCanvas();
  private readonly captions: Captions;
  private readonly splitters: Splitters;
  private readonly pointer: Pointer;
  private readonly idle: IdleWork;
  private readonly refinement: ProgressiveRefinement;
  private readonly blocks = new Set<GpuBlock>();
  private readonly ended = new AbortController();
  /** null while the context is lost. */
  private painter: Painter | null;
  private frame = 0;
  private due = 0;
  private readonly staleFrame = new StaleFrameHold();
  /** Shown once nothing is painted. */
  private text = "";
  /** The last one carried out. */
  private placement: Placement | null = null;

  constructor(
    host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: Gl,
    private readonly events: StageEvents,
  ) {
    this.painter = new Painter(gl);
    this.surface = new Surface(host, () => this.view.changed());
    this.view = new StageView(
      () => this.surface.size,
      () => this.invalidate(),
    );
    host.append(this.overlay.element);
    this.captions = new Captions(host);
    this.splitters = new Splitters(host, (split) => this.view.setSplit(split));
    this.idle = new IdleWork(
      () => this.painter?.resources ?? null,
      () => {
        const { scene } = this.view;
        if (scene !== null && this.painter?.warm(scene) === true) this.idle.wake();
      },
    );
    this.refinement = new ProgressiveRefinement(
      () => this.refine(),
      () => this.invalidate(),
    );
    this.pointer = new Pointer(canvas, {
      scene: () => this.view.scene,
      moveCamera: (camera) => this.moveCamera(camera),
      moveCursor: (cursor) => this.moveCursor(cursor),
      toggleMaximized: (id) => this.view.toggleMaximized(id),
      hovered: () => this.readOut(),
    });
    const { signal } = this.ended;
    canvas.addEventListener("webglcontextlost", (e) => this.lost(e), { signal });
    canvas.addEventListener("webglcontextrestored", () => this.restored(), { signal });
  }

  get cursor(): Zyx {
    return this.view.cursor;
  }

  prepare(subject: BlockSubject): StageBlock {
    const block = new GpuBlock(subject);
    this.blocks.add(block);
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    const mine = own(block);
    this.checkSize(planes);
    mine.setPlanes(this.painter?.resources ?? null, planes);
    if (this.view.block === mine) this.view.changed();
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    const mine = own(block);
    this.checkSize(channels);
    mine.setVolumes(this.painter?.resources ?? null, channels);
    this.idle.add(mine);
    if (this.view.block === mine) this.view.changed();
  }

  release(block: StageBlock): void {
    const mine = own(block);
    if (this.view.block === mine) this.show(null, "");
    this.idle.remove(mine);
    this.blocks.delete(mine);
    mine.dispose();
  }

  get isHoldingStaleFrame(): boolean {
    return this.staleFrame.isActive;
  }

  render({ block, text, display, placement }: View): void {
    const mine = block === null ? null : own(block);
    if (mine !== this.view.block || text !== this.text) this.show(mine, text);
    this.view.setDisplay(display);
    if (placement !== null && placement !== this.placement) this.place(placement);
    this.placement = placement;
  }

  resetView(): void {
    this.view.reset();
    this.events.onZoom?.(1);
  }

  screenshot(): Promise<Blob> {
    while (this.painter !== null && !this.refine()) this.gl.flush();
    this.drawNow();
    const layers = [this.canvas, this.overlay.element];
    return composed(layers, this.view.block?.label ?? "", this.surface.size.ratio);
  }

  drawNow(): void {
    cancelAnimationFrame(this.due);
    this.due = 0;
    this.staleFrame.end();
    this.captions.setLoading(this.text);
    if (this.painter !== null) this.draw(this.painter);
    else this.events.onPainted?.(this.frame, "");
  }

  dispose(): void {
    cancelAnimationFrame(this.due);
    this.staleFrame.end();
    this.ended.abort();
    this.refinement.cancel();
    this.idle.dispose();
    this.pointer.dispose();
    this.surface.dispose();
    this.splitters.dispose();
    this.captions.dispose();
    for (const block of this.blocks) block.dispose();
    this.painter?.dispose();
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.overlay.element.remove();
    this.canvas.remove();
  }

  private show(block: GpuBlock | null, text: string): void {
    this.text = text;
    if (block === null) {
      this.holdStaleFrame();
    } else {
      this.staleFrame.end();
      this.idle.prefer(block);
    }
    this.view.show(block);
  }

  private place({ center, slice }: Placement): void {
    if (center !== null) this.view.center(center);
    if (slice === null) return;
    const [, y, x] = this.view.cursor;
    this.view.setCursor([slice, y, x]);
  }

  private draw(painter: Painter): void {
    const size = this.surface.size;
    const canvas = this.canvas;
    if (canvas.width !== size.deviceWidth) canvas.width = size.deviceWidth;
    if (canvas.height !== size.deviceHeight) canvas.height = size.deviceHeight;
    const { scene } = this.view;
    const refined = painter.paint(scene, {
      ratio: size.ratio,
      width: size.deviceWidth,
      height: size.deviceHeight,
    });
    this.frame++;
    canvas.dataset.blockId = scene?.block.label ?? "";
    canvas.dataset.slice = String(this.cursor[0]);
    canvas.dataset.cursor = this.cursor.join(",");
    canvas.dataset.frame = String(this.frame);
    canvas.dataset.complete = String(scene?.block.complete === true);
    canvas.dataset.refined = String(refined);
    canvas.setAttribute(
      "aria-label",
      scene === null ? "No picture" : `${scene.block.label}, slice ${this.cursor[0]}`,
    );
    this.overlay.paint(scene === null ? [] : overlayOf(scene), size.width, size.height, size.ratio);
    const isSplit = scene?.display.viewMode === "quad" && scene.panes.length > 1;
    this.splitters.place(isSplit ? scene.split : null, size.width, size.height);
    this.readOut();
    if (refined) this.refinement.cancel();
    else this.refinement.after(this.gl);
    this.events.onPainted?.(this.frame, scene?.block.key ?? "");
  }

  private refine(): boolean {
    const { scene } = this.view;
    const { ratio, deviceHeight } = this.surface.size;
    return (
      scene === null ||
      this.painter === null ||
      this.painter.refine(scene, { ratio, height: deviceHeight })
    );
  }

  /** From now on no block is painted, whatever is still to be seen. */
  private holdStaleFrame(): void {
    if (!this.canvas.dataset.blockId) return;
    cancelAnimationFrame(this.due);
    this.due = 0;
    this.unpaint();
    this.staleFrame.begin(() => this.drawNow());
    this.events.onPainted?.(this.frame, "");
  }

  private unpaint(): void {
    this.canvas.dataset.blockId = "";
    this.canvas.dataset.complete = "false";
  }

  private invalidate(): void {
    if (this.due === 0 && !this.staleFrame.isActive)
      this.due = requestAnimationFrame(() => this.drawNow());
  }

  private moveCamera(camera: Camera): void {
    const isZoom = camera.zoom !== this.view.zoom;
    this.view.setCamera(camera);
    if (isZoom) this.events.onZoom?.(camera.zoom);
  }

  private moveCursor(cursor: Zyx): void {
    if (`${cursor}` === `${this.cursor}`) return;
    this.view.setCursor(cursor);
    this.events.onCursor?.(this.cursor);
  }

  private readOut(): void {
    const { block, display } = this.view;
    const { voxel } = this.pointer;
    const values = block?.sources.map((s, i) => ({
      key: s.key,
      value: block.valueAt(i, voxel ?? [0, 0, 0]),
    }));
    const readout =
      voxel === null || values === undefined || values.length === 0 ? null : { voxel, values };
    const nameOf = (key: string): string =>
      display?.channels.find((c) => c.key === key)?.name ?? key;
    this.captions.setReadout(readout, nameOf);
    this.events.onReadout?.(readout);
  }

  whyTooLarge(shape: Zyx): string | null {
    const most = this.gl.getParameter(this.gl.MAX_3D_TEXTURE_SIZE) as number | null;
    return most === null || Math.max(...shape) <= most
      ? null
      : `${shape.join(" x ")} voxels; this GPU takes at most ${most} per axis`;
  }

  private checkSize(channels: readonly LoadedChannel[]): void {
    for (const { key, shape } of channels) {
      const reason = this.whyTooLarge(shape);
      if (reason !== null) throw new RangeError(`channel ${key} is ${reason}`);
    }
  }

  private lost(event: Event): void {
    event.preventDefault();
    this.refinement.cancel();
    this.painter = null;
    this.unpaint();
    this.events.onContextLost?.();
  }

  private restored(): void {
    this.painter = new Painter(this.gl);
    for (const block of this.blocks) {
      block.renew(this.painter.resources);
      this.idle.add(block);
    }
    this.events.onContextRestored?.();
    this.invalidate();
  }
}

function own(block: StageBlock): GpuBlock {
  if (!(block instanceof GpuBlock)) throw new TypeError("a block of another stage");
  return block;
}
