import { type Camera, cameraOn, middleOf } from "../camera.ts";
import { type Gl, openContext } from "../gl/context.ts";
import { GpuBlock } from "../render/blockTextures.ts";
import { clampVoxel } from "../slices.ts";
import { Captions } from "./captions.ts";
import { IdleWork } from "./idleWork.ts";
import { overlayOf } from "./overlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import { Painter } from "./painter.ts";
import type { Split } from "./panes.ts";
import { Pointer } from "./pointer.ts";
import { Refinement } from "./refinement.ts";
import { centredOn, type Scene, sceneOf } from "./scene.ts";
import { composed } from "./screenshot.ts";
import { Splitters } from "./splitters.ts";
import type {
  LoadedChannel,
  LoadedPlane,
  StageApi,
  StageBlock,
  StageDisplay,
  StageEvents,
  StageSubject,
  Zyx,
} from "./stageContract.ts";
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
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: Gl;
  readonly #events: StageEvents;
  readonly #surface: Surface;
  readonly #overlay = new OverlayCanvas();
  readonly #captions: Captions;
  readonly #splitters: Splitters;
  readonly #pointer: Pointer;
  readonly #idle: IdleWork;
  readonly #refinement: Refinement;
  readonly #blocks = new Set<GpuBlock>();
  readonly #ended = new AbortController();
  /** null while the context is lost. */
  #painter: Painter | null;
  #block: GpuBlock | null = null;
  #display: StageDisplay | null = null;
  #camera: Camera = cameraOn([1, 1, 1]);
  #cursor: Zyx = [0, 0, 0];
  /** null: by the block's shape. */
  #split: Split | null = null;
  #maximized: string | null = null;
  #toCenter: Zyx | null = null;
  #hovered: Zyx | null = null;
  #scene: Scene | null = null;
  #frame = 0;
  #due = 0;

  constructor(host: HTMLElement, canvas: HTMLCanvasElement, gl: Gl, events: StageEvents) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#events = events;
    this.#painter = new Painter(gl);
    this.#surface = new Surface(host, () => this.#invalidate());
    host.append(this.#overlay.element);
    this.#captions = new Captions(host);
    this.#splitters = new Splitters(host, (split) => {
      this.#split = split;
      this.#invalidate();
    });
    this.#idle = new IdleWork(
      () => this.#painter?.home ?? null,
      () => {
        const scene = this.#sceneNow();
        if (scene !== null) this.#painter?.warm(scene);
      },
    );
    this.#refinement = new Refinement(
      () => this.#refine(),
      () => this.#invalidate(),
    );
    this.#pointer = new Pointer(canvas, {
      scene: () => this.#sceneNow(),
      moveCamera: (camera) => this.#moveCamera(camera),
      moveCursor: (cursor) => this.#moveCursor(cursor),
      toggleMaximized: (id) => this.#toggleMaximized(id),
      hover: (voxel) => this.#hover(voxel),
    });
    const { signal } = this.#ended;
    canvas.addEventListener("webglcontextlost", (e) => this.#lost(e), { signal });
    canvas.addEventListener("webglcontextrestored", () => this.#restored(), { signal });
  }

  get cursor(): Zyx {
    return this.#cursor;
  }

  prepare(subject: StageSubject, channels: readonly LoadedChannel[]): StageBlock {
    const block = new GpuBlock(subject);
    this.#blocks.add(block);
    if (channels.length > 0) this.setVolumes(block, channels);
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    const mine = own(block);
    this.#checkSize(planes);
    mine.setPlanes(this.#painter?.home ?? null, planes);
    if (this.#block === mine) this.#invalidate();
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    const mine = own(block);
    this.#checkSize(channels);
    mine.setVolumes(this.#painter?.home ?? null, channels);
    this.#idle.add(mine);
    if (this.#block === mine) this.#invalidate();
  }

  release(block: StageBlock): void {
    const mine = own(block);
    if (this.#block === mine) this.show(null, "");
    this.#idle.remove(mine);
    this.#blocks.delete(mine);
    mine.dispose();
  }

  show(block: StageBlock | null, text: string): void {
    const before = this.#block;
    this.#block = block === null ? null : own(block);
    this.#captions.setLoading(block === null ? text : "");
    if (this.#block !== null) this.#idle.prefer(this.#block);
    if (this.#block !== null && `${before?.shape}` !== `${this.#block.shape}`) {
      this.#camera = { ...this.#camera, center: middleOf(this.#block.shape) };
    }
    this.#invalidate();
  }

  setDisplay(display: StageDisplay): void {
    if (display.viewMode !== this.#display?.viewMode) this.#maximized = null;
    this.#display = display;
    this.#invalidate();
  }

  setCursor(cursor: Zyx): void {
    this.#cursor = this.#block === null ? cursor : clampVoxel(cursor, this.#block.shape);
    this.#invalidate();
  }

  setSlice(z: number): void {
    this.setCursor([z, this.#cursor[1], this.#cursor[2]]);
  }

  center(point: Zyx): void {
    this.#toCenter = point;
    this.setCursor(point);
  }

  resetView(): void {
    this.#camera = cameraOn(this.#block?.shape ?? [1, 1, 1]);
    this.#maximized = null;
    this.#toCenter = null;
    this.#invalidate();
    this.#events.onZoom?.(1);
  }

  screenshot(): Promise<Blob> {
    while (this.#painter !== null && !this.#refine()) this.#gl.flush();
    this.drawNow();
    const layers = [this.#canvas, this.#overlay.element];
    return composed(layers, this.#block?.label ?? "", this.#surface.size.ratio);
  }

  drawNow(): void {
    cancelAnimationFrame(this.#due);
    this.#due = 0;
    if (this.#painter !== null) this.#draw(this.#painter);
  }

  dispose(): void {
    cancelAnimationFrame(this.#due);
    this.#ended.abort();
    this.#refinement.cancel();
    this.#idle.dispose();
    this.#pointer.dispose();
    this.#surface.dispose();
    this.#splitters.dispose();
    this.#captions.dispose();
    for (const block of this.#blocks) block.dispose();
    this.#painter?.dispose();
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#overlay.element.remove();
    this.#canvas.remove();
  }

  #draw(painter: Painter): void {
    const size = this.#surface.size;
    const canvas = this.#canvas;
    if (canvas.width !== size.deviceWidth) canvas.width = size.deviceWidth;
    if (canvas.height !== size.deviceHeight) canvas.height = size.deviceHeight;
    const scene = this.#sceneNow();
    const refined = painter.paint(scene, {
      ratio: size.ratio,
      width: size.deviceWidth,
      height: size.deviceHeight,
    });
    this.#frame++;
    canvas.dataset.blockId = scene?.block.label ?? "";
    canvas.dataset.slice = String(this.#cursor[0]);
    canvas.dataset.cursor = this.#cursor.join(",");
    canvas.dataset.frame = String(this.#frame);
    canvas.dataset.complete = String(scene?.block.complete === true);
    canvas.dataset.refined = String(refined);
    canvas.setAttribute(
      "aria-label",
      scene === null ? "No picture" : `${scene.block.label}, slice ${this.#cursor[0]}`,
    );
    this.#overlay.paint(
      scene === null ? [] : overlayOf(scene),
      size.width,
      size.height,
      size.ratio,
    );
    const isSplit = scene?.display.viewMode === "quad" && scene.panes.length > 1;
    this.#splitters.place(isSplit ? scene.split : null, size.width, size.height);
    this.#readOut();
    if (refined) this.#refinement.cancel();
    else this.#refinement.after(this.#gl);
    this.#events.onPainted?.(this.#frame, scene?.block.key ?? "");
  }

  #refine(): boolean {
    const scene = this.#sceneNow();
    const { ratio, deviceHeight } = this.#surface.size;
    return (
      scene === null ||
      this.#painter === null ||
      this.#painter.refine(scene, { ratio, height: deviceHeight })
    );
  }

  #sceneNow(): Scene | null {
    const [block, display] = [this.#block, this.#display];
    if (block === null || display === null || block.sources.length === 0) return null;
    if (this.#scene !== null) return this.#scene;
    const { width, height } = this.#surface.size;
    const make = (): Scene =>
      sceneOf({
        block,
        display,
        camera: this.#camera,
        cursor: clampVoxel(this.#cursor, block.shape),
        width,
        height,
        split: this.#split,
        maximized: this.#maximized,
      });
    this.#scene = make();
    if (this.#toCenter !== null) {
      this.#camera = centredOn(this.#scene, this.#toCenter);
      this.#toCenter = null;
      this.#scene = make();
    }
    return this.#scene;
  }

  #invalidate(): void {
    this.#scene = null;
    if (this.#due === 0) this.#due = requestAnimationFrame(() => this.drawNow());
  }

  #moveCamera(camera: Camera): void {
    const zoomed = camera.zoom !== this.#camera.zoom;
    this.#camera = camera;
    this.#invalidate();
    if (zoomed) this.#events.onZoom?.(camera.zoom);
  }

  #moveCursor(cursor: Zyx): void {
    if (`${cursor}` === `${this.#cursor}`) return;
    this.setCursor(cursor);
    this.#events.onCursor?.(this.#cursor);
  }

  #toggleMaximized(id: string): void {
    if (this.#maximized === null && (this.#sceneNow()?.panes.length ?? 0) < 2) return;
    this.#maximized = this.#maximized === id ? null : id;
    this.#invalidate();
  }

  #hover(voxel: Zyx | null): void {
    this.#hovered = voxel;
    this.#readOut();
  }

  #readOut(): void {
    const block = this.#block;
    const voxel = this.#hovered;
    const values = block?.sources.map((s, i) => ({
      key: s.key,
      value: block.valueAt(i, voxel ?? [0, 0, 0]),
    }));
    const readout =
      voxel === null || values === undefined || values.length === 0 ? null : { voxel, values };
    const nameOf = (key: string): string =>
      this.#display?.channels.find((c) => c.key === key)?.name ?? key;
    this.#captions.setReadout(readout, nameOf);
    this.#events.onReadout?.(readout);
  }

  #checkSize(channels: readonly LoadedChannel[]): void {
    const most = this.#gl.getParameter(this.#gl.MAX_3D_TEXTURE_SIZE) as number | null;
    const large = channels.find((c) => Math.max(...c.shape) > (most ?? Number.POSITIVE_INFINITY));
    if (large === undefined) return;
    throw new RangeError(
      `channel ${large.key} is ${large.shape.join(" x ")} voxels; this GPU takes at most ${most} per axis`,
    );
  }

  #lost(event: Event): void {
    event.preventDefault();
    this.#refinement.cancel();
    this.#painter = null;
    this.#events.onContextLost?.();
  }

  #restored(): void {
    this.#painter = new Painter(this.#gl);
    for (const block of this.#blocks) {
      block.renew(this.#painter.home);
      this.#idle.add(block);
    }
    this.#events.onContextRestored?.();
    this.#invalidate();
  }
}

function own(block: StageBlock): GpuBlock {
  if (!(block instanceof GpuBlock)) throw new TypeError("a block of another stage");
  return block;
}
